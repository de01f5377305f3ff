"""Words to avoid, what to say instead, and which champions decided it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base, Identified


class Standing(StrEnum):
    """Whether adults are told about a word."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    RETIRED = "retired"


class Turn(StrEnum):
    """What a champion decides: that a word comes onto the list, or goes off it."""

    CONFIRM = "confirm"
    RETIRE = "retire"


class AvoidedWord(Identified, Base):
    """A word with its other forms, by comma. `proposed_by_id` is null for the list adults began with."""

    __tablename__ = "avoided_word"
    __table_args__ = (CheckConstraint("forms <> ''", name="has_a_form"), Index("ix_avoided_word_standing", "standing"))

    forms: Mapped[str]
    say: Mapped[str]
    because: Mapped[str]
    standing: Mapped[Standing]
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[Account | None] = relationship()
    votes: Mapped[list[WordVote]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="WordVote.at, WordVote.account_id"
    )

    @property
    def every_form(self) -> tuple[str, ...]:
        """Each form by itself."""
        return tuple(form.strip() for form in self.forms.split(",") if form.strip())


class WordVote(Base):
    """One champion's say in one turn; it stays when the word has moved on, so that anybody can see who decided."""

    __tablename__ = "word_vote"

    word_id: Mapped[UUID] = mapped_column(ForeignKey("avoided_word.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    turn: Mapped[Turn] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    account: Mapped[Account] = relationship()
