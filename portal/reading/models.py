"""What reading a view led to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.complaints.models import Wish
from portal.core.db import Base, Identified


class Outcome(StrEnum):
    """What reading a view led to."""

    SAFE = "safe"
    WORRIED = "worried"
    COMPLAINT = "complaint"
    ASK = "ask"
    GOOD_NEWS = "good_news"


class Triage(Identified, Base):
    """What the reader decided about a view; deciding again replaces it, and the audit keeps both."""

    __tablename__ = "triage"

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), unique=True)
    outcome: Mapped[Outcome]
    complaint_wish: Mapped[Wish] = mapped_column(default=Wish.NOT_ASKED)
    decided_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by: Mapped[Account] = relationship()


class Translation(Identified, Base):
    """A passage in English, kept beside the original and never in its place; sealed like it, gone with it."""

    __tablename__ = "translation"

    words_id: Mapped[UUID] = mapped_column(ForeignKey("words.id", ondelete="CASCADE"), unique=True)
    language: Mapped[str]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    by: Mapped[Account] = relationship()
