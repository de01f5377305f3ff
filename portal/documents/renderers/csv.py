"""A document as CSV: a zip with a file for each table, the notes, and a dictionary that says what each column holds.

Text that a spreadsheet would run as a formula is prefixed with an apostrophe (OWASP, CSV injection); numbers and days
are written bare and stay what they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from portal.documents.document import (
    Bullets,
    Column,
    Document,
    Heading,
    Kind,
    Note,
    Paragraph,
    Part,
    PlainCell,
    Table,
    printable,
)
from portal.documents.renderers.packed import Pack, Write

NOTES, DICTIONARY = "notes.csv", "dictionary.csv"

_MARK = "\ufeff"
"""A byte order mark, so that old spreadsheets read names right."""
_NAME = re.compile(r"[^a-z0-9]+")
_NAME_LENGTH = 40

#: First characters a spreadsheet takes for a formula, with their full-width twins. Blanks before them are passed
#: over, as some programs trim them; so is a semicolon, which starts a cell where the comma is the decimal sign.
#: Signs that nobody sees are blanks as well: a zero-width space before "=" is still a formula to somebody's program.
_UNSEEN = r"\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_RUNS = re.compile(rf"(?:^|(?<=;))(?=[\s\0\"'{_UNSEEN}]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n\0])")


class _Lines:
    """What the csv module writes its lines to."""

    def __init__(self, write: Write) -> None:
        self.write = write


def render(document: Document) -> bytes:
    """A zip of UTF-8 files; rows are written as they come, so that memory does not grow with their number."""
    pack = Pack(document.dated)
    names = [_file_name(number, table) for number, table in enumerate(document.tables, start=1)]
    _put(pack, NOTES, _notes(document))
    _put(pack, DICTIONARY, _dictionary(document, names))
    for name, table in zip(names, document.tables, strict=True):
        with pack.writing(name) as write:
            write(_MARK)
            csv.writer(_Lines(write)).writerows(_table(table, document.labels.shown))
    return pack.close()


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


def _put(pack: Pack, name: str, lines: Iterable[Sequence[str]]) -> None:
    with pack.writing(name) as write:
        write(_MARK)
        csv.writer(_Lines(write)).writerows([_clean(one) for one in line] for line in lines)


def _notes(document: Document) -> Iterator[tuple[str, str]]:
    """Title, date, every sentence outside tables, and what the words mean: two columns, a subject and a sentence."""
    dated = document.dated.isoformat() if document.dated else ""
    yield document.labels.notes, document.labels.meaning
    facts = [(document.title, document.subtitle), (document.author, dated), ("", document.footer)]
    yield from (fact for fact in facts if any(fact))
    for part in document.parts:
        yield from _sentences(part)
    yield from ((term.word, term.meaning) for term in document.terms)


def _sentences(part: Part) -> list[tuple[str, str]]:
    match part:
        case Heading(text) | Paragraph(text):
            return [("", text)]
        case Bullets(items):
            return [("", item) for item in items]
        case Note(text, title):
            return [(title, text)]
        case Table():
            return [(part.caption, one) for one in (part.finding, part.note) if one]


def _dictionary(document: Document, names: Sequence[str]) -> Iterator[tuple[str, str, str, str, str]]:
    """A line for each column of each file: file, table, column, what it holds, what it means."""
    words = document.labels
    yield words.file, words.table, words.column, words.kind, words.meaning
    holds = {Kind.TEXT: words.text, Kind.NUMBER: words.number, Kind.DATE: words.date}
    for name, table in zip(names, document.tables, strict=True):
        for column in table.columns:
            yield name, table.caption, column.label, holds[column.kind], column.meaning
            if column.kind is Kind.NUMBER:
                yield name, table.caption, _shown(column, words.shown), words.text, words.shown_meaning


def _table(table: Table, shown: str) -> Iterator[list[str | int]]:
    """Each number stands bare, and beside it as the document says it: only there can a hidden one say why."""
    heads = [[_clean(column.label)] for column in table.columns]
    for column, head in zip(table.columns, heads, strict=True):
        if column.kind is Kind.NUMBER:
            head.append(_clean(_shown(column, shown)))
    yield [one for head in heads for one in head]
    kinds = [column.kind for column in table.columns]
    for row in table.plain_lines():
        yield _line(kinds, row)


def _line(kinds: Sequence[Kind], row: Sequence[PlainCell]) -> list[str | int]:
    """Called for every row of long tables, and therefore without a function a cell."""
    line: list[str | int] = []
    for kind, (text, number, day) in zip(kinds, row, strict=True):
        if kind is Kind.NUMBER:
            line.append("" if number is None else number)
        elif day is not None:
            line.append(day.isoformat())
            continue
        line.append(text if text[:1].isalnum() and ";" not in text and text.isprintable() else _clean(text))
    return line


def _shown(column: Column, shown: str) -> str:
    return f"{column.label} ({shown})"


def _file_name(number: int, table: Table) -> str:
    """`01-do-adults-listen.csv`: in order, and fit for any disk."""
    named = _NAME.sub("-", table.caption.lower())[:_NAME_LENGTH].strip("-") or "table"
    return f"{number:02}-{named}.csv"


def _clean(text: str) -> str:
    return safe(printable(text))
