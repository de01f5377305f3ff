"""A document as one CSV file: a line for each cell of each table, openable by any spreadsheet.

Text that a spreadsheet would run as a formula is prefixed with an apostrophe (OWASP, CSV injection); numbers are
written bare and stay numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from portal.documents.document import Bullets, Document, Heading, Note, Paragraph, Part, Table, cell, printable

HEAD = ("table", "caption", "row", "column", "value", "text", "note")
ABOUT = "about"

Line = tuple[str, str, str, str, str | int, str, str]

#: First characters a spreadsheet takes for a formula, with their full-width twins. Blanks before them are passed
#: over, as some programs trim them; so is a semicolon, which starts a cell where the comma is the decimal sign.
#: Signs that nobody sees are blanks as well: a zero-width space before "=" is still a formula to somebody's program.
_UNSEEN = r"\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_RUNS = re.compile(rf"(?:^|(?<=;))(?=[\s\0\"'{_UNSEEN}]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n\0])")


def render(document: Document) -> bytes:
    """UTF-8 with a byte order mark, so that old spreadsheets read names right."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(HEAD)
    writer.writerows(_about(document))
    for table in document.tables:
        writer.writerows(_table(table))
    return buffer.getvalue().encode("utf-8-sig")


def sheet(head: Sequence[str], lines: Iterable[Sequence[str | int]], *, note: str = "") -> bytes:
    """A plain table with its head, a line for each row, as mail merge reads it; no cell runs as a formula.

    A note, such as who took the file, stands in a row of its own above the head.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for line in (*([[note]] if note else []), head, *lines):
        writer.writerow([one if isinstance(one, int) else _clean(one) for one in line])
    return buffer.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Text that no spreadsheet runs, not even when it splits cells at semicolons."""
    if text[:1].isalnum() and ";" not in text:
        return text
    return _RUNS.sub("'", text)


def _about(document: Document) -> Iterator[Line]:
    """Title, date and every sentence outside tables, so that the file can be read without the others."""
    dated = document.dated.isoformat() if document.dated else ""
    yield _line(ABOUT, document.title, document.subtitle, document.footer)
    yield _line(ABOUT, document.author, dated)
    for part in document.parts:
        for title, text in _sentences(part):
            yield _line(ABOUT, title, text)


def _sentences(part: Part) -> list[tuple[str, str]]:
    match part:
        case Heading(text) | Paragraph(text):
            return [("", text)]
        case Bullets(items):
            return [("", item) for item in items]
        case Note(text, title):
            return [(title, text)]
        case Table():
            return [(part.caption, part.finding)] if part.finding else []


def _table(table: Table) -> Iterator[Line]:
    heads = [_clean(column.label) for column in table.columns[1:]]
    key, caption, note = _clean(table.key), _clean(table.caption), _clean(table.note)
    for row in table.rows:
        first, *others = [cell(value) for value in row]
        label = _clean(first.text)
        for head, one in zip(heads, others, strict=True):
            value = "" if one.number is None else one.number
            yield key, caption, label, head, value, _clean(one.text), note
        if not others:
            yield key, caption, "", "", "", label, note


def _line(table: str, caption: str, text: str = "", note: str = "") -> Line:
    return table, _clean(caption), "", "", "", _clean(text), _clean(note)


def _clean(text: str) -> str:
    return safe(printable(text))
