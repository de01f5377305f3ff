"""When an answer to a complaint is due (Scottish model complaints handling procedure for councils)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from portal.complaints.models import Stage
from portal.core import dates

#: Working days from the day it came, or went to the second stage.
ANSWER_WITHIN = MappingProxyType({Stage.ONE: 5, Stage.TWO: 20})


class Kept(StrEnum):
    """Whether a stage had its answer within its working days."""

    IN_TIME = "in_time"
    LATE = "late"
    WAITS = "waits"
    WAITS_LATE = "waits_late"
    #: It went to the second stage, and no answer of the first is on record.
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Clock:
    """One stage of a complaint: `days` are working days from `since` to its answer, or to today while it waits. Past
    `due_on` a day that is none counts as the next one: an answer on the Saturday after its Friday is late."""

    stage: Stage
    since: date
    due_on: date
    answered_on: date | None
    days: int
    kept: Kept

    @property
    def within(self) -> int:
        """The working days it has."""
        return ANSWER_WITHIN[self.stage]


@dataclass(frozen=True)
class Course:
    """The days of a complaint: made, answered at the stage it is at, taken further, answered at the first stage before
    that. `due_on` is the day that was told for the stage it is at, `first_due_on` the one told for the first before:
    holidays put on record later do not move them. Where nobody kept the first it is worked out."""

    made_on: date
    due_on: date
    answered_on: date | None
    further_on: date | None = None
    first_answered_on: date | None = None
    first_due_on: date | None = None


def clocks(course: Course, today: date, holidays: Collection[date]) -> tuple[Clock, ...]:
    """The clock of each stage it came to, the first before the second."""
    if course.further_on is None:
        return (_clock(Stage.ONE, course.made_on, course.due_on, course.answered_on, today, holidays),)
    due, answered = course.first_due_on or due_on(Stage.ONE, course.made_on, holidays), course.first_answered_on
    end = answered or course.further_on
    first = Clock(
        stage=Stage.ONE,
        since=course.made_on,
        due_on=due,
        answered_on=answered,
        days=_days(course.made_on, end, due, holidays),
        kept=_answered(answered, due) if answered else Kept.NO_ANSWER,
    )
    return first, _clock(Stage.TWO, course.further_on, course.due_on, course.answered_on, today, holidays)


def _clock(
    stage: Stage, since: date, due: date, answered: date | None, today: date, holidays: Collection[date]
) -> Clock:
    waits = Kept.WAITS if today <= due else Kept.WAITS_LATE
    kept = _answered(answered, due) if answered else waits
    days = _days(since, answered or today, due, holidays)
    return Clock(stage, since, due, answered, days, kept)


def _days(since: date, until: date, due: date, holidays: Collection[date]) -> int:
    """Working days gone; past its last day, a day that is none counts as the next one."""
    begun = until > due and not dates.is_working_day(until, holidays)
    return dates.working_days_between(since, until, holidays) + begun


def _answered(on: date, due: date) -> Kept:
    return Kept.IN_TIME if on <= due else Kept.LATE


def due_on(stage: Stage, since: date, holidays: Collection[date]) -> date:
    """The last day for the answer; the day it came is not counted."""
    return dates.add_working_days(since, ANSWER_WITHIN[stage], holidays)
