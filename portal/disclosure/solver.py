"""Linear programs over a ledger, solved by HiGHS (MIT licence; Huangfu and Hall, "Parallelizing the dual revised
simplex method", Math. Prog. Comp. 10, 2018).

Nothing the solver says is trusted: a solution counts only once `holds` has checked it in whole numbers. One thread
and a fixed seed, so that the same ledger always gets the same answers.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np

from portal.disclosure.ledger import Ledger, Name

Solution = dict[Name, int]
MORE_THAN_ANYBODY = 100_000.0  # in place of no limit: no population here comes near it
_NODES = 2000  # of the search for whole numbers where the program leaves fractions; it hardly ever needs more than one
_NEAR = 0.1  # how far from the optimum a witness for many figures at once may be: it need not be the best one
_BEST = 1e-4  # where the optimum is the answer
_OPTIONS: tuple[tuple[str, bool | int | str], ...] = (
    ("output_flag", False),
    ("threads", 1),
    ("parallel", "off"),
    ("random_seed", 0),
    ("mip_max_nodes", _NODES),
)


@dataclass(frozen=True, slots=True)
class Held:
    """One quantity held between two bounds while one question is asked."""

    name: Name
    low: int
    high: int


class Program:
    """Every quantity of a settled ledger a variable within its bounds, every sum a row; nothing is added later."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.names = list(ledger.low)
        self.place = {name: place for place, name in enumerate(self.names)}

    def solve(
        self, towards: Collection[Name] = (), *, largest: bool = False, held: Held | None = None
    ) -> Solution | None:
        """One way it may be, in whole numbers, with these quantities together as small (or as large) as can be.

        None where there is none. Where fractions spoil the optimum, whole numbers are searched for; if that takes
        too long the answer is None as well, so that doubt hides more, not less.
        """
        found = self._plain.run(towards, largest=largest, held=held)
        if found is None or holds(self.ledger, found):
            return found
        found = self._whole.run(towards, largest=largest, held=held)
        return found if found is not None and holds(self.ledger, found) else None

    @cached_property
    def _plain(self) -> _Solver:
        return _Solver(self, whole=False)

    @cached_property
    def _whole(self) -> _Solver:
        return _Solver(self, whole=True)


def holds(ledger: Ledger, found: Solution) -> bool:
    """Whether this is a way it may be: every bound and every sum, in exact arithmetic."""
    low, high = ledger.low, ledger.high
    return all(low[name] <= value <= high[name] for name, value in found.items()) and all(
        found[line.total] == sum(map(found.__getitem__, line.parts)) for line in ledger.sums
    )


class _Quiet(highspy.Highs):
    """Without callbacks, which nothing here uses and which greet on standard output before they can be silenced."""

    def __init__(self) -> None:
        """Typed, which the class it comes from is not."""
        highspy.Highs.__init__(self)

    def enableCallbacks(self) -> None:  # noqa: N802 # its own name for it
        """Called once, when it is made."""


class _Solver:
    """One model inside HiGHS. It keeps its last basis, from which the next question starts."""

    def __init__(self, program: Program, *, whole: bool) -> None:
        self._program = program
        self._highs = _Quiet()
        for option, value in _OPTIONS:
            self._highs.setOptionValue(option, value)
        self._highs.passModel(_model(program, whole=whole))
        self._costly: Collection[Name] = ()

    def run(self, towards: Collection[Name], *, largest: bool, held: Held | None) -> Solution | None:
        """The optimum with its values rounded, or None."""
        place = self._program.place
        for names, cost in ((self._costly, 0.0), (towards, -1.0 if largest else 1.0)):
            for name in names:
                self._highs.changeColCost(place[name], cost)
        self._costly = tuple(towards)
        # with one bound moved the last basis is nearly there; to simplify the program anew takes longer than to go on
        self._highs.setOptionValue("presolve", "off" if held else "choose")
        self._highs.setOptionValue("mip_rel_gap", _NEAR if len(towards) > 1 else _BEST)
        if held:
            self._highs.changeColBounds(place[held.name], float(held.low), min(float(held.high), MORE_THAN_ANYBODY))
        self._highs.run()
        optimal = self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = self._highs.getSolution().col_value if optimal else []
        if held:
            self._highs.changeColBounds(place[held.name], *_bounds(self._program.ledger, held.name))
        return dict(zip(self._program.names, map(round, values), strict=True)) if optimal else None


def _bounds(ledger: Ledger, name: Name) -> tuple[float, float]:
    return float(ledger.low[name]), min(float(ledger.high[name]), MORE_THAN_ANYBODY)


def _model(program: Program, *, whole: bool) -> highspy.HighsLp:
    ledger, place = program.ledger, program.place
    bounds = np.array([_bounds(ledger, name) for name in program.names], dtype=np.float64).reshape(-1, 2)
    starts, places, signs = [0], [], []
    for line in ledger.sums:
        places += [place[part] for part in line.parts] + [place[line.total]]
        signs += [1.0] * len(line.parts) + [-1.0]
        starts.append(len(places))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.names), len(ledger.sums)
    model.col_cost_ = np.zeros(model.num_col_)
    model.col_lower_, model.col_upper_ = bounds[:, 0].copy(), bounds[:, 1].copy()
    model.row_lower_ = model.row_upper_ = np.zeros(model.num_row_)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(places, dtype=np.int32)
    model.a_matrix_.value_ = np.array(signs, dtype=np.float64)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * model.num_col_
    return model
