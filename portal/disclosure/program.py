"""Which hidden figures the sums together narrow: for each the least and the most it can be.

The attacker's two programs of Fischetti and Salazar-González, "Models and algorithms for the 2-dimensional cell
suppression problem in statistical disclosure control", Math. Prog. 84 (1999): a hidden figure is safe when one way the
counts may be has it at nobody, and another has it just below its threshold. Each such way is a witness for every figure
it puts there, so few programs speak for many figures.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from portal.disclosure.ledger import Name
from portal.disclosure.solver import Held, Program, Solution

Range = tuple[int, int]
TOGETHER = 3  # so many times all at once: the first speaks for most, each further one for fewer at the same price


def narrowed(program: Program, small: Mapping[Name, int]) -> dict[Name, Range]:
    """Of hidden names with their thresholds, those that cannot be everything from 0 to threshold − 1, and what they
    can be. What intervals find is enough to go on with: only where this is nothing is more asked."""
    ledger = program.ledger
    bounds = {name: (ledger.low[name], ledger.high[name]) for name in small}
    found = {name: bounds[name] for name, least in small.items() if bounds[name][0] > 0 or bounds[name][1] < least - 1}
    if found or ledger.is_exact:
        return found
    open_names = list(small)
    lows = _unreached(program, dict.fromkeys(open_names, 0), largest=False)
    highs = _unreached(program, {name: small[name] - 1 for name in open_names}, largest=True)
    for name in {*lows, *highs}:
        found[name] = (_end(program, name, largest=False), _end(program, name, largest=True))
    return {name: found[name] for name in small if name in found}


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

    # a name without a near limit would draw the whole optimum to itself
    together = left if not largest else {name: aim for name, aim in left.items() if program.ledger.high[name] <= aim}
    for _ in range(TOGETHER):
        names = [name for name in together if name in left]
        if not names or not reach(program.solve(names, largest=largest)):
            break
    never = []
    while left:
        name, aim = next(iter(left.items()))
        held = Held(name, aim, program.ledger.high[name]) if largest else Held(name, 0, aim)
        if not reach(program.solve(held=held)):
            never.append(name)
            left.pop(name)
    return never


def _end(program: Program, name: Name, *, largest: bool) -> int:
    """The least or the most a quantity can be; what the intervals say where no whole numbers were found."""
    found = program.solve([name], largest=largest)
    if found is not None:
        return found[name]
    return program.ledger.high[name] if largest else program.ledger.low[name]


def is_possible(program: Program) -> bool:
    """Whether there is any way the counts may be."""
    ledger = program.ledger
    return ledger.is_consistent and (ledger.is_exact or program.solve() is not None)


def least(program: Program, name: Name) -> int | None:
    """The least a quantity can be; None where nothing is possible."""
    found = program.solve([name]) if program.ledger.is_consistent else None
    return found[name] if found else None


def pinned(program: Program, names: Collection[Name], value: int) -> list[Name]:
    """Of these names, those that can be this one number and no other; some way the counts may be is possible."""
    never_below = _unreached(program, dict.fromkeys(names, value - 1), largest=False)
    return _unreached(program, dict.fromkeys(never_below, value + 1), largest=True)
