"""Keyrings. No row says whose it is, which threads it opens, or how many."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Identified


class Keyring(Identified, Base):
    """Codes under a name somebody chose: the name is only a keyed hash, the box opens with the passphrase alone."""

    __tablename__ = "keyring"

    name_hash: Mapped[str] = mapped_column(unique=True)
    box_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    used_month: Mapped[date] = mapped_column(index=True)


class KeyringVisit(Base):
    """That a phone has one open. What opens it is locked with the phone's cookie; the time is rounded up."""

    __tablename__ = "keyring_visit"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    keyring_id: Mapped[UUID] = mapped_column(ForeignKey("keyring.id", ondelete="CASCADE"), index=True)
    key_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    until: Mapped[datetime] = mapped_column(index=True)

    @property
    def seal_id(self) -> str:
        """Bound to the visit it belongs to."""
        return self.token_hash
