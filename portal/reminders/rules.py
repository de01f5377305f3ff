"""On which day who is reminded of what. Pure; days and hours are those of the clock on the wall in Scotland."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.core import dates
from portal.reminders.models import Often

#: A digest goes out between these hours; a worker that was down at eight makes up for it until the evening.
FROM_HOUR, TO_HOUR = 8, 20
#: Days before something is due on which it is named, and how often again once it is late.
AHEAD, AGAIN = 7, 7
#: Days before a report that a law asks for is due on which it is named: it takes months to write.
REPORT_AHEAD = (182, 91, 28, 7, 0)


@dataclass(frozen=True)
class Digest:
    """How much one person owes; `reports` are those a law asks for that are due within half a year, or late."""

    soon: int
    today: int
    late: int
    reports: int = 0

    @property
    def any(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.soon or self.today or self.late or self.reports)


def day_of(now: datetime, holidays: Iterable[date]) -> date | None:
    """The working day whose digest is due at this moment (local time); None outside the hours and on days off."""
    day = now.date()
    working = dates.is_working_day(day, frozenset(holidays))
    return day if working and FROM_HOUR <= now.hour < TO_HOUR else None


def is_named(due_on: date, today: date) -> bool:
    """Whether something is named today: a week ahead, on the day, the day after, and each week from then on."""
    late = (today - due_on).days
    return late in (-AHEAD, 0, 1) or (late > 1 and late % AGAIN == 0)


def report_is_named(due_on: date, today: date, looked: date) -> bool:
    """Whether a report is named now: on days long ahead, on its day, and each week from then on. What fell between the
    day that was `looked` at last and today is made up for: most of these days come once."""
    marks = (due_on - timedelta(days=ahead) for ahead in REPORT_AHEAD)
    weeks = [(day - due_on).days // AGAIN for day in (looked, today)]
    return any(looked < mark <= today for mark in marks) or (today > due_on and weeks[0] < weeks[1])


def looked_before(today: date, often: Often, holidays: Collection[date]) -> date:
    """The day of the digest before this one: the working day before, or a week ago."""
    day = today - timedelta(days=1 if often is Often.DAILY else AGAIN)
    while often is Often.DAILY and not dates.is_working_day(day, holidays):
        day -= timedelta(days=1)
    return day


def digest(
    due: Iterable[date], today: date, often: Often, reports: Iterable[date] = (), looked: date | None = None
) -> Digest:
    """What to say of everything somebody owes, by its due days; nothing where nothing is named today.

    Whoever wants it weekly is told on the first working day of a week of all that is due in it or late. `reports` are
    the due days of those near enough to know of, `looked` the day of the digest before.
    """
    days, near = list(due), list(reports)
    soon = sum(0 < (day - today).days <= AHEAD for day in days)
    found = Digest(soon, sum(day == today for day in days), sum(day < today for day in days), len(near))
    told = looked or today - timedelta(days=1)
    named = any(report_is_named(day, today, told) for day in near)
    if often is Often.DAILY:
        named |= any(is_named(day, today) for day in days)
    else:
        named |= bool(found.soon or found.today or found.late)
    return Digest(0, 0, 0) if often is Often.NEVER or not named else found


def once(account: str, day: date, often: Often) -> str:
    """The occasion: a day, or a week by its Monday, so that a weekly digest comes once whichever day it is made."""
    year, week, _ = day.isocalendar()
    return f"digest:{account}:{day.isoformat()}" if often is Often.DAILY else f"digest:{account}:{year}-W{week:02}"
