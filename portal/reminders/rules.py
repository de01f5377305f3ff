"""On which day who is reminded of what. Pure; days and hours are those of the clock on the wall in Scotland."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.core import dates
from portal.reminders.models import Often

#: A digest goes out between these hours; a worker that was down at eight makes up for it until the evening.
FROM_HOUR, TO_HOUR = 8, 20
#: Days before something is due on which it is named, and how often again once it is late.
AHEAD, AGAIN = 7, 7


@dataclass(frozen=True)
class Digest:
    """How much one person owes."""

    soon: int
    today: int
    late: int

    @property
    def any(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.soon or self.today or self.late)


def day_of(now: datetime, holidays: Iterable[date]) -> date | None:
    """The working day whose digest is due at this moment (local time); None outside the hours and on days off."""
    day = now.date()
    working = dates.is_working_day(day, frozenset(holidays))
    return day if working and FROM_HOUR <= now.hour < TO_HOUR else None


def is_named(due_on: date, today: date) -> bool:
    """Whether something is named today: a week ahead, on the day, the day after, and each week from then on."""
    late = (today - due_on).days
    return late in (-AHEAD, 0, 1) or (late > 1 and late % AGAIN == 0)


def digest(due: Iterable[date], today: date, often: Often) -> Digest:
    """What to say of everything somebody owes, by its due days; nothing where nothing is named today.

    Whoever wants it weekly is told on the first working day of a week of all that is due in it or late.
    """
    days = list(due)
    soon = sum(0 < (day - today).days <= AHEAD for day in days)
    found = Digest(soon, sum(day == today for day in days), sum(day < today for day in days))
    if often is Often.NEVER or (often is Often.DAILY and not any(is_named(day, today) for day in days)):
        return Digest(0, 0, 0)
    return found


def once(account: str, day: date, often: Often) -> str:
    """The occasion: a day, or a week by its Monday, so that a weekly digest comes once whichever day it is made."""
    year, week, _ = day.isocalendar()
    return f"digest:{account}:{day.isoformat()}" if often is Often.DAILY else f"digest:{account}:{year}-W{week:02}"
