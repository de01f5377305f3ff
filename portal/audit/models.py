"""The log of acts. Staff acts carry who and when; young people's own acts are only counted by day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class AuditEvent(Base):
    """One act. `chain` is an HMAC over the event and the chain before it, so no row can be changed unseen."""

    __tablename__ = "audit_event"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(index=True)
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    actor_role: Mapped[str | None]
    subject: Mapped[str | None] = mapped_column(index=True)
    facts: Mapped[str]
    chain: Mapped[str] = mapped_column(unique=True)


class DailyCount(Base):
    """How often young people did something on one day: no order, no minute, no thread."""

    __tablename__ = "daily_count"
    __table_args__ = (CheckConstraint("count > 0", name="counts_something"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
