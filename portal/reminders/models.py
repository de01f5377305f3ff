"""How often somebody wants to be reminded."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class Often(StrEnum):
    """How often; without a row it is daily for people who work here, and never for young champions."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class ReminderWish(Base):
    """What one account chose."""

    __tablename__ = "reminder_wish"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    often: Mapped[Often]
