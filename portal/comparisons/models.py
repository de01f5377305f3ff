"""Where an imported wave came from, and figures other surveys published."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.consultations.models import Consultation
from portal.core.db import Base, Identified


class ImportedWave(Base):
    """A consultation whose answers were given elsewhere: who asked, how, and how many rows were brought in.

    `digest` stands for what the rows say (`operations.digest_of`); none for those of before it was kept.
    """

    __tablename__ = "imported_wave"
    __table_args__ = (CheckConstraint("people > 0", name="holds_people"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str]
    method: Mapped[str]
    people: Mapped[int]
    digest: Mapped[str | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    consultation: Mapped[Consultation] = relationship()
    by: Mapped[Account] = relationship()


class OutsideFigure(Identified, Base):
    """One published figure of another survey, beside a question of ours; never added to our own.

    `question_key` and `answer` say what it stands beside; `share` is a whole percentage, of `base` people where known.
    """

    __tablename__ = "outside_figure"
    __table_args__ = (
        CheckConstraint("share BETWEEN 0 AND 100", name="is_a_share"),
        CheckConstraint("base IS NULL OR base > 0", name="base_counts"),
        Index("ix_outside_figure_question", "question_key", "year"),
    )

    question_key: Mapped[str]
    answer: Mapped[str]
    survey: Mapped[str]
    publisher: Mapped[str]
    year: Mapped[int]
    population: Mapped[str]
    share: Mapped[int]
    base: Mapped[int | None]
    address: Mapped[str]
    retrieved_on: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
