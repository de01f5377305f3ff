"""A release in the making: what is shown now, and what to hide next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from portal.disclosure.audit import Narrowed
from portal.disclosure.figures import Figure, Showing, plain, rounded
from portal.disclosure.ledger import Name
from portal.disclosure.names import named_figures
from portal.disclosure.raw import RawLine, RawRelease, RawTable
from portal.disclosure.safe import SafeLine, SafeRelease, SafeTable
from portal.disclosure.tables import Whole, part, safe_table
from portal.disclosure.thresholds import Audience, Size, Subject, threshold


@dataclass(slots=True)
class Draft:
    """`withheld` are names hidden for a neighbour's sake, `dropped` tables of which nothing can be shown."""

    raw: RawRelease
    audience: Audience
    size: Size
    withheld: set[Name] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)

    @property
    def tables(self) -> list[RawTable]:
        return [table for table in self.raw.tables if self.size is Size.FULL or not table.two_way]

    def release(self) -> SafeRelease:
        """As it would go out now."""
        raw, least = self.raw, threshold(self.audience, Subject.ANSWERS)
        people = Whole(raw.people, Figure(Showing.COUNT, least, rounded(raw.people, least)))
        built: dict[str, SafeTable] = {}
        for table in sorted(self.tables, key=lambda table: table.two_way):
            built[table.key] = self._table(table, built)
        return SafeRelease(
            key=raw.key,
            title=raw.title,
            audience=self.audience,
            size=self.size,
            people=people.figure,
            anonymous=None if raw.anonymous is None else part(raw.anonymous, people, least, pair=True),
            tables=tuple(built[table.key] for table in self.tables),
            lines=tuple(_line(line, self.audience) for line in raw.lines),
        )

    def hide_for(self, found: Iterable[Narrowed], release: SafeRelease) -> None:
        """Hide every neighbour in the sum that gives a figure away, else its total, else its table.

        The choice rests on what would be shown, never on exact counts. Hiding the smallest neighbour alone
        would show more, but then the choice itself speaks: all three-answer tables of 18 to 42 people give
        376 outputs, and a small count of exactly four or seven could be read off several of them.
        """
        open_ways = (Showing.COUNT, Showing.REST)
        shown = [name for name, figure in named_figures(release) if figure.showing in open_ways]
        lost: list[Narrowed] = []
        for narrowed in found:
            near = [name for name in narrowed.because.parts if name in shown]
            near = near or [name for name in (narrowed.because.total,) if name in shown]
            near = near or [name for name in shown if name[1] == narrowed.name[1]]
            pair = len(narrowed.because.parts) == 2
            if not near and not pair and narrowed.name not in self.withheld:
                near = [narrowed.name]  # mutes its table, as if a neighbour in it had told: one thing less to learn
            self.withheld.update(near)
            if not near:
                lost.append(narrowed)
        self.drop_for(lost)

    def drop_for(self, found: Iterable[Narrowed]) -> None:
        """Give up the table of each narrowed figure, else one that gives it away; at worst all."""
        before = set(self.dropped)
        for narrowed in found:
            keys = [name[1] for name in (narrowed.name, *narrowed.because.names)]
            if self.dropped.intersection(keys) - before:
                continue  # a table that mattered to it was given up just now: audit again first
            open_keys = [table.key for table in self.tables if table.key not in self.dropped]
            self.dropped.update([key for key in keys if key in open_keys][:1] or open_keys)

    def _table(self, raw: RawTable, built: dict[str, SafeTable]) -> SafeTable:
        margins = tuple(self._margin(raw, axis, built) for axis in range(2)) if raw.two_way else ()
        least = threshold(self.audience, raw.subject)
        table = safe_table(raw, self.raw.key, least, self.withheld, margins, drop=raw.key in self.dropped)
        return replace(table, everybody=raw.base == self.raw.people and not table.withheld)

    def _margin(self, raw: RawTable, axis: int, built: dict[str, SafeTable]) -> SafeTable | None:
        """The one-way table over the same dimension, when it counts the very same people."""
        people = raw.column_people() if axis else raw.row_people()
        for table in self.tables:
            if not table.two_way and table.dimensions[0] == raw.dimensions[axis]:
                same = table.base == raw.base and table.row_people() == people
                return built[table.key] if same else None
        return None


def _line(raw: RawLine, audience: Audience) -> SafeLine:
    figure = plain(raw.count, threshold(audience, raw.subject))
    return SafeLine(raw.key, raw.title, raw.subject, raw.unit, figure)
