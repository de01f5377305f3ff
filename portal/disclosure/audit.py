"""What a reader of several releases could find out about a hidden figure.

A hidden figure is safe when it may still be anything from nobody to one below its threshold. Readers are
taken to know these rules and to see every release given here; one wave released to two audiences is read
together. What they know is a system of sums (`knowledge`); a joint linear program over all of it (`program`) finds
what it leaves open. People who may be in two releases are followed from one to the other by `links`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from portal.disclosure.figures import Showing
from portal.disclosure.knowledge import know_release
from portal.disclosure.ledger import Ledger, Name, Sum
from portal.disclosure.names import named_figures, others_name
from portal.disclosure.program import narrowed
from portal.disclosure.safe import SafeRelease
from portal.disclosure.solver import Program


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A hidden figure that can be placed between `low` and `high`, and a sum that helps to give it away."""

    name: Name
    threshold: int
    low: int
    high: int
    because: Sum


def audit(releases: Sequence[SafeRelease]) -> list[Narrowed]:
    """Every hidden figure these releases together narrow to less than its full range, in reading order."""
    return audit_program(Program(reckon(releases)), releases)


def audit_program(program: Program, releases: Sequence[SafeRelease], safe: Collection[Name] = ()) -> list[Narrowed]:
    """The same, where the ledger may know more than the releases say; `safe` are names to leave out."""
    small = {name: least for name, least in protected(releases).items() if name not in safe}
    told = narrowed(program, small)
    because = _because(program.ledger, releases, told)
    return [Narrowed(name, small[name], low, high, because[name]) for name, (low, high) in told.items()]


def protected(releases: Sequence[SafeRelease]) -> dict[Name, int]:
    """Names hidden everywhere they appear, with the lowest threshold they are hidden by.

    Of "all but fewer than five" the five are hidden: where several answers could be chosen they have no cell.
    """
    hidden: dict[Name, int] = {}
    told: set[Name] = set()
    for release in releases:
        for name, figure in named_figures(release):
            if figure.hidden and figure.showing is not Showing.REST:
                hidden[name] = min(figure.threshold, hidden.get(name, figure.threshold))
            else:
                told.add(name)
        for table in release.tables:
            for labels, figure in table.cells.items() if table.multiple else ():
                name = others_name(release.key, table.key, labels)
                if figure.showing is Showing.REST:
                    hidden[name] = min(figure.threshold, hidden.get(name, figure.threshold))
    return {name: threshold for name, threshold in hidden.items() if name not in told}


def _because(ledger: Ledger, releases: Sequence[SafeRelease], told: Mapping[Name, object]) -> dict[Name, Sum]:
    """For each name the sum that intervals found it by, else the first it is in with anything shown beside it.

    The choice rests on what is shown alone, never on a solution: two that say the same must hide the same.
    """
    shown = {name for release in releases for name, figure in named_figures(release) if not figure.hidden}
    found = {}
    for name in told:
        if name in ledger.because:
            found[name] = ledger.because[name]
            continue
        lines = [line for line in ledger.sums if name in line.names]
        found[name] = next((line for line in lines if shown.intersection(line.names) - {name}), lines[0])
    return found


def reckon(releases: Sequence[SafeRelease]) -> Ledger:
    """Everything a reader of these releases can work out sum by sum about every quantity in them."""
    ledger = Ledger()
    for release in releases:
        know_release(ledger, release)
    ledger.settle()
    return ledger
