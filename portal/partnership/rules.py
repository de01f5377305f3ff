"""Which days the offices are shut, from rules that name no year."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.core import dates

_DAY = timedelta(days=1)


class HolidayKind(StrEnum):
    """How a rule finds its day."""

    FIXED = "fixed"
    EASTER = "easter"
    WEEKDAY = "weekday"


@dataclass(frozen=True, kw_only=True)
class HolidayRule:
    """A yearly day: a date, days from Easter Sunday, or the nth weekday of a month (-1 is the last).

    With `moves`, a day on a Saturday or Sunday is kept on the next free working day instead.
    """

    name: str
    kind: HolidayKind
    source: str
    month: int = 1
    day: int = 1
    days: int = 0
    weekday: int = 0
    nth: int = 1
    moves: bool = False

    def natural(self, year: int) -> date:
        """The day itself, before any moving."""
        if self.kind is HolidayKind.EASTER:
            return dates.easter_sunday(year) + timedelta(days=self.days)
        if self.kind is HolidayKind.WEEKDAY:
            return _nth_weekday(year, self.month, self.weekday, self.nth)
        return date(year, self.month, self.day)


def holidays_in(year: int, rules: Sequence[HolidayRule]) -> dict[date, HolidayRule]:
    """The days kept in a year; a day that moves never lands on another holiday."""
    kept = {day: rule for rule in rules if not _has_to_move(day := rule.natural(year), rule)}
    for rule in rules:
        day = rule.natural(year)
        if _has_to_move(day, rule):
            kept[_next_free(day, kept)] = rule
    return dict(sorted(kept.items()))


def _has_to_move(day: date, rule: HolidayRule) -> bool:
    return rule.moves and day.weekday() >= 5


def _next_free(day: date, taken: Collection[date]) -> date:
    while not dates.is_working_day(day, taken):
        day += _DAY
    return day


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        end = date(year + month // 12, month % 12 + 1, 1) - _DAY
        return end - timedelta(days=(end.weekday() - weekday) % 7, weeks=-nth - 1)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth - 1)
