"""Definitions of measures, and their readings. Every reading needs two people."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.commitments.models import Commitment
from portal.core.db import Base, Identified
from portal.partnership.models import Post


class Every(StrEnum):
    """How long one period is."""

    QUARTER = "quarter"
    YEAR = "year"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Measure(Identified, Base):
    """A share: `numerator` of `denominator`, in words. Baseline, target and tolerance are whole per cent.

    Less than `amber_within` points short of the target is amber; further is red.
    """

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint("target IS NULL OR target BETWEEN 0 AND 100", name="target_is_a_share"),
        CheckConstraint("baseline IS NULL OR baseline BETWEEN 0 AND 100", name="baseline_is_a_share"),
        CheckConstraint("amber_within BETWEEN 0 AND 100", name="tolerance_is_a_share"),
    )

    name: Mapped[str] = mapped_column(unique=True)
    numerator: Mapped[str]
    denominator: Mapped[str]
    every: Mapped[Every]
    source: Mapped[str]
    direction: Mapped[Direction]
    baseline: Mapped[int | None]
    target: Mapped[int | None]
    amber_within: Mapped[int]
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"))
    commitment_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitment.id"), index=True)
    post: Mapped[Post] = relationship(lazy="joined")
    commitment: Mapped[Commitment | None] = relationship(lazy="joined")


class MeasureReading(Identified, Base):
    """What was counted in one period, both days included. Nobody but the team sees it before a second person agreed."""

    __tablename__ = "measure_reading"
    __table_args__ = (
        UniqueConstraint("measure_id", "starts_on"),
        CheckConstraint("ends_on > starts_on", name="days_in_order"),
        CheckConstraint("numerator >= 0 AND numerator <= denominator", name="part_of_whole"),
        CheckConstraint("(approved_on IS NULL) = (approved_by_id IS NULL)", name="approval_whole"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> entered_by_id", name="second_person_approves"),
    )

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    numerator: Mapped[int]
    denominator: Mapped[int]
    note: Mapped[str]
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_on: Mapped[date | None]
    measure: Mapped[Measure] = relationship()
    entered_by: Mapped[Account] = relationship(foreign_keys=[entered_by_id])
