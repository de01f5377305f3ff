"""Releases of a wave, of verdicts or of how meetings listen: protected when frozen, signed by a second person."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.consultations.models import Consultation
from portal.core.db import Base, Identified
from portal.disclosure.thresholds import Audience


class ReleaseKind(StrEnum):
    """What a release counts."""

    WAVE = "wave"
    VERDICTS = "verdicts"
    LISTENING = "listening"
    EXPERIENCES = "experiences"


class Release(Identified, Base):
    """Figures fixed for good. A correction is a new release."""

    __tablename__ = "release"
    __table_args__ = (
        CheckConstraint("(kind = 'wave') = (consultation_id IS NOT NULL)", name="wave_has_consultation"),
        CheckConstraint("(signed_by_id IS NULL) = (signed_at IS NULL)", name="signature_whole"),
        CheckConstraint("signed_by_id IS NULL OR signed_by_id <> frozen_by_id", name="second_person_signs"),
        Index("ix_release_latest", "kind", "signed_at", "id"),
    )

    kind: Mapped[ReleaseKind]
    consultation_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    title: Mapped[str]
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str]
    consultation: Mapped[Consultation | None] = relationship()
    frozen_by: Mapped[Account] = relationship(foreign_keys=[frozen_by_id])
    signed_by: Mapped[Account | None] = relationship(foreign_keys=[signed_by_id])


class ReleasedFigures(Identified, Base):
    """The safe figures of a release for one audience, as canonical JSON of `disclosure.SafeRelease`."""

    __tablename__ = "released_figures"
    __table_args__ = (UniqueConstraint("release_id", "audience"),)

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"))
    audience: Mapped[Audience]
    figures: Mapped[str]


class ReleasedTheme(Identified, Base):
    """Which theme a release counts under which name: themes may be worded anew, releases may not."""

    __tablename__ = "released_theme"
    __table_args__ = (
        UniqueConstraint("release_id", "theme_id"),
        Index("ix_released_theme_theme_id", "theme_id", "release_id"),
    )

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"))
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"))
    name: Mapped[str]
    young_word: Mapped[str]
