"""Several releases of one wave seen by one reader: partners also see the public one, and everybody keeps old ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from portal.disclosure.audit import audit
from portal.disclosure.figures import Figure, Showing
from portal.disclosure.protect import protect
from portal.disclosure.raw import RawRelease
from portal.disclosure.safe import SafeRelease, SafeTable
from portal.disclosure.thresholds import Audience

Editions = Mapping[Audience, SafeRelease]


class GivesAway(ValueError):
    """Whatever is taken out, these releases together would tell about single people."""


def protect_editions(raw: RawRelease, before: Sequence[Editions] = ()) -> dict[Audience, SafeRelease]:
    """Both editions, none of which gives a hidden figure away beside the other or beside earlier releases.

    A correction counts nearly the same people again. Where a figure would be hidden in one release and shown in
    the other, the few who changed could be worked out, so the whole table is left out of the correction.
    """
    editions = {audience: protect(raw, audience) for audience in Audience}
    for earlier in before:
        for audience, release in editions.items():
            if release.size is not earlier[audience].size:
                raise GivesAway
            changed = _changed(release, earlier[audience])
            editions[audience] = _mute(release, changed)
    return _hide_between(editions)


def _hide_between(editions: dict[Audience, SafeRelease]) -> dict[Audience, SafeRelease]:
    """What one edition gives away about the other costs the table: in the public edition first, read by most."""
    while found := audit(list(editions.values())):
        suspects = {name[1] for narrowed in found for name in (narrowed.name, *narrowed.because.names)}
        for audience in (Audience.PUBLIC, Audience.PARTNERS):
            muted = _mute(editions[audience], suspects)
            if muted != editions[audience]:
                editions[audience] = muted
                break
        else:
            raise GivesAway
    return editions


def _changed(release: SafeRelease, earlier: SafeRelease) -> set[str]:
    """Tables in which a figure is hidden in one release and shown in the other."""
    old = {table.key: _hidden(table) for table in earlier.tables}
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
