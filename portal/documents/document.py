"""The neutral form: headings, paragraphs, tables with a finding. What a cell says is decided here, for all formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import chain, islice
from typing import ClassVar, NamedTuple

#: By how many rows widths are judged; how many rows of one table are put on pages, which are for reading.
SAMPLE, MOST_ON_PAGES = 200, 1000

_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
#: Control characters, halves of pairs, noncharacters, and overrides of direction.
_REFUSED = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\u202d\u202e"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


class Kind(StrEnum):
    """What a column holds, so that numbers line up and numbers and days stay what they are in a spreadsheet."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


class Cell(NamedTuple):
    """A cell with words to show and, where it may be known, the number or the day behind them."""

    text: str
    number: int | None = None
    day: date | None = None


#: A cell as a plain tuple: its words, number and day.
PlainCell = tuple[str, int | None, date | None]
#: A row of a table, and all of them: at hand, or made one after another each time they are wanted.
Row = Sequence[Cell | str | int]
Rows = Sequence[Row] | Callable[[], Iterable[Row]]


@dataclass(frozen=True)
class Column:
    """A column's head, and for the data dictionary what it means where that needs saying.

    `twice`: words stand beside each number that say more than it does, such as its share. A spreadsheet, where a cell
    is one or the other, shows them in a column of their own.
    """

    label: str
    kind: Kind = Kind.TEXT
    meaning: str = ""
    twice: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading under the title; level 1 is a chapter."""

    shape: ClassVar[str] = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running words."""

    shape: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Bullets:
    """A list."""

    shape: ClassVar[str] = "bullets"
    items: Sequence[str]


@dataclass(frozen=True)
class Note:
    """Words set apart: how to read what follows, or what is hidden."""

    shape: ClassVar[str] = "note"
    text: str
    title: str = ""


@dataclass(frozen=True)
class Table:
    """Figures with a caption and one sentence that says what they show. The first cell of a row is its head.

    `rows` may be a function that makes them one by one: a table of any length is then written in constant memory.
    """

    shape: ClassVar[str] = "table"
    key: str
    caption: str
    columns: Sequence[Column]
    rows: Rows
    finding: str = ""
    note: str = ""

    @property
    def streamed(self) -> bool:
        """Whether rows are made one by one, so that nobody knows yet how many there are."""
        return callable(self.rows)

    def lines(self) -> Iterator[list[Cell]]:
        """The rows, cell by cell."""
        for row in self.rows() if callable(self.rows) else self.rows:
            yield [cell(value) for value in row]

    def plain_lines(self) -> Iterator[list[PlainCell]]:
        """The same with cells that are no objects of ours: long tables are written in half the time."""
        for row in self.rows() if callable(self.rows) else self.rows:
            yield [
                (value, None, None)
                if isinstance(value, str)
                else value
                if isinstance(value, tuple)
                else (f"{value:,}", value, None)
                for value in row
            ]

    def measured(self) -> tuple[list[int], Iterator[list[PlainCell]]]:
        """The longest text of each column (signs, its head among them), by the first rows; and every row."""
        rows = self.plain_lines()
        first = list(islice(rows, SAMPLE))
        longest = [len(column.label) for column in self.columns]
        for row in first:
            longest = [max(one, len(text)) for one, (text, _, _) in zip(longest, row, strict=True)]
        return longest, chain(first, rows)

    def typed(self, shown: str) -> Table:
        """The table of a spreadsheet: numbers, and where they say less than the document, its words beside them."""
        if not any(column.twice for column in self.columns):
            return self
        columns: list[Column] = []
        for column in self.columns:
            columns += [column, Column(f"{column.label} ({shown})")] if column.twice else [column]
        rows: list[Row] = [
            [
                each
                for column, one in zip(self.columns, row, strict=True)
                for each in ((one, Cell(one.text)) if column.twice else (one,))
            ]
            for row in self.lines()
        ]
        return replace(self, columns=columns, rows=rows)

    def on_pages(self) -> tuple[list[list[Cell]], bool]:
        """The rows a format made of pages shows, and whether there are more."""
        rows = list(islice(self.lines(), MOST_ON_PAGES + 1))
        return rows[:MOST_ON_PAGES], len(rows) > MOST_ON_PAGES


@dataclass(frozen=True)
class Term:
    """A word of the figures, or a rule by which they are hidden, and what it means."""

    word: str
    meaning: str


@dataclass(frozen=True)
class Labels:
    """Words that formats add by themselves, in the document's language."""

    contents: str = "Contents"
    notes: str = "Notes"
    terms: str = "What the words mean"
    table: str = "Table"
    page: str = "Page"
    of: str = "of"
    more: str = "Only the first rows stand here. Take the file as Excel, ODS or CSV to have them all."
    shown: str = "as shown"
    file: str = "File"
    column: str = "Column"
    kind: str = "What it holds"
    meaning: str = "What it means"
    text: str = "text"
    number: str = "whole number; empty where it is hidden"
    date: str = "day, as year-month-day"
    shown_meaning: str = "the same as the document says it; words where the number is hidden"


Part = Heading | Paragraph | Bullets | Note | Table


@dataclass(frozen=True)
class Document:
    """A whole report. `footer` names who holds this copy and when it was made; it stands on every page."""

    title: str
    subtitle: str = ""
    language: str = "en-GB"
    author: str = ""
    dated: date | None = None
    parts: Sequence[Part] = ()
    footer: str = ""
    terms: Sequence[Term] = ()
    labels: Labels = Labels()

    @property
    def tables(self) -> list[Table]:
        """The tables in order."""
        return [part for part in self.parts if isinstance(part, Table)]

    @property
    def sheets(self) -> list[Table]:
        """The tables as spreadsheets show them."""
        return [table.typed(self.labels.shown) for table in self.tables]

    @property
    def pages(self) -> Sequence[Part]:
        """What formats made of pages show: the parts, and at their end what the words mean."""
        if not self.terms:
            return self.parts
        told = Bullets([f"{term.word}: {term.meaning}" for term in self.terms])
        return [*self.parts, Heading(self.labels.terms), told]


def cell(value: Cell | str | int) -> Cell:
    """A cell, whatever a table was given."""
    if isinstance(value, Cell):
        return value
    return Cell(f"{value:,}", value) if isinstance(value, int) else Cell(value)


def printable(text: str) -> str:
    """Text without signs no format may be handed, and without those that turn the line around them about.

    Control characters and noncharacters are not allowed in XML; direction overrides let a text read as another.
    """
    if text.isprintable():
        return text
    return _REFUSED.sub("", _BREAKS.sub("\n", text))
