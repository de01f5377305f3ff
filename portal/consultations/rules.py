"""When a consultation may be started, sent to, and counted; and what may still change in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from portal.consultations.models import Audience
from portal.contributions import drafts
from portal.contributions.models import Identity
from portal.core import clock

#: Somebody in the middle of answering when it closes may still finish: a draft without a draft code lives this long.
TIME_TO_FINISH = drafts.IDLE
#: How far back to look at what the same people were asked.
LATELY = timedelta(days=365)


def is_open(opens_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Whether somebody may start it now."""
    return opens_at <= now < closes_at


def may_finish(opens_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Whether somebody who started in time may still answer and send."""
    return opens_at <= now < closes_at + TIME_TO_FINISH


def is_settled(closes_at: datetime, now: datetime) -> bool:
    """Whether no more answers can come, so that counts stay as they are."""
    return now >= closes_at + TIME_TO_FINISH


def reports_late(report_back_on: date, reported_on: date | None, today: date) -> bool:
    """Whether the day we said we would report back has gone by, and we have not."""
    return reported_on is None and report_back_on < today


def moment_at(day: date, hour: time) -> datetime | None:
    """What a clock on the wall in Scotland shows, as a moment; None where it never shows it, or shows it twice.

    Clocks go forward from 1:00 to 2:00 on the last Sunday in March, and back from 2:00 to 1:00 on the last in October.
    """
    first, second = (datetime.combine(day, hour, clock.UK).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return first if first == second else None


def audiences_meet(some: Collection[Audience], others: Collection[Audience]) -> bool:
    """Whether some of the same ages are asked: 16 and 17 are in two of the versions."""
    pairs = {(one, other) for one in some for other in others}
    both = {Audience.FROM_12, Audience.FROM_16}
    return any(one is other or Audience.ALL in (one, other) or {one, other} == both for one, other in pairs)


def keeps_anonymity(before: Collection[Identity], after: Collection[Identity]) -> bool:
    """Whether nobody would be known further than they were told when it was launched."""
    return Identity.NOBODY in after and set(after) - {Identity.NOBODY} <= set(before)
