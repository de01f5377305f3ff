"""Letters with one-use codes, how many young people there are, and what was tried to reach them.

A code knows bands and the letter it was printed on, never a person and never what was sent with it. What is sent
takes the bands along and nothing else; the code only turns to spent, in a week.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.consultations.models import Consultation
from portal.contributions.models import AgeBand, HomeType, LivesIn, Responsible
from portal.core.db import Base, Identified
from portal.partnership.models import Locality, Organisation


class Group(StrEnum):
    """What young people are grouped by where it is asked who was heard: everybody, or one band."""

    ALL = "all"
    AGE_BAND = "age_band"
    HOME = "home"
    LOCALITY = "locality"


class InvitationBatch(Identified, Base):
    """Letters made in one go. `key_hash` makes two presses one batch; `listed_on`: the reminder list was taken."""

    __tablename__ = "invitation_batch"
    __table_args__ = (CheckConstraint("number > 0", name="has_letters"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    number: Mapped[int]
    key_hash: Mapped[str] = mapped_column(unique=True)
    made_on: Mapped[date]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    void_on: Mapped[date | None]
    listed_on: Mapped[date | None]
    consultation: Mapped[Consultation] = relationship()
    made_by: Mapped[Account] = relationship()


class InvitationCode(Identified, Base):
    """A one-use code, as a keyed hash, with the bands of whoever was sent the letter. Empty bands were not said."""

    __tablename__ = "invitation_code"
    __table_args__ = (UniqueConstraint("batch_id", "letter"),)

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("invitation_batch.id", ondelete="CASCADE"))
    letter: Mapped[int]
    code_hash: Mapped[str] = mapped_column(unique=True)
    age_band: Mapped[AgeBand | None]
    home_type: Mapped[HomeType | None]
    locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("locality.id"))
    responsible: Mapped[Responsible | None]
    lives_in: Mapped[LivesIn | None]
    spent_week: Mapped[date | None]
    batch: Mapped[InvitationBatch] = relationship()
    locality: Mapped[Locality | None] = relationship()


class EligibleTotal(Identified, Base):
    """How many young people of a group there were on a day, and who says so. A newer one is another row."""

    __tablename__ = "eligible_total"
    __table_args__ = (
        CheckConstraint("number >= 0", name="counts_people"),
        CheckConstraint("(\"group\" = 'all') = (\"key\" = '')", name="all_has_no_key"),
        Index("ix_eligible_total_group", "group", "key", "as_of"),
    )

    group: Mapped[Group]
    key: Mapped[str]
    number: Mapped[int]
    as_of: Mapped[date]
    source: Mapped[str]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    noted_by: Mapped[Account] = relationship()


class Outreach(Identified, Base):
    """What was tried to reach a group: when, by which organisation. About a group, never about one person."""

    __tablename__ = "outreach"
    __table_args__ = (CheckConstraint("(\"group\" = 'all') = (\"key\" = '')", name="all_has_no_key"),)

    group: Mapped[Group]
    key: Mapped[str]
    tried_on: Mapped[date] = mapped_column(index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    what: Mapped[str]
    noted_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    organisation: Mapped[Organisation] = relationship()
