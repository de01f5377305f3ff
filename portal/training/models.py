"""Training packs, and the passages in them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.board.models import Ask
from portal.contributions.models import Words
from portal.core.db import Base, Identified


class TrainingPack(Identified, Base):
    """Something to teach staff with. `questions` are for talking about, one a line; approved, it changes no more."""

    __tablename__ = "training_pack"
    __table_args__ = (
        CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approval_whole"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> begun_by_id", name="second_person_approves"),
    )

    title: Mapped[str]
    questions: Mapped[str]
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    begun_by: Mapped[Account] = relationship(foreign_keys=[begun_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])


class TrainingPassage(Identified, Base):
    """A passage of a view in a pack: told in other words, or as a quote two people checked for the board.

    It goes with the passage it comes from, and within the hour after its owner allows teaching no longer.
    """

    __tablename__ = "training_passage"
    __table_args__ = (
        UniqueConstraint("pack_id", "words_id"),
        CheckConstraint("(ask_id IS NULL) = (told_sealed IS NOT NULL)", name="told_or_quoted"),
    )

    pack_id: Mapped[UUID] = mapped_column(ForeignKey("training_pack.id", ondelete="CASCADE"))
    words_id: Mapped[UUID] = mapped_column(ForeignKey("words.id", ondelete="CASCADE"), index=True)
    ask_id: Mapped[UUID | None] = mapped_column(ForeignKey("ask.id", ondelete="CASCADE"), index=True)
    told_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    words: Mapped[Words] = relationship()
    ask: Mapped[Ask | None] = relationship()


class TrainingMaker(Base):
    """Everybody who ever made a part of a pack, also one replaced or taken out since: none of them approves it."""

    __tablename__ = "training_maker"

    pack_id: Mapped[UUID] = mapped_column(ForeignKey("training_pack.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
