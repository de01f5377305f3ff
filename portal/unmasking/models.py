"""A request to see one name: who asked and why, who decided, and whether its owner sees it on the life line."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.contributions.models import Contribution
from portal.core.db import Base, Identified


class Reason(StrEnum):
    """Why a name is opened. Curiosity is none of them."""

    TO_WORKER = "to_worker"
    SORT = "sort"
    WORRIED = "worried"
    LAW = "law"


class Unmasking(Identified, Base):
    """One look at one name, asked for and decided. The words beside it are sealed: they may tell of the young person.

    `kept_until` is the day until which its owner is not told, because that would not be safe.
    """

    __tablename__ = "unmasking"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="second_person_decides"),
        CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (agreed IS NULL)",
            name="decision_whole",
        ),
        CheckConstraint("opened_at IS NULL OR agreed", name="opened_only_when_agreed"),
        CheckConstraint("(kept_until IS NULL) = (kept_because_sealed IS NULL)", name="kept_says_why"),
        CheckConstraint("kept_until IS NULL OR agreed", name="kept_only_when_agreed"),
        CheckConstraint("NOT kept_longer OR kept_until IS NOT NULL", name="longer_only_when_kept"),
        Index("ix_unmasking_thread", "contribution_id", "asked_at"),
        Index("ix_unmasking_waits", "decided_at", "asked_at"),
    )

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    reason: Mapped[Reason]
    because_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    agreed: Mapped[bool | None]
    refusal_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime | None]
    kept_until: Mapped[date | None]
    kept_because_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    kept_longer: Mapped[bool] = mapped_column(default=False)
    contribution: Mapped[Contribution] = relationship()
    asked_by: Mapped[Account] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])
