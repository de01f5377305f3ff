"""The feed, read back by a reader that shares nothing with the writer."""

from datetime import date
from uuid import UUID
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.open_data import atom

pytestmark = pytest.mark.unit
FEED = atom.Feed(
    id=UUID(int=1),
    title="You said, we did",
    subtitle="What adults did",
    author="Testshire",
    language="en",
    url="https://example.org/you-said/feed.atom",
    page="https://example.org/you-said/",
)


def entry(number=2, **changes):
    values = {
        "id": UUID(int=number),
        "title": "We did: <b>buses</b> & more",
        "content": "Free from <June>.\nFor all.",
        "author": "Testshire Council",
        "category": "did",
        "label": "We did",
        "url": f"https://example.org/you-said/{number}",
        "published_on": date(2026, 6, 12),
        "updated_on": date(2026, 7, 1),
    }
    return atom.Entry(**(values | changes))


def test_a_reader_finds_what_was_written():
    read = feedparser.parse(atom.write(FEED, [entry(), entry(3, updated_on=date(2026, 8, 2))]))
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.id == FEED.id.urn
    assert read.feed.title == FEED.title
    assert read.feed.language == "en"
    assert read.feed.updated == "2026-08-01T23:00:00Z"  # midnight in summer time
    assert {(link.rel, link.type, link.href) for link in read.feed.links} == {
        ("self", atom.MEDIA_TYPE, FEED.url),
        ("alternate", "text/html", FEED.page),
    }
    one = read.entries[0]
    assert (one.id, one.link, one.author) == (UUID(int=2).urn, "https://example.org/you-said/2", "Testshire Council")
    assert one.published == "2026-06-11T23:00:00Z"
    assert one.updated == "2026-06-30T23:00:00Z"
    assert one.title_detail.type == one.content[0].type == "text/plain"
    assert one.title == "We did: <b>buses</b> & more"
    assert one.content[0].value == "Free from <June>.\nFor all."
    assert (one.tags[0].term, one.tags[0].label) == ("did", "We did")


def test_a_feed_with_nothing_in_it_is_a_feed():
    read = feedparser.parse(atom.write(FEED, []))
    assert not read.bozo
    assert read.entries == []
    assert read.feed.updated


@given(st.text(), st.text())
def test_whatever_text_is_in_it_the_feed_is_whole_and_nothing_is_markup(title, content):
    written = atom.write(FEED, [entry(title=title, content=content, label=title)])
    root = ElementTree.fromstring(written)  # noqa: S314 - our own
    named = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert named == {
        *("feed", "id", "title", "subtitle", "updated", "author", "name"),
        *("link", "entry", "published", "category", "content"),
    }
    assert atom.write(FEED, [entry(title=title, content=content, label=title)]) == written


def test_what_rfc_4287_wants_of_a_feed_and_of_each_entry_is_there_once():
    root = ElementTree.fromstring(atom.write(FEED, [entry(), entry(3)]))  # noqa: S314 - our own
    for one in (root, *root.findall(f"{{{atom.ATOM}}}entry")):
        for name in ("id", "title", "updated", "author"):
            assert len(one.findall(f"{{{atom.ATOM}}}{name}")) == 1, name
