"""What a reader knows of one release: a bound from every figure, and a sum wherever people are counted again, in
tables of which nothing is shown as well.

The sums are all there are between these tables. Two-way tables cross a question with a band, three at most, so no
tables of a release go round in a circle: whatever fits these sums fits some whole population (a decomposable model,
Dobra and Fienberg, "Bounds for cell entries in contingency tables", PNAS 97, 2000). Leaving a question out counts as
one more answer to it. Hence these quantities say as much as the cells of the finest cube, and are far fewer.
"""

from __future__ import annotations

from collections.abc import Sequence

from portal.disclosure.figures import UNBOUNDED, Figure, Showing
from portal.disclosure.ledger import Ledger, Name
from portal.disclosure.names import (
    anonymous_name,
    base_name,
    cell_name,
    others_name,
    people_name,
    row_name,
    rows_owner,
)
from portal.disclosure.raw import Labels
from portal.disclosure.safe import SafeRelease, SafeTable
from portal.disclosure.thresholds import NARRATIVE_BELOW


def know_release(ledger: Ledger, release: SafeRelease) -> None:
    """Enter everything one release says."""
    if release.people is not None:
        low = max(NARRATIVE_BELOW, release.people.low)
        ledger.know(people_name(release.key), low, release.people.high)
    if release.anonymous is not None:
        _know_named(ledger, anonymous_name(release.key), people_name(release.key), release.anonymous)
    one_way = {table.dimensions[0].key: table for table in release.tables if not table.two_way}
    for table in release.tables:
        _know_table(ledger, release, table)
        if table.two_way:
            _know_rows(ledger, release.key, table)
            margins = [one_way.get(dimension.key) for dimension in table.dimensions]
            for axis, margin in enumerate(margins):
                if margin is not None:
                    _tie_margin(ledger, release.key, table, axis, margin)
            _tie_neither(ledger, release.key, table, margins)


def _know_named(ledger: Ledger, unnamed: Name, whole: Name, figure: Figure) -> None:
    """With and without a name make up the whole."""
    named = (*unnamed[:2], "named")
    ledger.know(unnamed, figure.low, figure.high)
    ledger.know(named, 0, _rest(figure))
    ledger.tie(whole, [unnamed, named])


def _rest(figure: Figure) -> int:
    """The most that a figure leaves of its total."""
    return figure.threshold - 1 if figure.showing is Showing.REST else UNBOUNDED


def _know_table(ledger: Ledger, release: SafeRelease, table: SafeTable) -> None:
    key = release.key
    base = ledger.know(base_name(key, table.key), table.base.low, table.base.high)
    outside = ledger.know((key, table.key, "not in it"), 0, 0 if table.everybody else UNBOUNDED)
    ledger.tie(people_name(key), [base, outside])
    for labels, figure in table.cells.items():
        ledger.know(cell_name(key, table.key, labels), figure.low, figure.high)
        if table.multiple:
            ledger.know(others_name(key, table.key, labels), 0, _rest(figure))
    if not table.two_way:
        _tie_cells(ledger, base, [cell_name(key, table.key, labels) for labels in table.labels], table)
    if table.anonymous is not None and not table.everybody:
        unnamed = anonymous_name(key, table)
        _know_named(ledger, unnamed, base, table.anonymous)
        if release.anonymous is not None:
            for part, whole in (("anonymous", anonymous_name(key)), ("named", (key, "", "named"))):
                ledger.tie(whole, [(*unnamed[:2], part), (key, table.key, "not in it", part)])


def _know_rows(ledger: Ledger, release: str, table: SafeTable) -> None:
    rows = []
    for row in table.dimensions[0].categories:
        name = row_name(release, table.key, row, rows_owner(table))
        rows.append(name)
        if figure := (table.rows or {}).get(row):
            ledger.know(name, figure.low, figure.high)
        if rows_owner(table):
            ledger.tie(name, [row_name(release, table.key, row, None)])
        _tie_cells(ledger, name, [cell_name(release, table.key, cell) for cell in _line(table, 0, row)], table)
    ledger.tie(base_name(release, table.key), rows)


def _line(table: SafeTable, axis: int, category: str) -> list[Labels]:
    return [labels for labels in table.labels if labels[axis] == category]


def _tie_cells(ledger: Ledger, total: Name, names: Sequence[Name], table: SafeTable) -> None:
    """One choice each: the cells make up the total. Several: each cell and those who did not choose it."""
    if not table.multiple:
        ledger.tie(total, list(names))
        return
    for name in names:
        ledger.tie(total, [name, _others(name)])
    if table.each_chose:
        choices = (*total[:2], "choices", *total[2:])
        ledger.tie(choices, list(names))
        ledger.tie(choices, [total, (*total[:2], "further choices", *total[2:])])


def _others(name: Name) -> Name:
    """Of a cell, or of the part of it that a two-way table leaves out."""
    return others_name(name[0], name[1], name[3:]) if name[2] == "cell" else (*name[:2], "others", *name[2:])


def _tie_margin(ledger: Ledger, release: str, table: SafeTable, axis: int, margin: SafeTable) -> None:
    """A two-way table is about some, or exactly, the people of the one-way table over a dimension."""
    same = table.margins[axis] == margin.key
    left = ledger.know(_left(release, table, margin), 0, 0 if same else UNBOUNDED)
    ledger.tie(base_name(release, margin.key), [base_name(release, table.key), left])
    if axis == 0 and same:
        return
    outside = []
    for category in table.dimensions[axis].categories:
        parts = [row_name(release, table.key, category, rows_owner(table))]
        if axis == 1:
            parts = [cell_name(release, table.key, cell) for cell in _line(table, axis, category)]
        outside.append((*left, category))
        ledger.tie(cell_name(release, margin.key, (category,)), [*parts, outside[-1]])
    _tie_cells(ledger, left, outside, margin)


def _left(release: str, table: SafeTable, margin: SafeTable) -> Name:
    return (release, table.key, "left out", margin.key)


def _tie_neither(ledger: Ledger, release: str, table: SafeTable, margins: Sequence[SafeTable | None]) -> None:
    """Who is not in the one margin is left out of the other, or in neither."""
    first, second = margins
    if first is None or second is None:
        return
    neither = (release, table.key, "in neither")
    for one, other in ((first, second), (second, first)):
        ledger.tie((release, one.key, "not in it"), [_left(release, table, other), neither])
