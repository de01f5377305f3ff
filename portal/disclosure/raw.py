"""Exact counts of one frozen wave, for the participation team only; `protect` is the one way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from portal.disclosure.thresholds import TWO_WAY_AT_MOST, Subject

Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a table is broken down by, with every category it has, also those nobody chose."""

    key: str
    label: str
    categories: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.categories or len(set(self.categories)) < len(self.categories):
            raise ValueError(f"{self.key}: categories are at least one, each named once")


@dataclass(frozen=True, slots=True)
class RawTable:
    """Distinct people per category, one-way or two-way.

    `base` counts the distinct people the table is about. The first dimension of a two-way table puts each
    person in one category. `multiple` says that a person may be in several categories of the last dimension,
    so cells may add to more than the base; a two-way table then needs `rows`, the distinct people of each row.
    `each_chose` says that of several answers everybody in the base chose at least one, as readers may know.
    `anonymous` says how many of the base are threads without a name, each counted as one person.
    Categories missing from `cells` count nobody.
    """

    key: str
    title: str
    subject: Subject
    dimensions: tuple[Dimension, ...]
    cells: Mapping[Labels, int]
    base: int
    multiple: bool = False
    anonymous: int | None = None
    rows: Mapping[str, int] | None = None
    each_chose: bool = False

    def __post_init__(self) -> None:
        if len(self.dimensions) not in (1, 2):
            raise ValueError(f"{self.key}: a table is one-way or two-way")
        if not set(self.cells) <= set(self.labels):
            raise ValueError(f"{self.key}: a cell outside the categories")
        counts = [*self.cells.values(), *(self.rows or {}).values(), self.base, self.anonymous or 0]
        if min(counts) < 0 or max(counts) > self.base:
            raise ValueError(f"{self.key}: a count below nothing or above the base")
        self._check_sums()

    def _check_sums(self) -> None:
        if self.multiple and self.two_way and self.rows is None:
            raise ValueError(f"{self.key}: several choices by row need the distinct people of each row")
        if not self.multiple and sum(self.cells.values()) != self.base:
            raise ValueError(f"{self.key}: each person is in one cell, so cells add to the base")
        if self.each_chose and not (self.multiple and sum(self.cells.values()) >= self.base):
            raise ValueError(f"{self.key}: somebody chose none of several answers")
        if not self.two_way:
            return
        rows = self.row_people()
        if set(rows) != set(self.dimensions[0].categories) or sum(rows.values()) != self.base:
            raise ValueError(f"{self.key}: each person is in one row, so rows add to the base")
        if any(self.count(labels) > rows[labels[0]] for labels in self.labels):
            raise ValueError(f"{self.key}: a cell above its row")

    @property
    def two_way(self) -> bool:
        return len(self.dimensions) == 2

    @property
    def labels(self) -> list[Labels]:
        """Every cell in reading order."""
        return list(product(*(dimension.categories for dimension in self.dimensions)))

    def count(self, labels: Labels) -> int:
        return self.cells.get(labels, 0)

    def row_people(self) -> dict[str, int]:
        """Distinct people of each row; for a one-way table its cells."""
        if self.two_way and self.rows is not None:
            return {row: self.rows.get(row, 0) for row in self.dimensions[0].categories}
        return self._margin(0)

    def column_people(self) -> dict[str, int]:
        """Distinct people of each column; rows are different people, so several choices add up too."""
        return self._margin(1)

    def _margin(self, axis: int) -> dict[str, int]:
        sums: Counter[str] = Counter()
        for labels, count in self.cells.items():
            sums[labels[axis]] += count
        return {category: sums[category] for category in self.dimensions[axis].categories}


class Unit(StrEnum):
    """What a line counts that is not people; nothing adds a line to people or a line of another unit."""

    GROUPS = "groups"  # group sessions: one each, however many came
    CODES = "codes"  # one-tap support: codes that tapped, which need not be different people


@dataclass(frozen=True, slots=True)
class RawLine:
    """A count of groups or codes, standing alone."""

    key: str
    title: str
    subject: Subject
    unit: Unit
    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"{self.key}: a count below nothing")


@dataclass(frozen=True, slots=True)
class RawRelease:
    """One closed wave: tables over `people` distinct people, threads without a name counted one each."""

    key: str
    title: str
    people: int
    tables: tuple[RawTable, ...] = ()
    anonymous: int | None = None
    lines: tuple[RawLine, ...] = ()

    def __post_init__(self) -> None:
        if sum(table.two_way for table in self.tables) > TWO_WAY_AT_MOST:
            raise ValueError(f"at most {TWO_WAY_AT_MOST} two-way tables in a release")
        if any(table.base > self.people for table in self.tables) or (self.anonymous or 0) > self.people:
            raise ValueError("a table is about more people than the release")
        keys = [table.key for table in self.tables] + [line.key for line in self.lines]
        one_way = {table.dimensions[0].key: table for table in self.tables if not table.two_way}
        if len(set(keys)) < len(keys) or len(one_way) < sum(not table.two_way for table in self.tables):
            raise ValueError("each table and line has its own key, each one-way table its own dimension")
        for table in self.tables:
            if table.two_way:
                _check_margin(table, table.row_people(), one_way.get(table.dimensions[0].key), 0)
                _check_margin(table, table.column_people(), one_way.get(table.dimensions[1].key), 1)


def _check_margin(table: RawTable, people: Mapping[str, int], margin: RawTable | None, axis: int) -> None:
    """A two-way table is about some of the people of the one-way table over a dimension, counted alike."""
    if margin is None:
        return
    if margin.dimensions[0] != table.dimensions[axis] or margin.multiple != (axis == 1 and table.multiple):
        raise ValueError(f"{table.key} and {margin.key} break people down differently")
    if table.base > margin.base or any(count > margin.count((label,)) for label, count in people.items()):
        raise ValueError(f"{table.key} is about people whom {margin.key} leaves out")
