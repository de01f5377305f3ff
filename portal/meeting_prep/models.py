"""A preparation and its points. It is no contribution: it reaches nobody until its owner shares it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Identified


class MeetingKind(StrEnum):
    """What somebody gets ready for."""

    REVIEW = "review"
    HEARING = "hearing"
    PATHWAY = "pathway"
    OTHER = "other"


class Age(StrEnum):
    """Which prompts suit; nobody has to say."""

    UNDER_12 = "8_11"
    FROM_12 = "12_15"
    FROM_16 = "16_on"


class SaidBy(StrEnum):
    """Who says a point aloud."""

    ME = "me"
    ADVOCATE = "advocate"
    WORKER = "worker"
    READ_OUT = "read_out"


class Reader(StrEnum):
    """Whom a sheet was passed to, as far as its owner says."""

    WORKER = "worker"
    ADVOCATE = "advocate"
    CHAIR = "chair"
    PANEL = "panel"
    OTHER = "other"


class TalkedAbout(StrEnum):
    """Whether it came up, as the young person says."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Changed(StrEnum):
    """Whether anything changed, as the young person says."""

    YES = "yes"
    A_BIT = "a_bit"
    NO = "no"
    TOO_SOON = "too_soon"


class Preparation(Identified, Base):
    """What somebody wants to say at one meeting. Without a code it ends with the visit it was begun in."""

    __tablename__ = "preparation"
    __table_args__ = (
        CheckConstraint("(talked_about IS NULL) = (told_week IS NULL)", name="told_is_dated"),
        CheckConstraint("changed IS NULL OR talked_about IS NOT NULL", name="talked_comes_first"),
    )

    kind: Mapped[MeetingKind]
    age: Mapped[Age | None]
    begun_week: Mapped[date]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    key_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    talked_about: Mapped[TalkedAbout | None]
    changed: Mapped[Changed | None]
    told_week: Mapped[date | None] = mapped_column(index=True)
    points: Mapped[list[Point]] = relationship(order_by="Point.position", cascade="all, delete-orphan")
    shares: Mapped[list[Share]] = relationship(order_by="Share.ends_on", cascade="all, delete-orphan")


class Point(Identified, Base):
    """One thing to say, sealed, in its owner's order."""

    __tablename__ = "preparation_point"
    __table_args__ = (UniqueConstraint("preparation_id", "prompt"),)

    preparation_id: Mapped[UUID] = mapped_column(ForeignKey("preparation.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    prompt: Mapped[str | None]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    said_by: Mapped[SaidBy] = mapped_column(default=SaidBy.ME)
    talked_about: Mapped[TalkedAbout | None]


class Share(Identified, Base):
    """A link its owner gave somebody. Only hashes of the link and its PIN are kept."""

    __tablename__ = "preparation_share"

    preparation_id: Mapped[UUID] = mapped_column(ForeignKey("preparation.id", ondelete="CASCADE"), index=True)
    reader: Mapped[Reader]
    token_hash: Mapped[str] = mapped_column(unique=True)
    pin_hash: Mapped[str]
    misses: Mapped[int] = mapped_column(default=0)
    ends_on: Mapped[date]
    stopped: Mapped[bool] = mapped_column(default=False)
    opened_on: Mapped[date | None]


class PreparationVisit(Base):
    """That a phone has a preparation open; times are rounded up, and leaving quickly deletes the row."""

    __tablename__ = "preparation_visit"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    preparation_id: Mapped[UUID] = mapped_column(ForeignKey("preparation.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime] = mapped_column(index=True)
