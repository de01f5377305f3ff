"""A new release beside earlier ones: what a reader of all of them could find out.

Releases of one family count the same answers again, a correction nearly the same people, a growing count those of
before and more. Releases of two families may count the same people, who answered something else. How many are in
both is not known, and with nobody in both nothing follows; so the audit takes the most that could be: everybody of
the smaller is in the larger, and what people are (age, home, part of the area) stayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.disclosure.audit import Narrowed, audit_ledger, reckon
from portal.disclosure.ledger import Ledger, Name
from portal.disclosure.links import Belief, Overlap, Shared, everything, link
from portal.disclosure.program import pinned
from portal.disclosure.safe import SafeRelease


@dataclass(frozen=True, slots=True)
class Beside:
    """What one reader sees of one release: its editions. `overlap` is how it relates to the one before it in its
    family, CORRECTION or GROWTH."""

    editions: tuple[SafeRelease, ...]
    family: str
    overlap: Overlap


def audit_beside(new: Beside, earlier: Sequence[Beside], lasting: Shared) -> list[Narrowed]:
    """What the new release gives away beside the earlier ones, newest first, of itself or of them.

    `lasting` tells by its key whether a table is about what people are, the same in every family. A figure the
    earlier ones give away by themselves is not held against the new one. Names carry `#` and the place in `earlier`.
    """
    found = _audit([new, *_keyed(earlier)], lasting)
    if all(narrowed.name[0] == new.editions[0].key for narrowed in found):
        return found
    known = {narrowed.name for narrowed in _audit(_keyed(earlier), lasting)}
    return [narrowed for narrowed in found if narrowed.name not in known]


def _keyed(earlier: Sequence[Beside]) -> list[Beside]:
    return [
        replace(one, editions=tuple(replace(edition, key=f"{edition.key}#{place}") for edition in one.editions))
        for place, one in enumerate(earlier, start=1)
    ]


def _audit(order: Sequence[Beside], lasting: Shared) -> list[Narrowed]:
    """By every belief, until one finds something: the first is always asked, the next where it adds a link."""
    releases = [edition for one in order for edition in one.editions]
    alone = reckon(releases)
    for belief in Belief:
        ledger = alone.copy()
        moved = _link_all(ledger, order, belief, lasting)
        if belief is Belief.NOBODY_CHANGED or moved:
            found = audit_ledger(ledger, releases)
            if not found and belief is Belief.NOBODY_CHANGED and moved:
                found = _single(ledger, moved)
            if found:
                return found
    return []


def _link_all(ledger: Ledger, order: Sequence[Beside], belief: Belief, lasting: Shared) -> list[Name]:
    """Each release with the next newer of its family; the newest of another family with the newest of all.

    Returns the names of those who moved between releases of the newest one's family.
    """
    newest: dict[str, Beside] = {}
    followed: list[Name] = []
    for older in order:
        newer = newest.get(older.family) or (order[0] if newest else None)
        newest[older.family] = older
        if newer is None:
            continue
        kin = newer.family == older.family
        overlap, shared = (newer.overlap, everything) if kin else (Overlap.SOME, lasting)
        moved = link(ledger, older.editions[0].key, newer.editions[0].key, overlap, belief, shared)
        if newer is order[0]:
            followed += moved.names
    return followed


def _single(ledger: Ledger, moved: Sequence[Name]) -> list[Narrowed]:
    """Where exactly one person went or is new, for certain, the two releases tell about that person."""
    lines = {name: next(line for line in ledger.sums if name in line.names) for name in moved}
    return [Narrowed(name, 2, 1, 1, lines[name]) for name in pinned(ledger, moved, 1)]
