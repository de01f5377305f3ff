"""One exact table made into figures."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from portal.disclosure.figures import Figure, Showing, plain, rounded, share
from portal.disclosure.ledger import Name
from portal.disclosure.names import cell_name, row_name
from portal.disclosure.raw import Labels, RawTable
from portal.disclosure.safe import SafeTable

Mask = Callable[[Name, Figure], Figure]
Margins = tuple[SafeTable | None, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A total, exact and as shown."""

    count: int
    figure: Figure


def part(count: int, whole: Whole, least: int, *, pair: bool) -> Figure:
    """A count that belongs to a total; `pair` says that the total has only this part and one other."""
    if count < least:
        return Figure(Showing.FEWER, least)
    if pair and not whole.figure.hidden and whole.count - count < least:
        figure = Figure(Showing.REST, least)
    else:
        figure = Figure(Showing.COUNT, least, rounded(count, least))
    return replace(figure, percent=share(figure, whole.figure))


def safe_table(
    raw: RawTable, release: str, least: int, withheld: Collection[Name], margins: Margins, *, drop: bool
) -> SafeTable:
    """With the names in `withheld` hidden; `margins` are one-way tables about exactly the same people."""
    base = Whole(raw.base, plain(raw.base, least))
    gone = drop or base.figure.hidden
    table = SafeTable(
        key=raw.key,
        title=raw.title,
        subject=raw.subject,
        dimensions=raw.dimensions,
        base=Figure(Showing.WITHHELD, least) if gone else base.figure,
        cells={},
        multiple=raw.multiple,
        margins=tuple(margin.key if margin else None for margin in margins),
        withheld=gone,
        each_chose=raw.each_chose,
    )
    if gone:
        return table
    mask = _mask(raw.key, least, withheld)
    rows = _rows(raw, release, least, base, mask, margins) if raw.two_way else None
    return replace(
        table,
        rows=rows,
        cells=_cells(raw, release, least, base, mask, rows),
        anonymous=_anonymous(raw, release, least, base, mask),
    )


def _anonymous(raw: RawTable, release: str, least: int, base: Whole, mask: Mask) -> Figure | None:
    if raw.anonymous is None:
        return None
    return mask((release, raw.key, "anonymous"), part(raw.anonymous, base, least, pair=True))


def _mask(table: str, least: int, withheld: Collection[Name]) -> Mask:
    """Once a neighbour is hidden in a table, no hidden figure there says how small it is."""
    blank = Figure(Showing.WITHHELD, least)
    mute = any(name[1] == table for name in withheld)
    return lambda name, figure: blank if name in withheld or (mute and figure.hidden) else figure


def _rows(raw: RawTable, release: str, least: int, base: Whole, mask: Mask, margins: Margins) -> dict[str, Figure]:
    people = raw.row_people()
    if owner := margins[0]:
        blank = Figure(Showing.WITHHELD, least)
        return {row: owner.cells.get((row,), blank) for row in people}
    pair = len(people) == 2
    return {
        row: mask(row_name(release, raw.key, row, None), part(count, base, least, pair=pair))
        for row, count in people.items()
    }


def _cells(
    raw: RawTable, release: str, least: int, base: Whole, mask: Mask, rows: dict[str, Figure] | None
) -> dict[Labels, Figure]:
    people = raw.row_people()
    pair = raw.multiple or len(raw.dimensions[-1].categories) == 2
    cells = {}
    for labels in raw.labels:
        whole = Whole(people[labels[0]], rows[labels[0]]) if rows is not None else base
        figure = part(raw.count(labels), whole, least, pair=pair)
        cells[labels] = mask(cell_name(release, raw.key, labels), figure)
    return cells
