"""Believing the clock before erasing by it, and letting two people say that it is right after all."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.audit import queries as log
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.lifeline.models import ErasureWatch
from portal.lifeline.rules import is_believable


def find_watch() -> ErasureWatch | None:
    """What the last run noted; None before the first."""
    return db.session.scalar(select(ErasureWatch).limit(1))


def is_stopped() -> bool:
    """Whether erasing waits for two people; for the administrator's alarm."""
    return db.session.scalar(select(func.count()).where(ErasureWatch.stopped_at.is_not(None))) != 0


def clock_is_right() -> bool:
    """Note this moment if it can be believed; else stop until two people say so, also once the clock was put right.

    The first run of all only notes the time: there is nothing yet to compare it with.
    """
    watch = find_watch()
    if watch is None:
        db.session.add(ErasureWatch(believed_at=clock.now(), believed_sequence=log.last_sequence()))
        db.session.flush()
        return False
    if watch.stopped_at is not None:
        return False
    if is_believable(watch.believed_at, log.moments_since(watch.believed_sequence), clock.now()):
        _believe(watch)
        return True
    watch.stopped_at = clock.now()
    db.session.flush()
    audit.record("erasing.stopped", by=None)
    return False


def ask_to_go_on(*, by: Account) -> None:
    """One person says that the clock is right; it takes another to believe them."""
    watch = _stopped()
    if watch.asked_by_id is not None:
        raise RuleError("Somebody has said so already. A second person has to agree.")
    watch.asked_by_id = by.id
    db.session.flush()
    audit.record("erasing.asked", by=by.id)


def go_on(*, by: Account) -> None:
    """The second person agrees: the next run erases again."""
    watch = _stopped()
    if watch.asked_by_id is None:
        raise RuleError("First somebody has to say that the clock is right.")
    if watch.asked_by_id == by.id:
        raise RuleError("A second person has to agree.")
    audit.record("erasing.resumed", by=by.id)
    _believe(watch)


def _stopped() -> ErasureWatch:
    watch = db.session.scalar(select(ErasureWatch).where(ErasureWatch.stopped_at.is_not(None)).with_for_update())
    if watch is None:
        raise RuleError("Erasing goes on already.")
    return watch


def _believe(watch: ErasureWatch) -> None:
    watch.believed_at, watch.believed_sequence = clock.now(), log.last_sequence()
    watch.asked_by_id = watch.stopped_at = None
    db.session.flush()
