"""Which hidden figures the sums together narrow: for each the least and the most it can be.

The attacker's two programs of Fischetti and Salazar-González, "Models and algorithms for the 2-dimensional cell
suppression problem in statistical disclosure control", Math. Prog. 84 (1999): a hidden figure is safe when one way the
counts may be has it at nobody, and another has it just below its threshold. Each such way is a witness for every figure
it puts there, so few programs speak for many figures.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from portal.disclosure.ledger import Ledger, Name
from portal.disclosure.solver import Held, Program, Solution

Range = tuple[int, int]


def narrowed(ledger: Ledger, small: Mapping[Name, int]) -> dict[Name, Range]:
    """Of hidden names with their thresholds, those that cannot be everything from 0 to threshold − 1, and what they
    can be. The ledger is settled and consistent. In the order given; no solver runs where intervals say it all."""
    found = {name: _range(ledger, name) for name, least in small.items() if _tight(_range(ledger, name), least)}
    if ledger.is_exact:
        return found
    program, open_names = Program(ledger), [name for name in small if name not in found]
    lows = _unreached(program, dict.fromkeys(open_names, 0), largest=False)
    highs = _unreached(program, {name: small[name] - 1 for name in open_names}, largest=True)
    for name in {*lows, *highs}:
        found[name] = (_end(program, name, largest=False), _end(program, name, largest=True))
    return {name: found[name] for name in small if name in found}


def _range(ledger: Ledger, name: Name) -> Range:
    return ledger.low[name], ledger.high[name]


def _tight(bounds: Range, least: int) -> bool:
    return bounds[0] > 0 or bounds[1] < least - 1


def _unreached(program: Program, aims: Mapping[Name, int], *, largest: bool) -> list[Name]:
    """Names that in no way it may be come to their aim: all together first, then one by one."""
    left = dict(aims)

    def reach(found: Solution | None) -> int:
        """Strike out whoever is at its aim here; how many that were."""
        if found is None:
            return 0
        there = [name for name, aim in left.items() if (found[name] >= aim if largest else found[name] <= aim)]
        for name in there:
            del left[name]
        return len(there)

    while left and reach(program.solve(left, largest=largest)):
        pass
    never = []
    while left:
        name, aim = next(iter(left.items()))
        held = Held(name, aim, program.ledger.high[name]) if largest else Held(name, 0, aim)
        if not reach(program.solve(left, largest=largest, held=held)):
            never.append(name)
            left.pop(name)
    return never


def _end(program: Program, name: Name, *, largest: bool) -> int:
    """The least or the most a quantity can be; what the intervals say where no whole numbers were found."""
    found = program.solve([name], largest=largest)
    if found is not None:
        return found[name]
    return program.ledger.high[name] if largest else program.ledger.low[name]


def is_possible(ledger: Ledger) -> bool:
    """Whether there is any way the counts of a settled ledger may be."""
    if not ledger.is_consistent:
        return False
    return ledger.is_exact or Program(ledger).solve() is not None


def least(ledger: Ledger, name: Name) -> int | None:
    """The least a quantity can be; None where nothing is possible."""
    if not ledger.is_consistent:
        return None
    found = Program(ledger).solve([name])
    return found[name] if found else None


def pinned(ledger: Ledger, names: Collection[Name], value: int) -> list[Name]:
    """Of these names, those that can be this one number and no other; the ledger is settled and possible."""
    program = Program(ledger)
    never_below = _unreached(program, dict.fromkeys(names, value - 1), largest=False)
    never_above = _unreached(program, dict.fromkeys(never_below, value + 1), largest=True)
    return never_above
