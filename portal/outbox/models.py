"""A message on its way to one account, and how far it came."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base, Identified


class Progress(StrEnum):
    """How far a message is. `unsure`: it may have gone out and nobody can tell; a person decides."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    GIVEN_UP = "given_up"
    LET_GO = "let_go"


class Message(Identified, Base):
    """One message. `once` makes the same occasion one message, whoever puts it in and however often."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_count"),
        CheckConstraint("(progress = 'sent') = (sent_at IS NOT NULL)", name="sent_has_a_moment"),
        Index("ix_outbox_message_due", "progress", "next_try_at"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    once: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    progress: Mapped[Progress]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()
