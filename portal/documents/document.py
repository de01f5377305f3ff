"""The neutral form: headings, paragraphs, tables with a finding. What a cell says is decided here, for all formats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
#: Control characters, halves of pairs, noncharacters, and overrides of direction.
_REFUSED = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\u202d\u202e"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


class Kind(StrEnum):
    """What a column holds, so that numbers line up and stay numbers in a spreadsheet."""

    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True)
class Cell:
    """A cell with words to show and, where it may be known, the number behind them."""

    text: str
    number: int | None = None


@dataclass(frozen=True)
class Column:
    """A column's head."""

    label: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Heading:
    """A heading under the title; level 1 is a chapter."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running words."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: Sequence[str]


@dataclass(frozen=True)
class Note:
    """Words set apart: how to read what follows, or what is hidden."""

    text: str
    title: str = ""


@dataclass(frozen=True)
class Table:
    """Figures with a caption and one sentence that says what they show. The first cell of a row is its head."""

    key: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str | int]]
    finding: str = ""
    note: str = ""


Part = Heading | Paragraph | Bullets | Note | Table


@dataclass(frozen=True)
class Document:
    """A whole report. `footer` names who holds this copy and when it was taken."""

    title: str
    subtitle: str = ""
    language: str = "en-GB"
    author: str = ""
    dated: date | None = None
    parts: Sequence[Part] = ()
    footer: str = ""

    @property
    def tables(self) -> list[Table]:
        """The tables in order."""
        return [part for part in self.parts if isinstance(part, Table)]


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
