"""What is kept beside an unasked view: who sorts a problem by when, that thanks were passed on, an idea on its page."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.contributions.models import Contribution
from portal.core.db import Base, Identified
from portal.partnership.models import Post


class Own(StrEnum):
    """Whose words a published idea is in; other words always say that they are."""

    THEIRS = "theirs"
    OTHER = "other"


class Sorting(Identified, Base):
    """Which post sorts a problem, and by when: shown on the life line. `done_on` is when an officer saw it done."""

    __tablename__ = "sorting"

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), unique=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    post: Mapped[Post] = relationship()


class ThanksGiven(Identified, Base):
    """That somebody was told they were thanked, because the young person allowed it."""

    __tablename__ = "thanks_given"

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), unique=True)
    given_on: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class Idea(Identified, Base):
    """An idea as it stands on the public page, or waits for a second person. Shown only while its owner allows.

    `counted` is how many codes supported it on the Monday of `counted_week`: pages show nothing newer.
    """

    __tablename__ = "idea"
    __table_args__ = (
        CheckConstraint("(published_on IS NULL) = (checked_by_id IS NULL)", name="publication_whole"),
        CheckConstraint("checked_by_id IS NULL OR checked_by_id <> prepared_by_id", name="second_person_checks"),
        CheckConstraint("(counted_week IS NULL) = (published_on IS NULL)", name="counted_is_dated"),
        Index("ix_idea_published", "published_on", "id"),
    )

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), unique=True)
    own: Mapped[Own]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    prepared_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    published_on: Mapped[date | None]
    counted: Mapped[int] = mapped_column(default=0)
    counted_week: Mapped[date | None]
    contribution: Mapped[Contribution] = relationship()
    prepared_by: Mapped[Account] = relationship(foreign_keys=[prepared_by_id])


class IdeaSupport(Base):
    """One code's support of one idea: a keyed hash of both, with no time, no thread and no order of arrival."""

    __tablename__ = "idea_support"

    idea_id: Mapped[UUID] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
