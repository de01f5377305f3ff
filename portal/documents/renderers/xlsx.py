"""A document as a workbook: a sheet a table, numbers as numbers, and a first sheet that says how to read them.

Notes, what the words mean and the rules by which figures are hidden are on that first sheet.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from portal.documents.document import (
    Bullets,
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

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FULL = 32_767
"""What a cell can hold, in UTF-16 units; the library drops what is longer without a word."""
CUT = " … (cut: the whole text is in the CSV file)"

_SURE = FULL // 2
_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\n\t]")
_WIDEST = 60
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
#: Where rows wait that are written one by one: in memory-backed files where the machine has them, since what people
#: wrote must not lie on a disk in the clear. The process stands in the name, so that what a killed one left is found.
_SHELF, _PREFIX = Path("/dev/shm"), "portal-sheets-"  # noqa: S108 - each folder in it is for this account alone
#: The same document gives the same bytes: a workbook without a date of its own takes this one.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


class Styles:
    """The workbook's formats, made once."""

    def __init__(self, book: Workbook) -> None:
        top = {"valign": "top", "text_wrap": True, "font_color": "#1d1b2e"}
        self.title: Format = book.add_format({"bold": True, "font_size": 18, "font_color": "#5b3a9e"})
        self.caption: Format = book.add_format({"bold": True, "font_size": 13, "font_color": "#43287c"})
        self.heading: Format = book.add_format({**top, "bold": True, "font_color": "#43287c"})
        self.text: Format = book.add_format(top)
        self.number: Format = book.add_format({**top, "num_format": "#,##0", "align": "right"})
        self.date: Format = book.add_format({**top, "num_format": "d mmm yyyy", "align": "left"})
        self.hidden: Format = book.add_format({**top, "align": "right", "italic": True, "font_color": "#54506b"})
        head = {**top, "bold": True, "bg_color": "#efe9fa", "bottom": 2, "bottom_color": "#5b3a9e"}
        self.head: Format = book.add_format(head)
        self.head_number: Format = book.add_format({**head, "align": "right"})


def render(document: Document) -> bytes:
    """Rows that come one by one are written one by one, so that memory does not grow with their number."""
    if not any(table.streamed for table in document.tables):
        return _book(document, {"in_memory": True})
    with _scratch() as folder:
        return _book(document, {"constant_memory": True, "tmpdir": folder})


def clear_left_behind() -> int:
    """Remove what processes that were killed while writing left behind; how many folders."""
    gone = 0
    for folder in Path(_shelf() or tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        process = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if process.isdigit() and not Path(f"/proc/{process}").exists():
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _shelf() -> str | None:
    return str(_SHELF) if _SHELF.is_dir() and os.access(_SHELF, os.W_OK) else None


@contextmanager
def _scratch() -> Iterator[str]:
    """A folder nobody else can look into, gone afterwards whatever happens."""
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=_shelf()) as folder:
        yield folder


def _book(document: Document, options: dict[str, bool | str]) -> bytes:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {**_OPTIONS, **options})
    try:
        _fill(book, document)
    except BaseException:
        for sheet in book.worksheets():  # the library would leave its waiting rows open
            if sheet.row_data_fh:
                sheet.row_data_fh.close()
        raise
    book.close()
    return buffer.getvalue()


def _fill(book: Workbook, document: Document) -> None:
    made = datetime.combine(document.dated, datetime.min.time(), tzinfo=UTC) if document.dated else _NO_DATE
    book.set_properties({"title": fit(document.title), "author": fit(document.author), "created": made})
    styles = Styles(book)
    first = document.labels.notes
    _about(book.add_worksheet(first), document, styles)
    taken = {first.lower(), "history"}  # Excel keeps the second for itself
    for table in document.sheets:
        name = sheet_name(table, document.labels.table, taken)
        _sheet(book.add_worksheet(name), table, styles, document.footer)


def fit(text: str) -> str:
    """Text a cell can hold, with a word where it was cut."""
    text = printable(text)
    if 2 * len(text) <= FULL or len(text.encode("utf-16-le")) // 2 <= FULL:
        return text
    units = text.encode("utf-16-le")[: 2 * (FULL - len(CUT))]
    return units.decode("utf-16-le", errors="ignore") + CUT


