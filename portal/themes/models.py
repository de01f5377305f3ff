"""Themes, how they came to be what they are, and who found which theme where. A view may stand under several."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base, Identified
from portal.partnership.models import Organisation


class Act(StrEnum):
    """What was done to a theme after it was made."""

    REWORDED = "reworded"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"
    BROUGHT_BACK = "brought_back"


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


class CodebookChange(Identified, Base):
    """One act on a theme: who, when, why, and how the theme was worded until then.

    `other_id` is the theme it was merged into, or the one that was split off; `moved` how many views went there.
    """

    __tablename__ = "codebook_change"
    __table_args__ = (
        CheckConstraint("(act IN ('merged', 'split')) = (other_id IS NOT NULL)", name="two_themes"),
        CheckConstraint("other_id IS NULL OR other_id <> theme_id", name="not_itself"),
        CheckConstraint("act = 'brought_back' OR why IS NOT NULL", name="says_why"),
    )

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    other_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    act: Mapped[Act]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    why: Mapped[str | None]
    name: Mapped[str]
    young_word: Mapped[str]
    counts: Mapped[str]
    counts_not: Mapped[str]
    moved: Mapped[int] = mapped_column(default=0)
    by: Mapped[Account] = relationship()
    theme: Mapped[Theme] = relationship(foreign_keys=[theme_id])
    other: Mapped[Theme | None] = relationship(foreign_keys=[other_id])


class CodedView(Identified, Base):
    """One coder's own coding of one view. Whoever codes it second does not see it before they are done themselves."""

    __tablename__ = "coded_view"
    __table_args__ = (
        UniqueConstraint("contribution_id", "by_id"),
        Index("ix_coded_view_by_id", "by_id", "done_at"),
    )

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    begun_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    by: Mapped[Account] = relationship()
    marks: Mapped[list[CodingMark]] = relationship(
        order_by="[CodingMark.starts, CodingMark.id]", cascade="all, delete-orphan"
    )

    @property
    def theme_ids(self) -> frozenset[UUID]:
        """The themes they found anywhere in it."""
        return frozenset(mark.theme_id for mark in self.marks)


class CodingMark(Identified, Base):
    """That one coder found a theme in a view, or in a passage of it.

    A passage is `starts` to `ends`, counted in characters of the opened text (Python's), so nothing of it is copied.
    """

    __tablename__ = "coding_mark"
    __table_args__ = (
        CheckConstraint("(words_id IS NULL) = (starts IS NULL)", name="passage_starts"),
        CheckConstraint("(words_id IS NULL) = (ends IS NULL)", name="passage_ends"),
        CheckConstraint("starts IS NULL OR (starts >= 0 AND ends > starts)", name="passage_is_some"),
    )

    coded_view_id: Mapped[UUID] = mapped_column(ForeignKey("coded_view.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    words_id: Mapped[UUID | None] = mapped_column(ForeignKey("words.id", ondelete="CASCADE"), index=True)
    starts: Mapped[int | None]
    ends: Mapped[int | None]
    theme: Mapped[Theme] = relationship()


class SettledCoding(Base):
    """That coders who differed over a view agreed in the end: by whom it was written down, when and why."""

    __tablename__ = "settled_coding"

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    because: Mapped[str]
    by: Mapped[Account] = relationship()
