"""People who may be counted in two releases, followed from one to the other.

A `Link` splits what both releases count into those who stayed, those who went and those who are new. Each of the
three is a group of people like any other: the same sums hold for it, and no number in it is below nothing. What a
reader takes for granted of the groups is a `Belief`; where what is shown rules it out, there is no link.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.disclosure.figures import UNBOUNDED
from portal.disclosure.ledger import Ledger, Name, Sum
from portal.disclosure.names import people_name
from portal.disclosure.program import is_possible, least
from portal.disclosure.solver import Program

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


Shared = Callable[[str], bool]


def everything(_table: str) -> bool:
    """Every table with the same key counts the same answers of the same people."""
    return True


def believe(
    pair: Ledger, older: str, newer: str, overlap: Overlap, belief: Belief, shared: Shared = everything
) -> Link | None:
    """How two releases are linked by a belief, from a settled ledger of the two; None where it adds nothing or cannot
    be. Which way people moved, where they moved one way only, is tried in a fixed order.

    `shared` tells by its key whether a table counts the same in both.
    """
    if belief is Belief.FEW_CHANGED:
        return _few(pair, older, newer, shared) if overlap is Overlap.CORRECTION else None
    ways = [(False, True), (True, False)][: 1 if overlap is Overlap.GROWTH else 2]
    for gone, new in ways:
        way = Link(older, newer, shared, gone=gone, new=new)
        trial = pair.copy()
        way.enter(trial)
        trial.settle()
        if is_possible(Program(trial)):
            return way
    return None


def _few(pair: Ledger, older: str, newer: str, shared: Shared) -> Link | None:
    """At most so many moved as what is shown proves, and a few: whoever believes in more can conclude less."""
    way = Link(older, newer, shared, gone=True, new=True)
    trial = pair.copy()
    way.enter(trial)
    trial.settle()
    fewest = least(Program(trial), way.all_moved)
    return None if fewest is None else replace(way, at_most=fewest + FEW)


@dataclass(frozen=True, slots=True)
class Link:
    """Two releases, the tables both have, and who may have moved: gone, come new, and how many at most in all."""

    older: str
    newer: str
    shared: Shared
    gone: bool
    new: bool
    at_most: int | None = None

    @property
    def all_moved(self) -> Name:
        return (self.older, "", "moved", self.newer)

    def enter(self, ledger: Ledger) -> list[Name]:
        """Add its sums; returns the names of those who moved, by every quantity both releases have."""
        names = [
            name
            for name in ledger.low
            if name[0] == self.older and (self.newer, *name[1:]) in ledger.low and (not name[1] or self.shared(name[1]))
        ]
        lines = self._lines(ledger, set(names))
        groups = ["gone"] * self.gone + ["new"] * self.new
        for name in names:
            self._split(ledger, name)
        for group in groups:
            for line in lines:
                ledger.tie(self._part(group, line.total), [self._part(group, part) for part in line.parts])
        if self.gone and self.new:
            ledger.tie(self.all_moved, [self._part(group, people_name(self.older)) for group in groups])
            ledger.know(self.all_moved, 0, UNBOUNDED if self.at_most is None else self.at_most)
        return [self._part(group, name) for group in groups for name in names]

    def _split(self, ledger: Ledger, name: Name) -> None:
        """Who stayed are those before less who went, and those after less who are new."""
        after, gone, new = (self.newer, *name[1:]), self._part("gone", name), self._part("new", name)
        if not self.gone:
            ledger.tie(after, [name, new])
        elif not self.new:
            ledger.tie(name, [after, gone])
        else:
            stayed = self._part("stayed", name)
            ledger.tie(name, [stayed, gone])
            ledger.tie(after, [stayed, new])

    def _lines(self, ledger: Ledger, names: Collection[Name]) -> list[Sum]:
        """Sums that both releases have over what they share."""
        after = {_bare(line) for line in ledger.sums if line.total[0] == self.newer}
        return [line for line in ledger.sums if _bare(line) in after and all(name in names for name in line.names)]

    def _part(self, group: str, name: Name) -> Name:
        return (name[0], name[1], group, self.newer, *name[2:])


def _bare(line: Sum) -> tuple[Name, ...]:
    """A sum without the release it is in."""
    return tuple(name[1:] for name in line.names)
