"""A pile of papers, what was typed of each, and which are done."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.consultations.models import Consultation, Edition
from portal.contributions.models import Whereabouts
from portal.core.db import Base, Identified

#: As many papers as one pile holds.
MOST_PAPERS = 300


class Pile(Identified, Base):
    """Papers of one edition that came together: from where, in which week. Nobody's name is on any of them."""

    __tablename__ = "paper_pile"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    place: Mapped[Whereabouts]
    came_week: Mapped[date]
    begun_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    consultation: Mapped[Consultation] = relationship()
    edition: Mapped[Edition] = relationship()
    begun_by: Mapped[Account] = relationship()


class Typing(Identified, Base):
    """What one person typed of one paper, sealed, until two agree. `typed_on` is when it began to wait."""

    __tablename__ = "paper_typing"
    __table_args__ = (
        UniqueConstraint("pile_id", "number", "by_id"),
        UniqueConstraint("pile_id", "number", "turn"),
        CheckConstraint(f"number BETWEEN 1 AND {MOST_PAPERS}", name="in_the_pile"),
        CheckConstraint("turn IN (1, 2)", name="two_turns"),
    )

    pile_id: Mapped[UUID] = mapped_column(ForeignKey("paper_pile.id", ondelete="CASCADE"))
    number: Mapped[int]
    turn: Mapped[int]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    typed_on: Mapped[date]
    state_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[Account] = relationship()


class DonePaper(Base):
    """That a paper of a pile became a view, or was not to be counted; never which view."""

    __tablename__ = "paper_done"

    pile_id: Mapped[UUID] = mapped_column(ForeignKey("paper_pile.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    dropped: Mapped[int]
