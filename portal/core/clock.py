"""The one source of time: nothing else asks the machine what o'clock it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")


_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let it be another moment: only for replaying the demonstration's invented past through the real operations."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)


def today() -> date:
    """The date people here would write on a letter."""
    return now().astimezone(UK).date()


def local(moment: datetime) -> datetime:
    """The same moment on the clock on the wall in Scotland."""
    return moment.astimezone(UK)


def day_of(moment: datetime) -> date:
    """The day it was in Scotland at that moment."""
    return local(moment).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in Scotland, in UTC."""
    return datetime.combine(day, time.min, UK).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first moment after a day in Scotland, in UTC: what is of that day is before it."""
    return start_of(day + timedelta(days=1))


def week_of(day: date) -> date:
    """The Monday of that week: the only date kept for a view given without a name."""
    return day - timedelta(days=day.weekday())


def this_week() -> date:
    """The Monday of this week."""
    return week_of(today())


def coarse(moment: datetime, *, minutes: int) -> datetime:
    """That moment rounded up to a multiple of `minutes`, so that a stored time does not tell the real one."""
    step = minutes * 60
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(-(-seconds // step) * step, UTC)
