"""When a reading may stand, what of it may be shown to whom, and where it lies against its target. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.disclosure.thresholds import PERCENT_BASE, Audience, Subject, threshold
from portal.measures.models import Direction, Every


class Light(StrEnum):
    """Where a measure stands against its target."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Trend(StrEnum):
    """What the last two readings say together."""

    FIRST = "first"
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNKNOWN = "unknown"


class Problem(StrEnum):
    """What is wrong with a reading; the last two only need a note that explains them."""

    ABOVE_WHOLE = "above_whole"
    DAYS = "days"
    LENGTH = "length"
    AHEAD = "ahead"
    OVERLAP = "overlap"
    GAP = "gap"
    JUMP = "jump"


@dataclass(frozen=True)
class Count:
    """One reading: people or things in the numerator and the denominator, from one day to another inclusive."""

    starts_on: date
    ends_on: date
    numerator: int
    denominator: int


EXPLAINED_BY_NOTE = frozenset({Problem.GAP, Problem.JUMP})
#: From so many points between two readings a note has to say why.
JUMP_FROM = 20
#: Fewest and most days of one period.
DAYS = {Every.QUARTER: (89, 93), Every.YEAR: (365, 366)}


def share(count: Count, audience: Audience) -> int | None:
    """Whole per cent; None on a base under 20, and where the numerator or the rest is too small for this audience."""
    return share_of(count.numerator, count.denominator, audience)


def share_of(numerator: int, denominator: int, audience: Audience) -> int | None:
    """The same from the two numbers."""
    if denominator < PERCENT_BASE:
        return None
    least = threshold(audience, Subject.ANSWERS)
    if numerator < least or denominator - numerator < least:
        return None
    return (200 * numerator + denominator) // (2 * denominator)


def light(percent: int | None, target: int | None, direction: Direction, amber_within: int) -> Light | None:
    """Green at the target or better, amber less than the tolerance short of it, red from there; None without either."""
    if percent is None or target is None:
        return None
    short = target - percent if direction is Direction.UP else percent - target
    if short <= 0:
        return Light.GREEN
    return Light.AMBER if short < amber_within else Light.RED


def problems(new: Count, before: Sequence[Count], every: Every, today: date) -> tuple[Problem, ...]:
    """Everything that is wrong with a new reading beside those that stand, in the order of `Problem`."""
    found = {
        Problem.ABOVE_WHOLE: not 0 <= new.numerator <= new.denominator,
        Problem.DAYS: new.ends_on <= new.starts_on,
        Problem.LENGTH: new.ends_on > new.starts_on and not _is_period(new, every),
        Problem.AHEAD: new.ends_on >= today,
        Problem.OVERLAP: any(old.starts_on <= new.ends_on and new.starts_on <= old.ends_on for old in before),
        Problem.GAP: _leaves_gap(new, before),
        Problem.JUMP: _jumps(new, before),
    }
    return tuple(problem for problem, there in found.items() if there)


def stands(found: Sequence[Problem], note: str) -> bool:
    """Whether a reading may be entered: nothing is wrong with it that a note does not explain."""
    return all(problem in EXPLAINED_BY_NOTE for problem in found) and (bool(note.strip()) or not found)


def trend(percents: Sequence[int | None], direction: Direction) -> Trend:
    """What the newest two shares say, oldest first."""
    if len(percents) < 2:
        return Trend.FIRST
    before, now = percents[-2:]
    if before is None or now is None:
        return Trend.UNKNOWN
    if before == now:
        return Trend.SAME
    return Trend.BETTER if (now > before) == (direction is Direction.UP) else Trend.WORSE


def _is_period(new: Count, every: Every) -> bool:
    least, most = DAYS[every]
    return least <= (new.ends_on - new.starts_on).days + 1 <= most


def _last_before(new: Count, before: Sequence[Count]) -> Count | None:
    return max((old for old in before if old.ends_on < new.starts_on), key=lambda old: old.ends_on, default=None)


def _leaves_gap(new: Count, before: Sequence[Count]) -> bool:
    last = _last_before(new, before)
    return last is not None and new.starts_on - last.ends_on > timedelta(days=1)


def _jumps(new: Count, before: Sequence[Count]) -> bool:
    last = _last_before(new, before)
    if last is None or not last.denominator or not new.denominator:
        return False
    change = abs(new.numerator * last.denominator - last.numerator * new.denominator) * 100
    return change >= JUMP_FROM * new.denominator * last.denominator
