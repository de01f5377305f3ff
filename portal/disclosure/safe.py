"""A release as it leaves the team: rounded, hidden where small, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from portal.disclosure.figures import Figure
from portal.disclosure.raw import Dimension, Labels, Unit
from portal.disclosure.thresholds import Audience, Size, Subject


@dataclass(frozen=True, slots=True)
class SafeTable:
    """Figures per category. `withheld` tables hold no cells: too few people to show anything safely.

    Three facts are for `audit` alone, never for a page, since readers may know them anyhow: `everybody` says that
    the base is all the people of the release; `margins` names, for each dimension of a two-way table, the one-way
    table that counts the very same people (None where some left a question out); `each_chose`, that of several
    answers everybody in the base chose at least one.
    """

    key: str
    title: str
    subject: Subject
    dimensions: tuple[Dimension, ...]
    base: Figure
    cells: Mapping[Labels, Figure]
    multiple: bool = False
    rows: Mapping[str, Figure] | None = None
    anonymous: Figure | None = None
    margins: tuple[str | None, ...] = ()
    withheld: bool = False
    everybody: bool = False
    each_chose: bool = False

    @property
    def two_way(self) -> bool:
        return len(self.dimensions) == 2

    @property
    def labels(self) -> list[Labels]:
        """Every cell in reading order."""
        return list(product(*(dimension.categories for dimension in self.dimensions)))

    @property
    def hides(self) -> bool:
        """Whether anything in it is hidden, so that a note has to say why."""
        return self.withheld or any(figure.hidden for figure in self.figures)

    @property
    def figures(self) -> list[Figure]:
        """Everything shown, cells first."""
        rest = [self.base, *([self.anonymous] if self.anonymous else [])]
        return [*self.cells.values(), *(self.rows or {}).values(), *rest]


@dataclass(frozen=True, slots=True)
class SafeLine:
    """Groups or codes; no share, no total, never added to people."""

    key: str
    title: str
    subject: Subject
    unit: Unit
    figure: Figure


@dataclass(frozen=True, slots=True)
class SafeRelease:
    """All that one audience may know of a wave; below 20 people it holds no figure and no table."""

    key: str
    title: str
    audience: Audience
    size: Size
    people: Figure | None = None
    anonymous: Figure | None = None
    tables: tuple[SafeTable, ...] = ()
    lines: tuple[SafeLine, ...] = ()

    def table(self, key: str) -> SafeTable | None:
        return next((table for table in self.tables if table.key == key), None)
