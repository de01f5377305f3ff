"""Themes. A view may stand under several; who put it there is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Identified
from portal.partnership.models import Organisation


class Theme(Identified, Base):
    """A thing several young people say, with young people's own word for it."""

    __tablename__ = "theme"

    name: Mapped[str] = mapped_column(unique=True)
    young_word: Mapped[str]
    counts: Mapped[str]
    counts_not: Mapped[str]
    shanarri: Mapped[str | None]
    uncrc: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    retired_at: Mapped[datetime | None]
    organisations: Mapped[list[Organisation]] = relationship(
        secondary="theme_owner", order_by="Organisation.position", lazy="selectin"
    )


class ThemeOwner(Base):
    """That an organisation answers for a theme; what several can change stands on the page of each."""

    __tablename__ = "theme_owner"

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)


class Coding(Identified, Base):
    """That a view belongs under a theme."""

    __tablename__ = "coding"
    __table_args__ = (
        UniqueConstraint("contribution_id", "theme_id"),
        Index("ix_coding_theme_id", "theme_id", "contribution_id"),
    )

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    theme: Mapped[Theme] = relationship()
