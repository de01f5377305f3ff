"""Dropping roles whose end has come; forgetting visits that ended, links that expired, and counts of rate limits."""

from __future__ import annotations

from sqlalchemy import delete

from portal.accounts import operations
from portal.accounts.models import Invitation, WorkSession
from portal.accounts.sessions import IDLE
from portal.core import clock, db, limits
from portal.jobs.worker import HOURLY, MINUTELY, periodic


@periodic(HOURLY)
def forget_rate_limits() -> int:
    """Windows that ended."""
    return limits.counters().sweep()


@periodic(HOURLY)
def forget_ended_sessions() -> int:
    """Visits that are too old or were left alone; they open nothing already."""
    now = clock.now()
    ended = (WorkSession.ends_at <= now) | (WorkSession.seen_at <= now - IDLE)
    return len(db.session.execute(delete(WorkSession).where(ended).returning(WorkSession.token_hash)).all())


@periodic(HOURLY)
def forget_expired_links() -> int:
    """Links whose week is over, with a choice nobody agreed to; they open nothing already."""
    expired = Invitation.expires_at <= clock.now()
    return len(db.session.execute(delete(Invitation).where(expired).returning(Invitation.id)).all())


@periodic(MINUTELY)
def end_roles() -> int:
    """Roles that were given for a time; they open nothing already."""
    return operations.end_over()
