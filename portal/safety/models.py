"""Concerns, and who is on duty. The portal passes concerns on; it is not the case record."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.contributions.models import Contribution
from portal.core.db import Base, Identified


class Tier(StrEnum):
    """Who is told, in this order, when a concern waits: at once, after 30 and after 60 staffed minutes."""

    FIRST = "first"
    SECOND = "second"
    MANAGER = "manager"


class ConcernState(StrEnum):
    """How far a concern has come."""

    WAITING = "waiting"
    SEEN = "seen"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


class RaisedBy(StrEnum):
    """What brought it here."""

    YOUNG_PERSON = "young_person"
    READER = "reader"


class RotaDuty(Identified, Base):
    """A weekly stretch in which somebody is awake and reads. An empty rota means nobody is."""

    __tablename__ = "rota_duty"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("ends > starts", name="ends_after_start"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    tier: Mapped[Tier]
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
    works_holidays: Mapped[bool] = mapped_column(default=False)
    account: Mapped[Account] = relationship(lazy="joined")


class Concern(Identified, Base):
    """Somebody may not be safe. `received_at` is kept in every identity mode, because the clocks hang on it."""

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_is_dated"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closing_whole"),
        CheckConstraint("raised_by = 'young_person' OR raised_by_id IS NOT NULL", name="raiser_signs"),
        Index("ix_concern_queue", "state", "received_at", "id"),
    )

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), unique=True)
    raised_by: Mapped[RaisedBy]
    raised_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[ConcernState] = mapped_column(default=ConcernState.WAITING)
    received_at: Mapped[datetime]
    about_worker: Mapped[bool] = mapped_column(default=False)
    narrow: Mapped[bool] = mapped_column(default=False)
    worker_name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    where_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reach_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    worry_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    second_told_at: Mapped[datetime | None]
    manager_told_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    told_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    forgotten_on: Mapped[date | None]
    contribution: Mapped[Contribution] = relationship()
    seen_by: Mapped[Account | None] = relationship(foreign_keys=[seen_by_id])
    closed_by: Mapped[Account | None] = relationship(foreign_keys=[closed_by_id])
    barred: Mapped[list[BarredAccount]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    hand_overs: Mapped[list[HandOver]] = relationship(
        cascade="all, delete-orphan", order_by="HandOver.at", lazy="selectin"
    )


class BarredAccount(Identified, Base):
    """Somebody who may never see a concern, because it is or may be about them or their team (see `barring`)."""

    __tablename__ = "barred_account"
    __table_args__ = (
        UniqueConstraint("concern_id", "account_id"),
        UniqueConstraint("concern_id", "team_id"),
        CheckConstraint("(account_id IS NULL) <> (team_id IS NULL)", name="account_or_team"),
    )

    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="RESTRICT"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id", ondelete="RESTRICT"))


class HandOver(Identified, Base):
    """That a concern went to the people whose job it is; confirmed once they gave a reference back."""

    __tablename__ = "hand_over"
    __table_args__ = (
        CheckConstraint("reference_sealed IS NULL OR confirmed_at IS NOT NULL", name="confirmed_by_reference"),
    )

    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    to_whom_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    how_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reference_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    by: Mapped[Account] = relationship()
