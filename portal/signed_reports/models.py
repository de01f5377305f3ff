"""A report from draft to publication: frozen figures and evidence, and the words officers write around them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base, Identified
from portal.partnership.models import Organisation


class ReportState(StrEnum):
    """How far a report is. Only a draft can be written on."""

    DRAFT = "draft"
    CHECKED = "checked"
    SIGNED = "signed"
    PUBLISHED = "published"


class Edition(StrEnum):
    """The report itself, and its easy-read twin for young people."""

    FULL = "full"
    EASY = "easy"


class SignedReport(Identified, Base):
    """One report over whole days, both included; without an organisation it is everybody's together.

    `chosen` names what its writers put in, where its kind lets them choose (JSON list of keys).
    `digest` is over everything it says at the moment of signing; live words of young people are named in it, never
    copied. `sent_back_because` is what whoever checked or was to sign wants changed, while it is a draft again.
    """

    __tablename__ = "signed_report"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("(checked_at IS NULL) = (checked_by_id IS NULL)", name="check_whole"),
        CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="signature_whole"),
        CheckConstraint("(signed_at IS NULL) = (digest IS NULL)", name="signed_has_digest"),
        CheckConstraint("(signed_at IS NULL) = (signed_as IS NULL)", name="signed_as_somebody"),
        CheckConstraint("(published_at IS NULL) = (published_by_id IS NULL)", name="publication_whole"),
        CheckConstraint("(state = 'draft') = (checked_at IS NULL)", name="draft_is_unchecked"),
        CheckConstraint("(state IN ('signed', 'published')) = (signed_at IS NOT NULL)", name="signed_is_signed"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_is_published"),
        CheckConstraint("checked_by_id IS NULL OR checked_by_id <> begun_by_id", name="second_person_checks"),
        CheckConstraint("signed_by_id IS NULL OR signed_by_id <> begun_by_id", name="another_person_signs"),
        CheckConstraint("signed_by_id IS NULL OR signed_by_id <> checked_by_id", name="third_person_signs"),
        CheckConstraint("(corrects_id IS NULL) = (corrects_because IS NULL)", name="correction_whole"),
        Index("ix_signed_report_kind", "kind", "state", "last_day"),
    )

    kind: Mapped[str]
    title: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    language: Mapped[str]
    chosen: Mapped[str | None]
    state: Mapped[ReportState]
    gathered_at: Mapped[datetime]
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    sent_back_because: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    signed_as: Mapped[str | None]
    digest: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("signed_report.id"), unique=True)
    corrects_because: Mapped[str | None]
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    begun_by: Mapped[Account] = relationship(foreign_keys=[begun_by_id])
    checked_by: Mapped[Account | None] = relationship(foreign_keys=[checked_by_id])
    signed_by: Mapped[Account | None] = relationship(foreign_keys=[signed_by_id])
    published_by: Mapped[Account | None] = relationship(foreign_keys=[published_by_id])
    sections: Mapped[list[ReportSection]] = relationship(
        back_populates="report",
        order_by="ReportSection.edition.desc(), ReportSection.position, ReportSection.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class ReportSection(Identified, Base):
    """One chapter of one edition.

    `prompt` tells its writer what belongs there; `frozen` are its figures and lists as gathered (JSON of document
    parts), `evidence` what it rests on, `figures` its numbers by name, for the words of any section of its edition;
    `words` are the officers' own, in Markdown, and `turn` counts how often they were written, so that of two writers
    none is lost.
    """

    __tablename__ = "report_section"
    __table_args__ = (
        UniqueConstraint("report_id", "edition", "key"),
        CheckConstraint("turn >= 0", name="turn_counts"),
        CheckConstraint("(written_at IS NULL) = (written_by_id IS NULL)", name="writing_whole"),
    )

    report_id: Mapped[UUID] = mapped_column(ForeignKey("signed_report.id", ondelete="CASCADE"))
    edition: Mapped[Edition]
    key: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    prompt: Mapped[str]
    frozen: Mapped[str]
    evidence: Mapped[str]
    figures: Mapped[str]
    words: Mapped[str]
    turn: Mapped[int]
    written_at: Mapped[datetime | None]
    written_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    report: Mapped[SignedReport] = relationship(back_populates="sections")
    written_by: Mapped[Account | None] = relationship(foreign_keys=[written_by_id])


class ReportWriter(Base):
    """Everybody who ever wrote on a report: none of them checks or signs it."""

    __tablename__ = "report_writer"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("signed_report.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)


class ReportRemark(Identified, Base):
    """What a young champion finds wrong or missing in what is told in their name, before it is signed."""

    __tablename__ = "report_remark"
    __table_args__ = (Index("ix_report_remark_report", "report_id", "at"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("signed_report.id", ondelete="CASCADE"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[Account] = relationship()
    report: Mapped[SignedReport] = relationship()
