"""What is due, what was left behind, and what a person has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.core import clock, db
from portal.outbox import rules
from portal.outbox.models import Message, Progress

#: What waits for a person.
TO_LOOK_AT = (Progress.UNSURE, Progress.GIVEN_UP)


def due(limit: int = 50) -> Sequence[UUID]:
    """The messages to try now, the longest waiting first."""
    query = select(Message.id).where(Message.progress == Progress.WAITING, Message.next_try_at <= clock.now())
    return db.session.scalars(query.order_by(Message.next_try_at, Message.id).limit(limit)).all()


def left_behind() -> Sequence[Message]:
    """Messages whose sender is gone: killed between handing over and noting it."""
    old = Message.next_try_at <= clock.now() - rules.LEASE
    query = select(Message).where(Message.progress == Progress.SENDING, old)
    return db.session.scalars(query.order_by(Message.next_try_at, Message.id)).all()


def to_look_at() -> Sequence[Message]:
    """Messages that may have been sent, or that nobody could deliver; oldest first, without what they say."""
    query = select(Message).where(Message.progress.in_(TO_LOOK_AT)).options(joinedload(Message.account))
    return db.session.scalars(query.order_by(Message.created_at, Message.id)).all()


def count_to_look_at() -> int:
    """How many those are."""
    return db.session.scalar(select(func.count()).select_from(Message).where(Message.progress.in_(TO_LOOK_AT))) or 0


def was_put(account: Account, *, begins: str, since: datetime) -> bool:
    """Whether a message to them, about an occasion that begins like this, was put in since a moment."""
    mine = Message.account_id == account.id, Message.created_at >= since
    found = select(Message.id).where(*mine, Message.once.startswith(begins, autoescape=True))
    return db.session.scalar(found.order_by(Message.id).limit(1)) is not None


def get_message(message_id: UUID) -> Message:
    """One message, or NotFound."""
    return db.get(Message, message_id)
