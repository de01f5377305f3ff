"""People who may be counted in two releases, followed from one to the other.

`link` splits what both releases count into those who stayed, those who went and those who are new. Each of the three
is a group of people like any other: the same sums hold for it, and nobody in it counts less than nothing. How much a
reader believes about the groups is a `Belief`; a link is entered only where what is shown leaves it possible.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.disclosure.figures import UNBOUNDED
from portal.disclosure.ledger import Ledger, Name
from portal.disclosure.names import people_name
from portal.disclosure.program import is_possible, least

FEW = 4  # that more than so many changed tells no reader whose answer it was


class Overlap(StrEnum):
    """Who is in the later of two releases, as far as readers may know."""

    CORRECTION = "correction"  # nearly the same people, counted again
    GROWTH = "growth"  # the people of the earlier one, and others since
    SOME = "some"  # other answers, from people who may be the same: the smaller may be wholly inside the larger


class Belief(StrEnum):
    """What a reader takes for granted of each link at once."""

    NOBODY_CHANGED = "nobody changed"  # who is in both says the same: people only came, or only went
    FEW_CHANGED = "few changed"  # whoever came, went or said something else, they were few


@dataclass(frozen=True, slots=True)
class Moved:
    """Who went and who is new, by the quantities both releases have; empty where it was not to be."""

    gone: tuple[Name, ...] = ()
    new: tuple[Name, ...] = ()

    @property
    def names(self) -> tuple[Name, ...]:
        return (*self.gone, *self.new)


Shared = Callable[[str], bool]


def everything(_table: str) -> bool:
    """Every table with the same key counts the same answers of the same people."""
    return True


def link(ledger: Ledger, older: str, newer: str, overlap: Overlap, belief: Belief, shared: Shared = everything) -> Moved:
    """Enter what this belief says of two releases by their keys, if it can be true; the ledger is settled again.

    `shared` tells by its key whether a table counts the same in both. Which way round people moved, where they moved
    one way only, is tried in a fixed order.
    """
    if belief is Belief.FEW_CHANGED:
        return _few(ledger, older, newer, shared) if overlap is Overlap.CORRECTION else Moved()
    ways = [(False, True), (True, False)][: 1 if overlap is Overlap.GROWTH else 2]
    for gone, new in ways:
        trial = ledger.copy()
        moved = _split(trial, older, newer, shared, gone=gone, new=new)
        trial.settle()
        if is_possible(trial):
            _replace(ledger, trial)
            return moved
    return Moved()


def _few(ledger: Ledger, older: str, newer: str, shared: Shared) -> Moved:
    """At most so many moved as what is shown proves, and a few: whoever believes in more can conclude less."""
    trial = ledger.copy()
    moved = _split(trial, older, newer, shared, gone=True, new=True)
    all_moved = (older, "", "moved", newer)
    trial.tie(all_moved, [_part("gone", people_name(older), newer), _part("new", people_name(older), newer)])
    trial.settle()
    fewest = least(trial, all_moved)
    if fewest is None:
        return Moved()
    trial.know(all_moved, 0, fewest + FEW)
    trial.settle()
    _replace(ledger, trial)
    return moved


def _part(group: str, name: Name, newer: str) -> Name:
    """Those of a quantity of the older release who went, are new or stayed, seen from the newer one."""
    return (name[0], name[1], group, newer, *name[2:])


def _split(ledger: Ledger, older: str, newer: str, shared: Shared, *, gone: bool, new: bool) -> Moved:
    both = [n for n in ledger.low if n[0] == older and (newer, *n[1:]) in ledger.low and (not n[1] or shared(n[1]))]
    inside = set(both)
    mirrored = {(line.total[1:], tuple(part[1:] for part in line.parts)) for line in ledger.sums if line.total[0] == newer}
    lines = [
        line
        for line in ledger.sums
        if inside.issuperset(line.names) and (line.total[1:], tuple(part[1:] for part in line.parts)) in mirrored
    ]
    groups = ["gone"] * gone + ["new"] * new
    for name in both:
        stayed = _part("stayed", name, newer)
        ledger.tie(name, [stayed, *(_part("gone", name, newer) for _ in range(gone))])
        ledger.tie((newer, *name[1:]), [stayed, *(_part("new", name, newer) for _ in range(new))])
    for group in groups:
        for line in lines:
            ledger.tie(_part(group, line.total, newer), [_part(group, part, newer) for part in line.parts])
    made = {group: tuple(_part(group, name, newer) for name in both) for group in groups}
    return Moved(made.get("gone", ()), made.get("new", ()))


def _replace(ledger: Ledger, other: Ledger) -> None:
    ledger.low, ledger.high, ledger.sums = other.low, other.high, other.sums
    ledger.because, ledger.settled = other.because, other.settled
