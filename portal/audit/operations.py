"""Writing the log inside the transaction of the act itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from portal.audit.models import AuditEvent, DailyCount
from portal.audit.rules import FIRST_LINK, SHORTENED, link
from portal.core import clock, crypto, db

#: What may stand beside an act: short codes and counts, never a sentence.
Fact = str | int | bool | None
_CHAIN_LOCK = 58_059_061
_NOBODY: Mapping[UUID, str] = {}
_acting: ContextVar[Mapping[UUID, str]] = ContextVar("acting", default=_NOBODY)


def act_as(roles: Mapping[UUID, str]) -> None:
    """Say in which role each of these accounts acts from now on; a request does it for whoever is signed in."""
    _acting.set(roles)


def who_acts() -> UUID | None:
    """Whoever acts now; None where nobody does, or several may."""
    acting_now = tuple(_acting.get())
    return acting_now[0] if len(acting_now) == 1 else None


@contextmanager
def acting(roles: Mapping[UUID, str]) -> Iterator[None]:
    """The same for as long as the block lasts."""
    token = _acting.set(roles)
    try:
        yield
    finally:
        _acting.reset(token)


def record(
    action: str,
    *,
    by: UUID | None,
    role: str | None = None,
    subject: tuple[str, UUID] | None = None,
    facts: dict[str, Fact] | None = None,
) -> AuditEvent:
    """Append one act to the chain. `subject` is stored under a keyed pseudonym, never as its id.

    The role somebody acted in is the one named here, or else the one they act in now (`act_as`).
    """
    _hold_chain()
    last = db.session.execute(
        select(AuditEvent.sequence, AuditEvent.chain).order_by(AuditEvent.sequence.desc()).limit(1)
    ).first()
    event = AuditEvent(
        sequence=(last.sequence if last else 0) + 1,
        at=clock.now(),
        action=action,
        actor_id=by,
        actor_role=role or (_acting.get().get(by) if by else None),
        subject=crypto.pseudonym(*subject) if subject else None,
        facts=json.dumps(facts or {}, sort_keys=True),
    )
    event.chain = link(event, last.chain if last else FIRST_LINK)
    db.session.add(event)
    db.session.flush()
    return event


def forget_before(moment: datetime) -> int:
    """Cut off the beginning of the log, everything older than a moment; how many events went.

    That it was cut, where, and the link there is an event itself: `queries.verify` takes up the chain from it, and
    whoever removes a row by hand cannot write one.
    """
    _hold_chain()
    first_kept = db.session.scalar(select(func.min(AuditEvent.sequence)).where(AuditEvent.at >= moment))
    until = db.session.execute(
        select(AuditEvent.sequence, AuditEvent.chain)
        .where(AuditEvent.sequence < (first_kept or 0))
        .order_by(AuditEvent.sequence.desc())
        .limit(1)
    ).first()
    if until is None:
        return 0
    record(SHORTENED, by=None, facts={"until": until.sequence, "chain": until.chain})
    old = delete(AuditEvent).where(AuditEvent.sequence <= until.sequence)
    return len(db.session.execute(old.returning(AuditEvent.sequence)).all())


def forget_counts_before(day: date) -> int:
    """Delete daily counts older than a day; how many went."""
    old = delete(DailyCount).where(DailyCount.day < day)
    return len(db.session.execute(old.returning(DailyCount.day)).all())


def count_young_act(action: str, *, by_week: bool = False) -> None:
    """Count one act of a young person for today; nothing tells which, when or in what order.

    `by_week` counts it under its Monday, where there are so few that the day alone would tell.
    """
    day = clock.this_week() if by_week else clock.today()
    insert = sqlite.insert if db.dialect_name() == "sqlite" else postgresql.insert
    statement = insert(DailyCount).values(day=day, action=action, count=1)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["day", "action"], set_={"count": DailyCount.count + 1})
    )


def _hold_chain() -> None:
    """One writer at a time extends the chain; on SQLite the transaction already is the only writer."""
    if db.dialect_name() == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
