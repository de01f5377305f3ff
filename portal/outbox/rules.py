"""When a message is tried again, and when a person has to look. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from portal.outbox.models import Progress

#: From a minute to four hours, then a person looks (security plan, outbox).
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 4, 15, 60, 240, 240, 240))
MOST_TRIES = len(WAITS) + 1
#: Whoever has been sending for longer than this is gone; a try is cut off at half of it (`channels.WHOLE_TRY`).
LEASE = timedelta(minutes=5)
#: What was sent is forgotten after a week, the row after three months.
BODY_KEPT, ROW_KEPT = timedelta(days=7), timedelta(days=90)


class Outcome(StrEnum):
    """What one try came to."""

    SENT = "sent"
    NOT_NOW = "not_now"
    NEVER = "never"
    UNSURE = "unsure"


def after(outcome: Outcome, attempts: int) -> tuple[Progress, timedelta | None]:
    """Where a message stands after a try, and how long it waits for the next one."""
    if outcome is Outcome.SENT:
        return Progress.SENT, None
    if outcome is Outcome.UNSURE:
        return Progress.UNSURE, None
    if outcome is Outcome.NEVER or attempts >= MOST_TRIES:
        return Progress.GIVEN_UP, None
    return Progress.WAITING, WAITS[max(0, attempts - 1)]


def left_behind(outcome: Outcome | None) -> Progress:
    """Where a message stands whose sender was killed: as the channel says, or unsure where it cannot say."""
    by_outcome = {Outcome.SENT: Progress.SENT, Outcome.NOT_NOW: Progress.WAITING, Outcome.NEVER: Progress.GIVEN_UP}
    return by_outcome.get(outcome, Progress.UNSURE) if outcome else Progress.UNSURE
