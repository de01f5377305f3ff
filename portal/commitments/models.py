"""Commitments in plain words, tagged to the six duties of the 2014 Act, section 58, and whom each is for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.contributions.models import LivesIn, Responsible
from portal.core.db import Base, Identified
from portal.partnership.models import Organisation, Post


class Duty(StrEnum):
    """Children and Young People (Scotland) Act 2014, section 58(1)(a) to (f)."""

    ALERT = "a"
    ASSESS = "b"
    PROMOTE = "c"
    OPPORTUNITIES = "d"
    ACCESS = "e"
    IMPROVE = "f"


class Care(StrEnum):
    """Where somebody stands with care. Who is neither was never in care."""

    NOW = "now"
    LEFT = "left"


class Commitment(Identified, Base):
    """A promise: who it is for, what, how to get it, and who answers for it."""

    __tablename__ = "commitment"

    name: Mapped[str] = mapped_column(unique=True)
    what: Mapped[str]
    who_for: Mapped[str]
    how_to_get: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("post.id"))
    duty: Mapped[Duty]
    source: Mapped[str]
    last_checked_on: Mapped[date | None]
    position: Mapped[int]
    retired_on: Mapped[date | None]
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    post: Mapped[Post | None] = relationship(lazy="joined")
    rules: Mapped[list[EligibilityRule]] = relationship(
        order_by="(EligibilityRule.from_on, EligibilityRule.id)", cascade="all, delete-orphan", passive_deletes=True
    )


class EligibilityRule(Identified, Base):
    """Somebody whom a commitment is for, from one day until another. What is missing asks nothing.

    Ages are in whole years and days are whole days, both ends included; `homes` holds `HomeType` values with commas,
    "" means any. Law changes: a rule that starts later stands here long before its day.
    """

    __tablename__ = "eligibility_rule"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days_in_order"),
        CheckConstraint("age_from IS NULL OR age_to IS NULL OR age_to >= age_from", name="ages_in_order"),
        CheckConstraint("left_at_least IS NULL OR care = 'left'", name="only_who_left"),
    )

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id", ondelete="CASCADE"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    care: Mapped[Care | None]
    left_at_least: Mapped[int | None]
    homes: Mapped[str]
    kinship_order: Mapped[bool | None]
    lives_in: Mapped[LivesIn | None]
    responsible: Mapped[Responsible | None]
    source: Mapped[str]
