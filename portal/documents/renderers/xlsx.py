"""A document as a workbook: a sheet a table, numbers as numbers, and a first sheet that says how to read them."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from portal.documents.document import (
    Bullets,
    Cell,
    Document,
    Heading,
    Kind,
    Note,
    Paragraph,
    Part,
    Table,
    cell,
    printable,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FULL = 32_767
"""What a cell can hold, in UTF-16 units; the library drops what is longer without a word."""
CUT = " … (cut: the whole text is in the CSV file)"

_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\n\t]")
_WIDEST = 60
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
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
        self.hidden: Format = book.add_format({**top, "align": "right", "italic": True, "font_color": "#54506b"})
        head = {**top, "bold": True, "bg_color": "#efe9fa", "bottom": 2, "bottom_color": "#5b3a9e"}
        self.head: Format = book.add_format(head)
        self.head_number: Format = book.add_format({**head, "align": "right"})


def render(document: Document) -> bytes:
    """Written row by row, so that memory does not grow with the number of rows."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, _OPTIONS)
    made = datetime.combine(document.dated, datetime.min.time(), tzinfo=UTC) if document.dated else _NO_DATE
    book.set_properties({"title": fit(document.title), "author": fit(document.author), "created": made})
    styles = Styles(book)
    _about(book.add_worksheet("About"), document, styles)
    taken = {"about", "history"}  # Excel keeps the second for itself
    for table in document.tables:
        _sheet(book.add_worksheet(_sheet_name(table, taken)), table, styles)
    book.close()
    return buffer.getvalue()


def fit(text: str) -> str:
    """Text a cell can hold, with a word where it was cut."""
    text = printable(text)
    if 2 * len(text) <= FULL or len(text.encode("utf-16-le")) // 2 <= FULL:
        return text
    units = text.encode("utf-16-le")[: 2 * (FULL - len(CUT))]
    return units.decode("utf-16-le", errors="ignore") + CUT


def _about(sheet: Worksheet, document: Document, styles: Styles) -> None:
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, fit(document.title), styles.title)
    dated = f"{document.dated:%-d %B %Y}" if document.dated else ""
    facts = [(line, False) for line in (document.subtitle, document.author, dated)]
    words = [words for part in document.parts for words in _words(part)]
    lines = [line for line in (*facts, *words, (document.footer, False)) if line[0]]
    for row, (line, heading) in enumerate(lines, start=1):
        sheet.write_string(row, 0, fit(line), styles.heading if heading else styles.text)
    sheet.set_paper(9)


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


def _sheet(sheet: Worksheet, table: Table, styles: Styles) -> None:
    _set_widths(sheet, table)
    lines = [line for line in (table.caption, table.finding, table.note) if line]
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, fit(line), styles.caption if number == 0 and table.caption else None)
    top = len(lines)
    for number, column in enumerate(table.columns):
        style = styles.head_number if column.kind is Kind.NUMBER else styles.head
        sheet.write_string(top, number, fit(column.label), style)
    for down, row in enumerate(table.rows, start=top + 1):
        for number, value in enumerate(row):
            _cell(sheet, down, number, cell(value), styles, counts=table.columns[number].kind is Kind.NUMBER)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cell(sheet: Worksheet, row: int, column: int, one: Cell, styles: Styles, *, counts: bool) -> None:
    if counts and one.number is not None:
        sheet.write_number(row, column, one.number, styles.number)
    elif one.text:
        sheet.write_string(row, column, fit(one.text), styles.hidden if counts else styles.text)


def _set_widths(sheet: Worksheet, table: Table) -> None:
    for number, column in enumerate(table.columns):
        longest = max(len(column.label), *(len(cell(row[number]).text) for row in table.rows), 8)
        sheet.set_column(number, number, min(_WIDEST, longest + 3))


def _sheet_name(table: Table, taken: set[str]) -> str:
    """Short, unlike any other whatever its case, and without the signs Excel refuses."""
    base = " ".join(_FORBIDDEN.sub(" ", printable(table.caption)).split())[:_NAME].strip() or "Table"
    name, number = base, 2
    while name.lower() in taken:
        suffix = f" {number}"
        name, number = base[: _NAME - len(suffix)] + suffix, number + 1
    taken.add(name.lower())
    return name
