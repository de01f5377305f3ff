"""How a share changed between two waves, as far as two released figures can tell. Pure.

The interval for the difference of two proportions is Newcombe's hybrid of two Wilson score intervals ("method 10"):
R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
(1998) 873-890. Where it is known how many could have answered, each sample counts as the larger one that would be as
certain without end of people: n (N - 1) / (N - n), the effective sample size of L. Kish, Survey Sampling (1965), and of
E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998) 193-201.

A released figure stands for every true count that rounds to it, and so does its base: the interval reaches over all of
them. So it is worked out from what readers hold already, and never says more than they could work out themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, hypot, inf, sqrt
from statistics import NormalDist

from portal.disclosure.figures import Figure
from portal.disclosure.thresholds import PERCENT_BASE

#: One level for every comparison, whatever else stands on its page (docs/adr/0034).
CONFIDENCE = 0.99
_TINY = 1e-9  # whole points are rounded outward, but not for the sake of a last binary digit


class Change(StrEnum):
    """What may be said of two shown shares."""

    RISE = "rise"
    FALL = "fall"
    NOT_CLEAR = "not clear"
    TOO_FEW = "too few"  # a figure or base is hidden, or fewer than 20 people are certain: nothing is worked out


@dataclass(frozen=True, slots=True)
class Part:
    """A shown figure and the base it is a part of; `eligible` is how many could have answered, None if not known."""

    figure: Figure
    base: Figure
    eligible: int | None = None

    @property
    def comparable(self) -> bool:
        """Whether both are shown, of 20 people at least."""
        return not self.figure.hidden and not self.base.hidden and self.base.low >= PERCENT_BASE

    @property
    def finite(self) -> int | None:
        """How many could have answered, where that leaves room for some who did not."""
        return self.eligible if self.eligible is not None and self.eligible > self.base.high else None


@dataclass(frozen=True, slots=True)
class Difference:
    """Now less before, in whole percentage points from `low` to `high`; both None where there are too few."""

    change: Change
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A share between 0 and 1, and how far it may be off to either side."""

    share: float
    low: float
    high: float

    @property
    def below(self) -> float:
        return self.share - self.low

    @property
    def above(self) -> float:
        return self.high - self.share


def normal_quantile(confidence: float) -> float:
    """How many standard deviations to either side: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def effective_size(number: int, eligible: int | None) -> float:
    """So many people of a population without end would tell as much as `number` of `eligible`."""
    if eligible is None:
        return number
    return inf if number >= eligible else number * (eligible - 1) / (eligible - number)


def wilson(count: int, number: int, z: float, eligible: int | None = None) -> Interval:
    """The score interval of `count` of `number` people; ValueError for more than all, or a share of nobody."""
    if not 0 <= count <= number or not number:
        raise ValueError("a part is no larger than its whole")
    share, size = count / number, effective_size(number, eligible)
    if size == inf:
        return Interval(share, share, share)
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return Interval(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def newcombe(first: Interval, second: Interval) -> tuple[float, float]:
    """The interval for the first share less the second, both known from people of their own."""
    difference = first.share - second.share
    return difference - hypot(first.below, second.above), difference + hypot(first.above, second.below)


def difference(before: Part, now: Part, confidence: float = CONFIDENCE) -> Difference:
    """What changed, over every pair of true counts that the figures stand for."""
    if not before.comparable or not now.comparable:
        return Difference(Change.TOO_FEW)
    z = normal_quantile(confidence)
    # The bounds rise with the count of now and fall with that of before, so the ends of both are enough; in the bases
    # they may turn, so each is tried.
    low = min(newcombe(a, b)[0] for a in _of(now, now.figure.low, z) for b in _of(before, before.figure.high, z))
    high = max(newcombe(a, b)[1] for a in _of(now, now.figure.high, z) for b in _of(before, before.figure.low, z))
    points = floor(100 * low + _TINY), ceil(100 * high - _TINY)
    return Difference(_named(*points), *points)


def _named(low: int, high: int) -> Change:
    """Clear is what is a whole point at least, so that no reader is told of a rise by nothing."""
    if low >= 1:
        return Change.RISE
    return Change.FALL if high <= -1 else Change.NOT_CLEAR


def _of(part: Part, count: int, z: float) -> Iterator[Interval]:
    for number in range(part.base.low, part.base.high + 1):
        yield wilson(min(count, number), number, z, part.finite)
