"""Who deals with something late or stuck now, who did before, and after how many days it goes up."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.board.models import Action, Ask
from portal.core.db import Base, Identified
from portal.partnership.models import GovernanceLevel

_STANDS = text("ended_at IS NULL")


class Why(StrEnum):
    """What took it to a rung: the calendar, or somebody who would not wait for it."""

    LATE = "late"
    STUCK = "stuck"
    RAISED = "raised"


class Ending(StrEnum):
    """How its time on a rung ended."""

    HIGHER = "higher"
    MOVED = "moved"
    BROUGHT_DOWN = "brought_down"


class Rise(Identified, Base):
    """One ask or action on one rung, from a moment to another. At most one of them stands at any time."""

    __tablename__ = "rise"
    __table_args__ = (
        CheckConstraint("(ask_id IS NULL) <> (action_id IS NULL)", name="one_subject"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ending_whole"),
        CheckConstraint("why <> 'raised' OR (by_id IS NOT NULL AND because IS NOT NULL)", name="raised_by_somebody"),
        CheckConstraint(
            "ending IS NULL OR ending <> 'brought_down' OR (ended_by_id IS NOT NULL AND outcome IS NOT NULL"
            " AND look_again_on IS NOT NULL)",
            name="brought_down_by_somebody",
        ),
        Index("ix_rise_one_ask", "ask_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("ix_rise_one_action", "action_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("ix_rise_level", "level_id", "ended_at"),
    )

    ask_id: Mapped[UUID | None] = mapped_column(ForeignKey("ask.id", ondelete="CASCADE"))
    action_id: Mapped[UUID | None] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"))
    level_id: Mapped[UUID] = mapped_column(ForeignKey("governance_level.id"))
    why: Mapped[Why]
    began_at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    because: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[str | None]
    look_again_on: Mapped[date | None]
    ask: Mapped[Ask | None] = relationship()
    action: Mapped[Action | None] = relationship()
    level: Mapped[GovernanceLevel] = relationship(lazy="joined")
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    ended_by: Mapped[Account | None] = relationship(foreign_keys=[ended_by_id])


class RungRule(Base):
    """After how many days late, or stuck, something reaches a rung; a rung without a row follows `rules.usual`."""

    __tablename__ = "rung_rule"
    __table_args__ = (CheckConstraint("late_days >= 1 AND stuck_days >= 1", name="days_count"),)

    level_id: Mapped[UUID] = mapped_column(ForeignKey("governance_level.id", ondelete="CASCADE"), primary_key=True)
    late_days: Mapped[int]
    stuck_days: Mapped[int]
