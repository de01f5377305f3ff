"""A group's evening: a thread of its own with one code, and never a number of people beside single voices."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.contributions.models import Contribution, Whereabouts
from portal.core.db import Base
from portal.partnership.models import Organisation

FEWEST, MOST = 2, 200


class Told(StrEnum):
    """What the group was told about sharing, and whether they all said yes."""

    ALL_AGREED = "all_agreed"
    TOLD = "told"
    NOT_ALL = "not_all"


class GroupSession(Base):
    """What is known of an evening besides the words. `bands` are ages present, by comma; `people` how many came."""

    __tablename__ = "group_session"
    __table_args__ = (CheckConstraint(f"people BETWEEN {FEWEST} AND {MOST}", name="is_a_group"),)

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    consultation_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    helper: Mapped[str]
    place: Mapped[Whereabouts]
    held_week: Mapped[date]
    people: Mapped[int]
    bands: Mapped[str]
    told: Mapped[Told]
    photos: Mapped[bool]
    contribution: Mapped[Contribution] = relationship()
    organisation: Mapped[Organisation] = relationship()


class GroupPoint(Base):
    """What a passage of a group is: one voice (`agreed` is null), or a point that so many agreed to."""

    __tablename__ = "group_point"
    __table_args__ = (CheckConstraint("agreed IS NULL OR agreed > 0", name="somebody_agreed"),)

    words_id: Mapped[UUID] = mapped_column(ForeignKey("words.id", ondelete="CASCADE"), primary_key=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    agreed: Mapped[int | None]
    quotable: Mapped[bool]
