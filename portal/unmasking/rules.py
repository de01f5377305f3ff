"""How long a request waits, how long a name stays open, and when its owner is told. Pure; times are moments in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

#: A request nobody decides in a day has lapsed; who still needs the name asks again and says why again.
TIME_TO_DECIDE = timedelta(hours=24)
#: How long a name stays open once a second person agreed (security plan, T19).
TIME_TO_LOOK = timedelta(minutes=60)
#: How long its owner may be kept from seeing it, each time that telling is judged unsafe.
LONGEST_KEPT = timedelta(days=90)


class State(StrEnum):
    """How far a request has come."""

    WAITING = "waiting"
    LAPSED = "lapsed"
    REFUSED = "refused"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True)
class Asked:
    """A request, as far as these rules look at it."""

    asked_by: UUID
    asked_at: datetime
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    agreed: bool | None = None


def state(asked: Asked, now: datetime) -> State:
    """Where it stands now. A clock that jumped back opens nothing that was not open."""
    if asked.decided_at is None:
        return State.WAITING if timedelta(0) <= now - asked.asked_at < TIME_TO_DECIDE else State.LAPSED
    if not asked.agreed:
        return State.REFUSED
    return State.OPEN if timedelta(0) <= now - asked.decided_at < TIME_TO_LOOK else State.ENDED


def still_refused(asked: Asked, now: datetime) -> bool:
    """Whether a second person said no within the last day: nobody asks on until somebody says yes."""
    return asked.decided_at is not None and not asked.agreed and now - asked.decided_at < TIME_TO_DECIDE


def may_decide(asked: Asked, account_id: UUID, now: datetime) -> bool:
    """Whether this account may be the second person: never the one who asked, in whatever role."""
    return account_id != asked.asked_by and state(asked, now) is State.WAITING


def may_look(asked: Asked, account_id: UUID, now: datetime) -> bool:
    """Whether this account sees the name now: who asked, once somebody else agreed, while the hour lasts."""
    second = asked.decided_by is not None and asked.decided_by != asked.asked_by
    return second and account_id == asked.asked_by and state(asked, now) is State.OPEN


def is_told(kept_until: date | None, today: date) -> bool:
    """Whether its owner sees it on the life line."""
    return kept_until is None or kept_until <= today


def may_keep_longer(kept_until: date | None, *, kept_longer: bool, today: date) -> bool:
    """Whether telling may be put off once more: once, and while it is still put off."""
    return kept_until is not None and kept_until > today and not kept_longer