def _about(sheet: Worksheet, document: Document, styles: Styles) -> None:
    sheet.set_column(0, 0, 100)
    sheet.set_column(1, 1, 70)
    sheet.write_string(0, 0, fit(document.title), styles.title)
    row = 0
    for row, (line, heading) in enumerate(notes(document), start=1):
        sheet.write_string(row, 0, fit(line), styles.heading if heading else styles.text)
    if document.terms:
        sheet.write_string(row + 2, 0, fit(document.labels.terms), styles.heading)
    for down, term in enumerate(document.terms, start=row + 3):
        sheet.write_string(down, 0, fit(term.word), styles.text)
        sheet.write_string(down, 1, fit(term.meaning), styles.text)
    _paper(sheet, document.footer)


def notes(document: Document) -> list[tuple[str, bool]]:
    """Every line of the notes sheet under its title, and whether it is a heading."""
    dated = f"{document.dated:%-d %B %Y}" if document.dated else ""
    facts = [(line, False) for line in (document.subtitle, document.author, dated)]
    words = [words for part in document.parts for words in _words(part)]
    return [line for line in (*facts, *words, (document.footer, False)) if line[0]]


def _paper(sheet: Worksheet, footer: str) -> None:
    """A4, and at the foot of every printed page whose copy this is. A footer holds 255 signs; `&` is its escape."""
    sheet.set_paper(9)
    held = printable(footer).replace("\n", " ")[:120].replace("&", "&&")
    sheet.set_footer(f"&L{held}&R&P / &N")


def _words(part: Part) -> list[tuple[str, bool]]:
    """Every sentence outside tables, and whether it is a heading."""
    match part:
        case Heading(text):
            return [(text, True)]
        case Paragraph(text):
            return [(text, False)]
        case Note(text, title):
            return [(f"{title}: {text}" if title else text, False)]
        case Bullets(items):
            return [(f"• {item}", False) for item in items]
        case Table():
            return []


def _sheet(sheet: Worksheet, table: Table, styles: Styles, footer: str) -> None:
    longest, rows = table.measured()
    for number, width in enumerate(longest):
        sheet.set_column(number, number, min(_WIDEST, max(width, 8) + 3))
    lines = [line for line in (table.caption, table.finding, table.note) if line]
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, fit(line), styles.caption if number == 0 and table.caption else None)
    top = len(lines)
    kinds = [column.kind for column in table.columns]
    for number, column in enumerate(table.columns):
        style = styles.head_number if column.kind is Kind.NUMBER else styles.head
        sheet.write_string(top, number, fit(column.label), style)
    _rows(sheet, enumerate(rows, start=top + 1), kinds, styles)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    _paper(sheet, footer)


def _rows(sheet: Worksheet, rows: Iterable[tuple[int, list[PlainCell]]], kinds: list[Kind], styles: Styles) -> None:
    """For every row of long tables, and therefore with few functions a cell."""
    write_number, write_string, words, hidden = sheet.write_number, sheet.write_string, styles.text, styles.hidden
    for down, row in rows:
        for column, (text, number, day) in enumerate(row):
            kind = kinds[column]
            if kind is Kind.NUMBER and number is not None:
                write_number(down, column, number, styles.number)
            elif day is not None:
                sheet.write_datetime(down, column, day, styles.date)
            elif text:
                short = len(text) < _SURE and text.isprintable()
                write_string(down, column, text if short else fit(text), hidden if kind is Kind.NUMBER else words)


def sheet_name(table: Table, unnamed: str, taken: set[str]) -> str:
    """Short, unlike any other whatever its case, and without the signs Excel refuses."""
    base = " ".join(_FORBIDDEN.sub(" ", printable(table.caption)).split())[:_NAME].strip() or unnamed
    name, number = base, 2
    while name.lower() in taken:
        suffix = f" {number}"
        name, number = base[: _NAME - len(suffix)] + suffix, number + 1
    taken.add(name.lower())
    return name
