"""Several releases seen by one reader: partners also see the public one, and everybody keeps old ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal.disclosure.audit import Narrowed
from portal.disclosure.figures import Figure, Showing
from portal.disclosure.joint import Beside, audit_beside
from portal.disclosure.links import Overlap
from portal.disclosure.protect import protect
from portal.disclosure.raw import RawRelease
from portal.disclosure.safe import SafeRelease, SafeTable
from portal.disclosure.thresholds import Audience

Editions = Mapping[Audience, SafeRelease]
#: What one reader has before them: anybody the public edition, partners both.
READERS = ((Audience.PUBLIC,), (Audience.PUBLIC, Audience.PARTNERS))
BANDS = "band:"


class GivesAway(ValueError):
    """Whatever is taken out, these releases together would tell about single people."""


@dataclass(frozen=True)
class Earlier:
    """A signed release that may count the same people. Those of one `family` count the same answers again."""

    editions: Editions
    family: str
    overlap: Overlap


def protect_editions(
    raw: RawRelease, before: Sequence[Earlier] = (), *, family: str = "", overlap: Overlap = Overlap.CORRECTION
) -> dict[Audience, SafeRelease]:
    """Both editions, none of which gives a hidden figure away beside the other or beside earlier releases.

    A later release of the same family counts nearly the same people again. Where a figure would be hidden in one
    and shown in the other, the few who changed could be worked out, so the whole table is left out of the new one.
    """
    editions = {audience: protect(raw, audience) for audience in Audience}
    for earlier in before:
        if earlier.family != family:
            continue
        for audience, release in editions.items():
            if release.size is not earlier.editions[audience].size:
                if overlap is Overlap.GROWTH:
                    continue  # it grew into another size; tables are one-way at any size
                raise GivesAway
            changed = _changed(release, earlier.editions[audience], overlap)
            editions[audience] = _mute(release, changed)
    return _hide_between(Earlier(editions, family, overlap), before)


def _hide_between(new: Earlier, before: Sequence[Earlier]) -> dict[Audience, SafeRelease]:
    """What is given away costs the table: in the public edition first, read by most. Where no single table helps,
    it costs all of them."""
    editions = dict(new.editions)
    while found := _audit(replace(new, editions=editions), before):
        suspects = {name[1] for narrowed in found for name in (narrowed.name, *narrowed.because.names)}
        every = {table.key for release in editions.values() for table in release.tables}
        muted = next(filter(None, (_mute_first(editions, keys) for keys in (suspects, every))), None)
        if muted is None:
            raise GivesAway
        editions = muted
    return editions


def _mute_first(editions: dict[Audience, SafeRelease], keys: set[str]) -> dict[Audience, SafeRelease] | None:
    """Without these tables in the first edition that has any of them; None where they are gone from both."""
    for audience in (Audience.PUBLIC, Audience.PARTNERS):
        muted = _mute(editions[audience], keys)
        if muted != editions[audience]:
            return {**editions, audience: muted}
    return None


def _audit(new: Earlier, before: Sequence[Earlier]) -> list[Narrowed]:
    """What the first reader to find something finds."""
    for audiences in READERS:
        if found := audit_beside(_seen(new, audiences), [_seen(one, audiences) for one in before], _is_lasting):
            return found
    return []


def _seen(release: Earlier, audiences: Sequence[Audience]) -> Beside:
    return Beside(tuple(release.editions[audience] for audience in audiences), release.family, release.overlap)


def _is_lasting(table: str) -> bool:
    """Age, home and part of the area say who somebody is; every other table what they said."""
    return table.startswith(BANDS) and "×" not in table


def _changed(release: SafeRelease, earlier: SafeRelease, overlap: Overlap) -> set[str]:
    """Tables in which a figure is hidden in one release and shown in the other.

    Of a count that grows, a table that was left out whole told nothing that could be subtracted: held against it, what
    few had said at first would stay hidden for good. What both tell together is still audited.
    """
    grows = overlap is Overlap.GROWTH
    old = {table.key: _hidden(table) for table in earlier.tables if not (grows and table.withheld)}
    return {
        table.key
        for table in release.tables
        if any(old.get(table.key, {}).get(labels, hidden) != hidden for labels, hidden in _hidden(table).items())
    }


def _hidden(table: SafeTable) -> dict[tuple[str, ...], bool]:
    return {labels: table.withheld or table.cells[labels].showing is not Showing.COUNT for labels in table.labels}


def _mute(release: SafeRelease, keys: set[str]) -> SafeRelease:
    tables = tuple(_withheld(table) if table.key in keys else table for table in release.tables)
    return replace(release, tables=tables)


def _withheld(table: SafeTable) -> SafeTable:
    nothing = Figure(Showing.WITHHELD, table.base.threshold)
    return replace(table, base=nothing, cells={}, rows=None, anonymous=None, withheld=True)
