"""A new release beside earlier ones: what a reader of all of them could find out.

Releases of one family count the same answers again, a correction nearly the same people, a growing count those of
before and more. Releases of two families may count the same people, who answered something else. How many are in
both is not known, and with nobody in both nothing follows; so the audit takes the most that could be: everybody of
the smaller is in the larger, and what people are (age, home, part of the area) stayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.disclosure.audit import Narrowed, audit_program, reckon
from portal.disclosure.ledger import Ledger, Name
from portal.disclosure.links import Belief, Link, Overlap, Shared, believe, everything
from portal.disclosure.program import is_possible, pinned
from portal.disclosure.safe import SafeRelease
from portal.disclosure.solver import Program


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
        links = _links(order, belief, lasting)
        if links or belief is Belief.NOBODY_CHANGED:
            program, moved = _linked(alone, links)
            found = audit_program(program, releases)
            if not found and belief is Belief.NOBODY_CHANGED:
                found = _single(program, moved)
            if found:
                return found
    return []


def _links(order: Sequence[Beside], belief: Belief, lasting: Shared) -> list[Link]:
    """Each release with the next newer of its family; the newest of another family with the newest of all."""
    newest: dict[str, Beside] = {}
    found = []
    for older in order:
        newer = newest.get(older.family) or (order[0] if newest else None)
        newest[older.family] = older
        if newer is not None:
            kin = newer.family == older.family
            overlap, shared = (newer.overlap, everything) if kin else (Overlap.SOME, lasting)
            pair = reckon([*older.editions, *newer.editions])
            found.append(believe(pair, older.editions[0].key, newer.editions[0].key, overlap, belief, shared))
    return [link for link in found if link]


def _linked(alone: Ledger, links: Sequence[Link]) -> tuple[Program, list[Name]]:
    """All links together, the oldest left out until they go together; and the names of those who moved within the
    newest release's family."""
    for number in range(len(links), 0, -1):
        ledger = alone.copy()
        moved = [link.enter(ledger) for link in links[:number]]
        ledger.settle()
        program = Program(ledger)
        if is_possible(program):
            return program, [name for link, names in zip(links, moved, strict=False) for name in names if _is_kin(link)]
    return Program(alone), []


def _is_kin(link: Link) -> bool:
    return link.shared is everything


def _single(program: Program, moved: Sequence[Name]) -> list[Narrowed]:
    """Where exactly one person went or is new, for certain, the two releases tell about that person."""
    lines = {name: line for line in reversed(program.ledger.sums) for name in line.names}
    return [Narrowed(name, 2, 1, 1, lines[name]) for name in pinned(program, moved, 1)] if moved else []
