"""Who the partners are and what they publish about themselves; edited as records, never as code."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Identified


class Partnership(Identified, Base):
    """The one community planning partnership this portal serves (a single row)."""

    __tablename__ = "partnership"

    name: Mapped[str]
    area: Mapped[str]
    voice_name: Mapped[str]
    board_name: Mapped[str]
    reading_hours: Mapped[str]
    reply_working_days: Mapped[int]
    invented: Mapped[bool] = mapped_column(default=False)


class Organisation(Identified, Base):
    """A partner; `schedule4` quotes the entry that makes it a corporate parent (2014 Act, Schedule 4)."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("statutory = (schedule4 IS NOT NULL)", name="statutory_has_entry"),)

    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str] = mapped_column(unique=True)
    statutory: Mapped[bool]
    schedule4: Mapped[str | None]
    local: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]


class Post(Identified, Base):
    """A post that answers for an organisation: people change, the post still owes the answer."""

    __tablename__ = "post"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str]
    retired_on: Mapped[date | None]
    organisation: Mapped[Organisation] = relationship()


class Team(Identified, Base):
    """A team inside an organisation, so that a concern about its people can be kept from it."""

    __tablename__ = "team"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    organisation: Mapped[Organisation] = relationship()


class Locality(Identified, Base):
    """A part of the area large enough to be named beside a number."""

    __tablename__ = "locality"

    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]


class GovernanceLevel(Identified, Base):
    """A rung of the partnership's ladder; position 1 is nearest young people."""

    __tablename__ = "governance_level"

    position: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    purpose: Mapped[str]
    retired_on: Mapped[date | None]


class HelpLine(Identified, Base):
    """A number somebody can ring; shown only once a named person has verified it."""

    __tablename__ = "help_line"
    __table_args__ = (
        CheckConstraint("NOT verified OR (checked_on IS NOT NULL AND checked_by IS NOT NULL)", name="verified_by"),
        CheckConstraint("phone IS NOT NULL OR text_number IS NOT NULL", name="has_a_number"),
    )

    name: Mapped[str]
    phone: Mapped[str | None]
    text_number: Mapped[str | None]
    when_open: Mapped[str]
    always_open: Mapped[bool] = mapped_column(default=False)
    min_age: Mapped[int | None]
    max_age: Mapped[int | None]
    note: Mapped[str | None]
    source: Mapped[str]
    checked_on: Mapped[date | None]
    checked_by: Mapped[str | None]
    verified: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]

    @property
    def when(self) -> str:
        """When somebody answers, as pages show it."""
        return self.when_open


class LocalHoliday(Identified, Base):
    """A day the offices are shut. Whoever is awake that day says so on the rota."""

    __tablename__ = "local_holiday"

    on: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str]
    source: Mapped[str]
