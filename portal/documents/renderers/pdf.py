"""A document as a tagged PDF (PDF/UA-1), set by Typst. What a person wrote is handed over as data, never as code."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from portal.documents.document import (
    Bullets,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Note,
    Paragraph,
    Part,
    Table,
    printable,
)

_TEMPLATE = Path(__file__).with_name("summary.typ")
#: A run of letters without a blank gets places to break, or it would leave the page.
_LONGEST_WORD = 24
_UNBROKEN = re.compile(rf"(\S{{{_LONGEST_WORD}}})(?=\S)")
_NO_FONT = "could not be displayed with font"
_NARROW, _WIDE = 9, 34
_SHORT = 14
"""Tables of up to so many rows stay on one page if they are low enough; others run over, with their head repeated."""
_WORDS = 12
"""A column is made wide enough for so many of its longest words: the widest is among them."""
_CONTENTS = 6
"""From so many headings and tables on, a reader is handed the contents first."""

Data = dict[str, object]


def render(document: Document) -> bytes:
    """About 40 ms for two pages."""
    import typst

    words = {"document": json.dumps(_data(document))}
    try:
        return bytes(typst.compile(str(_TEMPLATE), sys_inputs=words, pdf_standards=["ua-1"]) or b"")
    except typst.TypstError as error:
        if _NO_FONT not in str(error):
            raise
        # PDF/UA refuses a sign that no font of this machine has. The same tagged pages without the seal, and with
        # an empty box for that sign, serve a reader better than no file at all. Whoever runs the site is told that
        # a font is missing; by the event alone, since Typst quotes the text.
        logging.getLogger("portal").error("pdf", extra={"portal": {"event": "pdf.without_seal"}})
        return bytes(typst.compile(str(_TEMPLATE), sys_inputs=words) or b"")


def _data(document: Document) -> Data:
    language, _, region = document.language.partition("-")
    day = document.dated
    return {
        "title": _set(document.title),
        "subtitle": _set(document.subtitle),
        "lang": language,
        "region": region,
        "author": printable(document.author),
        "dated": f"{day:%-d %B %Y}" if day else "",
        "day": [day.year, day.month, day.day] if day else None,
        "footer": _set(document.footer),
        "contents": _set(document.labels.contents) if _is_long(document.pages) else "",
        "parts": list(_parts(document)),
    }


def _is_long(parts: Sequence[Part]) -> bool:
    return sum(isinstance(part, Heading | Table) for part in parts) >= _CONTENTS


def _parts(document: Document) -> Iterator[Data]:
    """Headings never skip a level, whatever the document asks: readers who listen walk by them."""
    level = 1
    for part in document.pages:
        match part:
            case Heading(text, wanted):
                level = min(wanted, level) + 1
                yield {"is": "heading", "text": _set(text), "level": level}
            case Paragraph(text):
                yield {"is": "paragraph", "text": _set(text)}
            case Bullets(items):
                yield {"is": "bullets", "items": [_set(item) for item in items]}
            case Note(text, title):
                yield {"is": "note", "text": _set(text), "title": _set(title)}
            case Table():
                yield _table(part, level + 1, document.labels.more)


def _table(table: Table, level: int, more: str) -> Data:
    rows, cut = table.on_pages()
    longest, _ = table.measured()
    return {
        "is": "table",
        "level": level,
        "caption": _set(table.caption),
        "finding": _set(table.finding),
        "note": _set(" ".join(filter(None, (table.note, more if cut else "")))),
        "columns": [{"label": _set(column.label), "kind": column.kind.value} for column in table.columns],
        # Shares of the page by what a column holds, so that neither words nor figures are squeezed.
        "widths": [min(max(one, _NARROW) + 4, _WIDE) for one in longest],
        "words": [_longest_words(row[place].text for row in rows) for place in range(len(table.columns))],
        "heads": [_longest_words([column.label]) for column in table.columns],
        "rows": [[_cell(column, one) for column, one in zip(table.columns, row, strict=True)] for row in rows],
        "short": len(rows) <= _SHORT,
    }


def _cell(column: Column, one: Cell) -> Data:
    """Words in a column of numbers are set back: they say why there is no number."""
    return {"text": _set(one.text), "quiet": column.kind is Kind.NUMBER and one.number is None}


def _longest_words(texts: Iterable[str]) -> list[str]:
    """What has no place to break: the longest of them (at most `_LONGEST_WORD` letters each), longest first."""
    words = {word for text in texts for run in _set(text).split() for word in run.split("\u200b")}
    return sorted(words, key=lambda word: (-len(word), word))[:_WORDS]


def _set(text: str) -> str:
    return _UNBROKEN.sub("\\1\u200b", printable(text))
