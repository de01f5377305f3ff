"""What a reader of several releases could find out about a hidden figure.

A hidden figure is safe when it may still be anything from nobody to one below its threshold. Readers are
taken to know these rules and to see every release given here; one wave released to two audiences is read
together.

Limit: conclusions are drawn sum by sum (interval propagation). For a single sum that is exact; in a two-way
table a linear program over all sums at once can narrow further, and people who are in two waves are not
followed from one to the other. A joint linear program can take the place of `reckon`; nothing else changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.disclosure.figures import UNBOUNDED, Showing
from portal.disclosure.ledger import Ledger, Name, Sum
from portal.disclosure.names import base_name, cell_name, named_figures, people_name, row_name, rows_owner
from portal.disclosure.raw import Labels
from portal.disclosure.safe import SafeRelease, SafeTable
from portal.disclosure.thresholds import NARRATIVE_BELOW


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A hidden figure that can be placed between `low` and `high`, and the sum that gives it away."""

    name: Name
    threshold: int
    low: int
    high: int
    because: Sum


def audit(releases: Sequence[SafeRelease]) -> list[Narrowed]:
    """Every hidden figure these releases together narrow to less than its full range, in reading order."""
    ledger = reckon(releases)
    found = []
    for name, threshold in _protected(releases).items():
        low, high = ledger.low[name], ledger.high[name]
        if low > 0 or high < threshold - 1:
            found.append(Narrowed(name, threshold, low, high, ledger.because[name]))
    return found


def _protected(releases: Sequence[SafeRelease]) -> dict[Name, int]:
    """Names hidden everywhere they appear, with the lowest threshold they are hidden by."""
    hidden: dict[Name, int] = {}
    told: set[Name] = set()
    for release in releases:
        for name, figure in named_figures(release):
            if figure.hidden and figure.showing is not Showing.REST:
                hidden[name] = min(figure.threshold, hidden.get(name, figure.threshold))
            else:
                told.add(name)
    return {name: threshold for name, threshold in hidden.items() if name not in told}


def reckon(releases: Sequence[SafeRelease]) -> Ledger:
    """Everything a reader of these releases can work out about every quantity in them."""
    ledger = Ledger()
    for release in releases:
        _know_people(ledger, release)
        one_way = {t.dimensions[0].key: t for t in release.tables if not t.two_way}
        for table in release.tables:
            _know_table(ledger, release, table)
            if table.two_way:
                _know_rows(ledger, release, table)
                for axis, dimension in enumerate(table.dimensions):
                    if margin := one_way.get(dimension.key):
                        _tie_margin(ledger, release.key, table, axis, margin)
    ledger.settle()
    return ledger


def _know_people(ledger: Ledger, release: SafeRelease) -> None:
    if release.people is None:
        return
    low = max(NARRATIVE_BELOW, release.people.low)
    ledger.know(people_name(release.key), low, release.people.high)


def _know_table(ledger: Ledger, release: SafeRelease, table: SafeTable) -> None:
    base = ledger.know(base_name(release.key, table.key), table.base.low, table.base.high)
    left_out: list[Name] = [] if table.everybody else [(release.key, table.key, "not in it")]
    ledger.tie(people_name(release.key), [base, *left_out])
    for labels, figure in table.cells.items():
        ledger.know(cell_name(release.key, table.key, labels), figure.low, figure.high)
    if not table.two_way and not table.withheld:
        _tie_cells(ledger, release.key, table, base, table.labels)


def _know_rows(ledger: Ledger, release: SafeRelease, table: SafeTable) -> None:
    if table.rows is None:
        return
    rows = []
    for row, figure in table.rows.items():
        name = ledger.know(row_name(release.key, table.key, row, rows_owner(table)), figure.low, figure.high)
        rows.append(name)
        _tie_cells(ledger, release.key, table, name, [labels for labels in table.labels if labels[0] == row])
    ledger.tie(base_name(release.key, table.key), rows)


def _tie_cells(ledger: Ledger, release: str, table: SafeTable, total: Name, labels: Sequence[Labels]) -> None:
    """One choice each: the cells make up the total. Several: each cell and those who did not choose it."""
    names = [cell_name(release, table.key, cell) for cell in labels]
    if not table.multiple:
        ledger.tie(total, names)
        return
    for cell, name in zip(labels, names, strict=True):
        figure = table.cells[cell]
        others = (release, table.key, "others", *cell)
        ledger.know(others, 0, figure.threshold - 1 if figure.showing is Showing.REST else UNBOUNDED)
        ledger.tie(total, [name, others])


def _tie_margin(ledger: Ledger, release: str, table: SafeTable, axis: int, margin: SafeTable) -> None:
    """A two-way table is about some, or exactly, the people of the one-way table over a dimension."""
    same = table.margins[axis] == margin.key
    left_out: list[Name] = [] if same else [(release, table.key, "left out", margin.key)]
    ledger.tie(base_name(release, margin.key), [base_name(release, table.key), *left_out])
    if margin.withheld or table.withheld or (axis == 0 and same):
        return
    for category in table.dimensions[axis].categories:
        total = cell_name(release, margin.key, (category,))
        if axis == 0:
            parts = [row_name(release, table.key, category, rows_owner(table))]
        else:
            parts = [cell_name(release, table.key, cell) for cell in table.labels if cell[1] == category]
        ledger.tie(total, parts if same else [*parts, (release, table.key, "left out", margin.key, category)])
