"""Somebody's wish for a file, how far it is, and the file itself, sealed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.access import Role
from portal.core.db import Base, Identified
from portal.documents.formats import Form


class DownloadState(StrEnum):
    """How far a file is."""

    WAITING = "waiting"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


class DownloadWhy(StrEnum):
    """Why there is no file. `changed`: words in it were taken back, or what was hidden from its reader changed."""

    REFUSED = "refused"
    BROKEN = "broken"
    OLD = "old"
    CHANGED = "changed"


class Download(Identified, Base):
    """One wish. `what` names the document, `facts` which of them (JSON, codes only), `stamp` its withdrawable words."""

    __tablename__ = "download"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_count"),
        CheckConstraint("(state = 'ready') = (content_sealed IS NOT NULL)", name="ready_has_content"),
        CheckConstraint("(state IN ('failed', 'expired')) = (why IS NOT NULL)", name="gone_says_why"),
        CheckConstraint("state <> 'ready' OR expires_at IS NOT NULL", name="ready_ends"),
        Index("ix_download_due", "state", "asked_at"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]
    what: Mapped[str]
    facts: Mapped[str]
    title: Mapped[str]
    form: Mapped[Form]
    language: Mapped[str]
    state: Mapped[DownloadState]
    why: Mapped[DownloadWhy | None]
    attempts: Mapped[int]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    name: Mapped[str]
    size: Mapped[int | None]
    stamp: Mapped[str]
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    account: Mapped[Account] = relationship()
