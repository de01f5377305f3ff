"""What the sweep that erases old threads remembers between its runs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base, Identified


class ErasureWatch(Identified, Base):
    """The last moment whose clock was believed (a single row); `stopped_at` while nobody believes the present one."""

    __tablename__ = "erasure_watch"
    __table_args__ = (CheckConstraint("asked_by_id IS NULL OR stopped_at IS NOT NULL", name="asked_only_when_stopped"),)

    believed_at: Mapped[datetime]
    believed_sequence: Mapped[int]
    stopped_at: Mapped[datetime | None]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    asked_by: Mapped[Account | None] = relationship()
