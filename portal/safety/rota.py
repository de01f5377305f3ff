"""Who is awake, and when N staffed minutes have passed: pure sums over a weekly rota.

A wall-clock time that happens twice or not at all (the two nights a year the clocks change) is read so that
nobody is promised who may be asleep. An end of 23:59 means midnight, so that two rows can cover a night.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from portal.core import clock
from portal.safety.models import Tier

#: How far ahead anybody looks; a rota with no duty inside it is as good as empty.
HORIZON = timedelta(days=60)
_LAST_MINUTE = time(23, 59)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """A weekly stretch on the clock on the wall; weekday 0 is Monday."""

    account_id: UUID
    tier: Tier
    weekday: int
    starts: time
    ends: time
    works_holidays: bool = False


@dataclass(frozen=True)
class Stretch:
    """A duty on one day, as moments in UTC."""

    starts: datetime
    ends: datetime
    duty: Duty


@dataclass(frozen=True)
class Awake:
    """Whether somebody reads now, in which tiers, until when; else from when. No names: young pages show this."""

    awake: bool
    tiers: tuple[Tier, ...]
    until: datetime | None
    next_at: datetime | None
    empty: bool


def stretches(duties: Collection[Duty], holidays: Collection[date], since: date) -> Iterator[Stretch]:
    """Every duty from a local date on, in order of its start, as far as the horizon."""
    for number in range(HORIZON.days):
        yield from on_day(duties, holidays, since + number * _DAY)


def on_day(duties: Collection[Duty], holidays: Collection[date], day: date) -> list[Stretch]:
    """The duties of one local day, in order; on a holiday only those who said they work it."""
    theirs = [d for d in duties if d.weekday == day.weekday() and (d.works_holidays or day not in holidays)]
    found = [Stretch(_begin(day, d.starts), _end(day, d.ends), d) for d in theirs]
    return sorted((s for s in found if s.starts < s.ends), key=lambda s: (s.starts, s.ends))


def on_duty(duties: Collection[Duty], holidays: Collection[date], moment: datetime) -> list[Duty]:
    """Whoever is awake at a moment, in the order they are told."""
    day = clock.day_of(moment)
    awake = [s.duty for s in on_day(duties, holidays, day) if s.starts <= moment < s.ends]
    return sorted(awake, key=lambda duty: list(Tier).index(duty.tier))


def awake_at(duties: Collection[Duty], holidays: Collection[date], moment: datetime) -> Awake:
    """The truth about a moment."""
    here = on_duty(duties, holidays, moment)
    tiers = tuple(dict.fromkeys(duty.tier for duty in here))
    coming = stretches(duties, holidays, clock.day_of(moment))
    if here:
        return Awake(True, tiers, _until(coming, moment), None, empty=False)
    following = next((s.starts for s in coming if s.starts > moment), None)
    return Awake(False, (), None, following, empty=following is None)


def staffed_minutes(
    duties: Collection[Duty], holidays: Collection[date], start: datetime, minutes: int
) -> datetime | None:
    """The moment when somebody has been awake for `minutes` since `start`; None if nobody ever is."""
    left, reached = timedelta(minutes=minutes), start.astimezone(UTC)
    for stretch in stretches(duties, holidays, clock.day_of(start)):
        begins = max(stretch.starts, reached)
        if stretch.ends <= begins:
            continue
        if left <= stretch.ends - begins:
            return begins + left
        left -= stretch.ends - begins
        reached = stretch.ends
    return None


def _until(coming: Iterator[Stretch], moment: datetime) -> datetime | None:
    """When the last of the unbroken duties ends; None if none of the horizon is unstaffed."""
    reached = moment
    for stretch in coming:
        if stretch.starts > reached:
            return reached
        reached = max(reached, stretch.ends)
    return None if reached - moment > HORIZON - 2 * _DAY else reached


def _begin(day: date, wall: time) -> datetime:
    return max(_both(day, wall))


def _end(day: date, wall: time) -> datetime:
    return min(_both(day + _DAY, time(0)) if wall >= _LAST_MINUTE else _both(day, wall))


def _both(day: date, wall: time) -> tuple[datetime, datetime]:
    """The moment of a wall-clock time, twice: the two differ only while the clocks change."""
    early, late = (datetime.combine(day, wall, tzinfo=clock.UK).replace(fold=fold) for fold in (0, 1))
    return early.astimezone(UTC), late.astimezone(UTC)
