"""The register of complaints: what a young person answered, and the dates that hang on a yes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.contributions.models import Contribution
from portal.core.db import Base, Identified


class Wish(StrEnum):
    """Whether they want it to be a complaint: always asked, never assumed (SPSO child-friendly complaints)."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    YES = "yes"
    NO = "no"


class Stage(StrEnum):
    """The two stages of the model complaints handling procedure; after the second comes the ombudsman."""

    ONE = "one"
    TWO = "two"


class Finding(StrEnum):
    """What looking into it found."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    RESOLVED = "resolved"


class Complaint(Identified, Base):
    """One thread's complaint. A yes keeps its moment, since the answer is due from it; a no keeps no time at all.

    `closed_at` and `due_on` are those of the stage it is at. Where it went to the second, `stage_one_answered_at` is
    when the first had its answer, and `stage_one_due_on` the day that was told for it; without it nobody kept it.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("(wish = 'yes') = (received_at IS NOT NULL)", name="yes_is_dated"),
        CheckConstraint("(received_at IS NULL) = (due_on IS NULL)", name="dated_is_due"),
        CheckConstraint("(stage = 'two') = (stage_two_at IS NOT NULL)", name="second_stage_is_dated"),
        CheckConstraint("stage_one_answered_at IS NULL OR stage = 'two'", name="first_answer_before_second"),
        CheckConstraint("stage_one_due_on IS NULL OR stage = 'two'", name="first_due_before_second"),
        CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL) AND (closed_at IS NULL OR finding IS NOT NULL)",
            name="closing_whole",
        ),
        Index("ix_complaint_register", "closed_at", "due_on", "id"),
    )

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), unique=True)
    wish: Mapped[Wish]
    stage: Mapped[Stage] = mapped_column(default=Stage.ONE)
    received_at: Mapped[datetime | None]
    stage_two_at: Mapped[datetime | None]
    stage_one_answered_at: Mapped[datetime | None]
    stage_one_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    finding: Mapped[Finding | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    outcome_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    learning_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    contribution: Mapped[Contribution] = relationship()
    closed_by: Mapped[Account | None] = relationship()
