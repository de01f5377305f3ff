"""Commitments in plain words, tagged to the six duties of the 2014 Act, section 58."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Identified
from portal.partnership.models import Organisation, Post


class Duty(StrEnum):
    """Children and Young People (Scotland) Act 2014, section 58(1)(a) to (f)."""

    ALERT = "a"
    ASSESS = "b"
    PROMOTE = "c"
    OPPORTUNITIES = "d"
    ACCESS = "e"
    IMPROVE = "f"


class Commitment(Identified, Base):
    """A promise: who it is for, what, how to get it, and who answers for it."""

    __tablename__ = "commitment"

    name: Mapped[str] = mapped_column(unique=True)
    what: Mapped[str]
    who_for: Mapped[str]
    how_to_get: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("post.id"))
    duty: Mapped[Duty]
    source: Mapped[str]
    last_checked_on: Mapped[date | None]
    position: Mapped[int]
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    post: Mapped[Post | None] = relationship(lazy="joined")
