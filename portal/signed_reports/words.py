"""Officers' words: safe Markdown, numbers by name, and evidence each paragraph rests on. Pure.

Markdown is read by markdown-it-py (CommonMark) without HTML; what has no place in a report (pictures, raw HTML, code)
comes out as the text it was typed as. The result are parts of a document, so nothing typed is ever markup of a page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from portal.documents.document import Bullets, Heading, Paragraph, Part

_READER = MarkdownIt("commonmark", {"html": False}).disable(["code", "html_block", "html_inline", "reference"])
_PLACE = re.compile(r"\{\s*([a-z0-9_]{1,60})\s*\}")
_CITED = re.compile(r"\[([a-z]{2,12}-[0-9a-f]{8})\]")
#: A year on its own, a day of a month, and the number of a section, article or part: these are not figures.
_NO_FIGURE = re.compile(
    r"\b(19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?\b"
    r"|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:[Ss]ections?|[Aa]rticles?|[Pp]arts?|[Ss]ch(?:edule)?|ss?\.) ?\d+[A-Z]?(?:\(\d+\))?",
)
_NUMBER = re.compile(
    r"\d[\d,.]*\d|\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty)\b",
    re.IGNORECASE,
)
#: Headings within a section lie below its own.
_BELOW = 2


@dataclass(frozen=True)
class Read:
    """What officers' words come to: parts to show, evidence codes in them, what nobody knows, and numbers that were
    typed by hand. `uncited` are paragraphs that name no evidence."""

    parts: tuple[Part, ...]
    cited: tuple[str, ...]
    unknown_figures: tuple[str, ...]
    unknown_evidence: tuple[str, ...]
    loose_numbers: tuple[str, ...]
    uncited: int


def read(text: str, figures: Mapping[str, str], evidence: Collection[str], missing: str = "") -> Read:
    """Words as parts, with each `{name}` replaced by its figure. With `missing`, a paragraph that names no evidence
    is followed by these words. Unknown names stay as they were typed, so that they are seen."""
    typed = list(_parts(SyntaxTreeNode(_READER.parse(text)).children))
    plain = "\n".join(one for part in typed for one in _texts(part))
    named, cited = _PLACE.findall(plain), tuple(dict.fromkeys(_CITED.findall(plain)))
    parts: list[Part] = []
    uncited = 0
    for part in typed:
        shown = _filled(part, figures)
        names = isinstance(part, Heading) or any(_CITED.search(one) for one in _texts(part))
        uncited += not names
        parts.append(shown)
        if missing and not names:
            parts.append(Paragraph(missing))
    return Read(
        parts=tuple(parts),
        cited=cited,
        unknown_figures=tuple(dict.fromkeys(name for name in named if name not in figures)),
        unknown_evidence=tuple(code for code in cited if code not in evidence),
        loose_numbers=tuple(dict.fromkeys(loose_numbers(plain))),
        uncited=uncited,
    )


def loose_numbers(text: str) -> list[str]:
    """Numbers typed by hand, in digits or as words from two to twenty: no figure by name, no evidence code, no year, no
    day of a month, no section of an Act. `text` is what readers see."""
    kept = _NO_FIGURE.sub(" ", _CITED.sub(" ", _PLACE.sub(" ", text)))
    return _NUMBER.findall(kept)


def _texts(part: Part) -> Sequence[str]:
    if isinstance(part, Bullets):
        return part.items
    return [part.text] if isinstance(part, Paragraph | Heading) else []


def _filled(part: Part, figures: Mapping[str, str]) -> Part:
    def put(text: str) -> str:
        return _PLACE.sub(lambda found: figures.get(found[1], found[0]), text)

    if isinstance(part, Bullets):
        return Bullets([put(item) for item in part.items])
    if isinstance(part, Heading):
        return Heading(put(part.text), part.level)
    return Paragraph(put(part.text)) if isinstance(part, Paragraph) else part


def _parts(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Part]:
    """Headings, paragraphs and lists in order; quoted blocks as the paragraphs they hold."""
    for node in nodes:
        if node.type == "heading":
            yield Heading(_said(node), min(_BELOW + int(node.tag[1]) - 1, 3))
        elif node.type in ("bullet_list", "ordered_list"):
            yield Bullets(list(_items(node)))
        elif node.type == "blockquote":
            yield from _parts(node.children)
        elif said := _said(node):
            yield Paragraph(said)


def _items(node: SyntaxTreeNode) -> Iterator[str]:
    """The items of a list in a row, those of lists within it behind their own."""
    for item in node.children:
        lists = [one for one in item.children if one.type.endswith("_list")]
        yield " ".join(_said(one) for one in item.children if one not in lists)
        for one in lists:
            yield from _items(one)


def _said(node: SyntaxTreeNode) -> str:
    """What a node says: emphasis falls away, a link keeps its address behind its words."""
    if node.type in ("softbreak", "hardbreak"):
        return " " if node.type == "softbreak" else "\n"
    if not node.children:
        return node.content
    said = "".join(_said(one) for one in node.children)
    address = str(node.attrs.get("href", "")) if node.type == "link" else ""
    return f"{said} ({address})" if address.startswith(("https://", "http://")) and address != said else said.strip()
