"""A workbook somebody sent, opened with care: looked at before anything is unpacked, read no further than its limits.

openpyxl reads small parts through lxml without resolving entities, and sheets through defusedxml: a file that would
grow by its entities is refused (a test).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.consultations.xlsform.columns import Finding, Place

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

#: Bytes of the file, bytes of everything in it, entries, and tags of all its XML: a form of 300 questions has 40,000.
LARGEST, UNPACKED, ENTRIES, TAGS = 2_000_000, 16_000_000, 200, 300_000
#: What of a sheet is read: a form with more of either is refused.
ROWS, COLUMNS, CELL = 2_000, 100, 5_000
_SHEETS = ("survey", "choices", "settings")
_MACROS = ("vbaproject", "macrosheets/", "activex/", "embeddings/", "externallinks/")
_BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError, RuntimeError)
#: Broken XML is a SyntaxError to both parsers.
_UNREADABLE = (zipfile.BadZipFile, InvalidFileException, DefusedXmlException, SyntaxError, zlib.error, *_BROKEN)


@dataclass(frozen=True)
class Row:
    """A row by the headings of its sheet, empty cells left out."""

    sheet: str
    number: int
    cells: dict[str, str]

    def at(self, column: str = "") -> Place:
        """Where something in it stands."""
        return Place(self.sheet, self.number, column)

    def get(self, column: str) -> str:
        """What a cell says, empty where it is."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Book:
    """The three sheets of a form, and what keeps it from being read."""

    survey: Sequence[Row] = ()
    choices: Sequence[Row] = ()
    settings: Sequence[Row] = ()
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Finding, ...] = ()


def open_book(content: bytes) -> Book:
    """The sheets of a workbook; with a problem and no rows where it cannot be taken at all."""
    refusal = _refusal(content)
    if refusal:
        return Book(problems=(Finding(Place(), refusal),))
    try:
        return _read(content)
    except _UNREADABLE:
        return Book(
            problems=(Finding(Place(), _("This file can’t be read. Save it again as .xlsx and try once more.")),)
        )


def _refusal(content: bytes) -> str:
    """Why a file is not even unpacked, from the list of what it holds; empty if it may be."""
    if len(content) > LARGEST:
        return str(_("This file is too large: %(most)s MB at most.", most=LARGEST // 1_000_000))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            fits = len(entries) <= ENTRIES and sum(entry.file_size for entry in entries) <= UNPACKED
            is_locked = any(entry.flag_bits & 1 for entry in entries)
            # openpyxl looks for the size of a sheet by reading all of it, however long: its tags are counted before
            fits = fits and (is_locked or sum(archive.read(entry).count(b"<") for entry in entries) <= TAGS)
    except (*_BROKEN, zipfile.BadZipFile, zlib.error):
        return str(_("This is not an .xlsx file."))
    if not fits:
        return str(_("This file is far larger inside than a form needs to be."))
    if any(mark in entry.filename.lower() for entry in entries for mark in _MACROS):
        return str(_("This file holds macros or other files. Save it as a plain .xlsx without them."))
    if is_locked:
        return str(_("This file is locked with a password."))
    return ""


def _read(content: bytes) -> Book:
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        names = {name.strip().lower(): name for name in book.sheetnames}
        problems: list[Finding] = []
        sheets: dict[str, list[Row]] = {}
        columns: dict[str, tuple[str, ...]] = {}
        for name in _SHEETS:
            sheets[name] = []
            if name in names:
                columns[name], sheets[name] = _sheet(book[names[name]], name, problems)
        if "survey" not in names:
            problems.append(Finding(Place(), _("There is no sheet called “survey”.")))
        return Book(sheets["survey"], sheets["choices"], sheets["settings"], columns, tuple(problems))
    finally:
        book.close()


def _sheet(sheet: ReadOnlyWorksheet, name: str, problems: list[Finding]) -> tuple[tuple[str, ...], list[Row]]:
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    lines = _lines(sheet)
    columns = tuple(_text(cell).strip() for cell in next(lines, ()))
    named = [column for column in columns if column]
    if len(set(named)) < len(named):
        problems.append(Finding(Place(name, 1), _("Two columns have the same heading.")))
    found = []
    for number, line in enumerate(lines, start=2):
        if number > ROWS:
            problems.append(Finding(Place(name, number), _("There are more than %(most)s rows.", most=ROWS)))
            break
        cells = {}
        for column, cell in zip(columns, line, strict=False):
            text = _text(cell).strip()
            if text and column:
                cells[column] = text
                problems.extend(_of_cell(cell, text, Place(name, number, column)))
        if cells:
            found.append(Row(name, number, cells))
    return columns, found


def _lines(sheet: ReadOnlyWorksheet) -> Iterator[tuple[ReadOnlyCell, ...]]:
    yield from sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS)


def _text(cell: ReadOnlyCell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _of_cell(cell: ReadOnlyCell, text: str, place: Place) -> Iterator[Finding]:
    if cell.data_type == "f":
        yield Finding(place, _("This cell holds a formula. Put in what it comes to."))
    elif cell.data_type == "e":
        yield Finding(place, _("This cell holds an error."))
    elif len(text) > CELL:
        yield Finding(place, _("This text is too long: %(most)s signs at most.", most=CELL))
