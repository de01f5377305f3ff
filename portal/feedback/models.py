"""What is told back, published by a second person, and the verdicts of the people it answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.board.models import Ask, Say
from portal.core.db import Base, Identified


class Told(StrEnum):
    """The three honest endings."""

    DID = "did"
    CANNOT = "cannot"
    NOT_YET = "not_yet"


class Feedback(Identified, Base):
    """One story from ask to answer. It reaches the public page and every life line it answers."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("(published_at IS NULL) = (published_by_id IS NULL)", name="publication_whole"),
        CheckConstraint("published_by_id IS NULL OR published_by_id <> drafted_by_id", name="second_person_publishes"),
        Index("ix_feedback_published", "published_at", "id"),
    )

    ask_id: Mapped[UUID] = mapped_column(ForeignKey("ask.id"), index=True)
    told: Mapped[Told]
    you_said: Mapped[str]
    answer: Mapped[str]
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ask: Mapped[Ask] = relationship()
    drafted_by: Mapped[Account] = relationship(foreign_keys=[drafted_by_id])
    published_by: Mapped[Account | None] = relationship(foreign_keys=[published_by_id])


class Verdict(Identified, Base):
    """What a code holder says of an ask that touched their view. Changing their mind replaces it."""

    __tablename__ = "verdict"
    __table_args__ = (
        UniqueConstraint("contribution_id", "ask_id"),
        Index("ix_verdict_ask_id", "ask_id", "say"),
    )

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    ask_id: Mapped[UUID] = mapped_column(ForeignKey("ask.id"))
    say: Mapped[Say]
    said_week: Mapped[date]
