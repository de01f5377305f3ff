"""The page to keep: everything in it is text, and it asks nobody for anything."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from portal.documents.document import Bullets, Column, Document, Heading, Kind, Note, Paragraph, Table
from portal.documents.renderers import html

texts = st.text(max_size=40) | st.sampled_from(
    ["</p><script>", '" onload="x', "<img src=http://x>", "&lt;b&gt;", "]]>"]
)
TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "b", "ul", "li", "div", "table",
    "caption", "thead", "tr", "th", "tbody", "td", "footer", "br",
}  # fmt: skip


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.open: list[str] = []
        self.said = ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.said += data


def seen(document: Document) -> Seen:
    found = Seen()
    found.feed(html.render(document).decode())
    assert found.open == []
    return found


@given(texts)
def test_whatever_is_written_stays_text(text: str):
    table = Table("t", text, [Column(text), Column(text, Kind.NUMBER)], [[text, 3]], finding=text, note=text)
    parts = [Heading(text), Heading(text, 2), Paragraph(text), Bullets([text]), Note(text, text), table]
    found = seen(Document(title=text, subtitle=text, parts=parts, footer=text))
    assert found.tags <= TAGS
    assert not found.names & {"src", "href", "onload", "action", "style"}


def test_headings_never_skip_a_level():
    found = html.render(Document(title="Pack", parts=[Heading("Deep", 3), Heading("Deeper", 3)])).decode()
    assert re.findall(r"<(h\d)>", found) == ["h1", "h2", "h3"]


def test_it_needs_no_other_address():
    found = html.render(Document(title="Pack", parts=[Paragraph("See http://example.org")])).decode()
    assert "default-src 'none'" in found
    assert "url(" not in found
    assert "<a" not in found
