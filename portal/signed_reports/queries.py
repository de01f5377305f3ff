"""Reports as they may be read now, what is still wrong with a draft, and when the next of its kind is due."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.board import queries as board
from portal.board.stories import ask_texts
from portal.core import crypto, db
from portal.core.access import Permission, Role, permits
from portal.core.errors import NotFound, Unreadable
from portal.core.parts import Part as Page
from portal.core.parts import page
from portal.documents.document import Part
from portal.evidence.rules import audience_for
from portal.signed_reports import frozen, rules, words
from portal.signed_reports.gathering import Evidence, Kind
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import Edition, ReportRemark, ReportSection, ReportState, ReportWriter, SignedReport


@dataclass(frozen=True)
class Reading:
    """One section as it may be read now."""

    section: ReportSection
    words: words.Read
    parts: tuple[Part, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Remark:
    """What a young champion finds wrong or missing, who, and when."""

    id: UUID
    text: str
    by_id: UUID
    by: str
    at: datetime


@dataclass(frozen=True)
class Wrong:
    """What has to be put right before a report is checked, and what whoever checks has to look at."""

    unknown_figures: tuple[str, ...]
    unknown_evidence: tuple[str, ...]
    loose_numbers: tuple[str, ...]
    unwritten: tuple[str, ...]
    uncited: int

    @property
    def stops(self) -> bool:
        """Whether it cannot be checked like this."""
        return bool(self.unknown_figures or self.unknown_evidence)


def kind_of(report: SignedReport) -> Kind:
    """Its kind; NotFound for one this version does not know."""
    return kind_called(report.kind)


def kind_called(key: str) -> Kind:
    """The kind with this key, or NotFound."""
    if key not in KINDS:
        raise NotFound
    return KINDS[key]


def chosen_in(report: SignedReport) -> tuple[str, ...]:
    """Keys of what its writers put in; none where its kind has no choice."""
    return tuple(json.loads(report.chosen)) if report.chosen else ()


def get(report_id: UUID) -> SignedReport:
    """One report, whatever its state, or NotFound."""
    found = db.session.scalar(_reports().where(SignedReport.id == report_id))
    if found is None or found.kind not in KINDS:
        raise NotFound
    return found


def get_for(report_id: UUID, account: Account, role: Role | None) -> SignedReport:
    """One this person may see in this role, or NotFound: signed ones for everybody who reads releases, what is told in
    young champions' name for them as soon as it is checked."""
    found = get(report_id)
    first = role is Role.CHAMPION and kind_of(found).champions_first
    if not editions_for(found, role):
        raise NotFound
    if not rules.is_readable(found, first=first) and not rules.may_follow(found, account, role):
        raise NotFound
    return found


def editions_for(report: SignedReport, role: Role | None) -> tuple[Edition, ...]:
    """The editions this role may read: champions know one another, and read what everybody may know."""
    return kind_of(report).editions_for(audience_for(role))


def get_public(report_id: UUID) -> SignedReport:
    """One that is published for everybody, or NotFound."""
    found = get(report_id)
    if found.state is not ReportState.PUBLISHED or not kind_of(found).public_editions:
        raise NotFound
    return found


def get_section(report: SignedReport, section_id: UUID) -> ReportSection:
    """One section of a report, or NotFound."""
    for one in report.sections:
        if one.id == section_id:
            return one
    raise NotFound


def being_written(account: Account, role: Role | None) -> Sequence[SignedReport]:
    """Drafts, and what waits for a signature or for publication, as far as this person sees them; the oldest first."""
    query = _reports().where(SignedReport.state != ReportState.PUBLISHED, SignedReport.kind.in_(KINDS))
    found = db.session.scalars(query.order_by(SignedReport.begun_at, SignedReport.id)).all()
    return [one for one in found if rules.is_readable(one) or rules.may_follow(one, account, role)]


def waiting_for(account: Account, role: Role | None) -> int:
    """How many reports this person could take further in this role: check, sign, put right or publish."""
    if not permits(role, Permission.REPORTS_FOLLOW):
        return 0
    query = select(SignedReport).where(SignedReport.state != ReportState.PUBLISHED, SignedReport.kind.in_(KINDS))
    return sum(_waits_for(one, account, role) for one in db.session.scalars(query.order_by(SignedReport.id)))


def for_champions() -> Sequence[SignedReport]:
    """What is told in young champions' name and waits for its signature: they read it first; the oldest first."""
    kinds = [one.key for one in KINDS.values() if one.champions_first]
    query = select(SignedReport).where(SignedReport.state == ReportState.CHECKED, SignedReport.kind.in_(kinds))
    return db.session.scalars(query.order_by(SignedReport.checked_at, SignedReport.id)).all()


def readable(number: int, role: Role | None, *, public: bool = False) -> Page[SignedReport]:
    """Published reports this role may read, the newest first; with `public` those for everybody alone."""
    audience = audience_for(role)
    kinds = [one.key for one in KINDS.values() if one.public_editions or (not public and one.editions_for(audience))]
    query = _reports().where(SignedReport.state == ReportState.PUBLISHED, SignedReport.kind.in_(kinds))
    return page(query.order_by(SignedReport.published_at.desc(), SignedReport.id), number, per=20)


def remarks(report: SignedReport, role: Role | None) -> list[Remark]:
    """What young champions said of it, the oldest first, for them and for those who take the report further."""
    if role is not Role.CHAMPION and not permits(role, Permission.REPORTS_FOLLOW):
        return []
    query = select(ReportRemark).where(ReportRemark.report_id == report.id).options(joinedload(ReportRemark.by))
    found = db.session.scalars(query.order_by(ReportRemark.at, ReportRemark.id))
    return [Remark(one.id, _opened(one), one.by_id, one.by.name, one.at) for one in found]


def _opened(remark: ReportRemark) -> str:
    """One that cannot be opened hides none of the others, and keeps nobody from the report."""
    try:
        return crypto.unseal(remark, "text")
    except Unreadable:
        return str(_("This cannot be opened. Tell an administrator."))


def has_remarks(report: SignedReport) -> bool:
    """Whether a young champion said anything of it."""
    return db.session.scalar(select(ReportRemark.id).where(ReportRemark.report_id == report.id).limit(1)) is not None


def get_remark(remark_id: UUID, report: SignedReport) -> ReportRemark:
    """One remark on this report, or NotFound."""
    found = db.get(ReportRemark, remark_id)
    if found.report_id != report.id:
        raise NotFound
    return found


def corrected_by(report: SignedReport) -> SignedReport | None:
    """The published report that corrects this one."""
    query = _reports().where(SignedReport.corrects_id == report.id, SignedReport.state == ReportState.PUBLISHED)
    return db.session.scalar(query)


def correction_of(report: SignedReport) -> SignedReport | None:
    """The report that corrects this one, however far it is."""
    return db.session.scalar(_reports().where(SignedReport.corrects_id == report.id))


def writers(report: SignedReport) -> frozenset[UUID]:
    """Everybody who ever wrote on it."""
    query = select(ReportWriter.account_id).where(ReportWriter.report_id == report.id)
    return frozenset(db.session.scalars(query)) | {report.begun_by_id}


def who_may(report: SignedReport) -> Sequence[Account]:
    """By name, those who could take it to its next state: a wait always says who can end it."""
    if report.state is ReportState.DRAFT:
        wrote = writers(report)
        return [
            one
            for one in accounts.others_who_may(Permission.REPORTS_CHECK, but=report.begun_by_id)
            if one.id not in wrote
        ]
    if report.state is ReportState.CHECKED:
        wrote = writers(report)
        found = accounts.others_who_may(Permission.REPORTS_SIGN, but=report.begun_by_id)
        return [one for one in found if rules.may_sign(report, one, wrote)]
    return []


def read(report: SignedReport, edition: Edition) -> list[Reading]:
    """Every section of one edition, with words whose owners allow it at this moment.

    Unreadable where a signed report is not what was signed.
    """
    if report.digest is not None and digest_of(report) != report.digest:
        raise Unreadable("This report is not the one that was signed. Tell an administrator; do not use it.")
    chosen = [one for one in report.sections if one.edition is edition]
    if not chosen:
        raise NotFound
    known, figures = _codes(report), figures_of(report, edition)
    missing = str(_("Evidence: missing."))
    live = live_words(report)
    return [
        Reading(
            section=one,
            words=words.read(one.words, figures, known, missing if _must_cite(report, one) else ""),
            parts=tuple(frozen.with_words(frozen.parts_from_json(one.frozen), live)),
            evidence=tuple(frozen.evidence_from_json(one.evidence)),
        )
        for one in chosen
    ]


def live_words(report: SignedReport) -> dict[UUID, str]:
    """The words of the asks in a report, as each may be read now."""
    ids = {key for one in report.sections for key in frozen.asks_in(one.frozen)}
    found = board.find_asks(ids)
    return {key: text.text for key, text in ask_texts(found.values()).items()}


def wrong_with(report: SignedReport) -> Wrong:
    """What is still wrong with its words, over all editions."""
    known, figures = _codes(report), {edition: figures_of(report, edition) for edition in Edition}
    found = [(one, words.read(one.words, figures[one.edition], known)) for one in report.sections]
    head = words.loose_numbers(f"{report.title}\n{report.corrects_because or ''}")
    return Wrong(
        unknown_figures=_each(name for _section, one in found for name in one.unknown_figures),
        unknown_evidence=_each(code for _section, one in found for code in one.unknown_evidence),
        loose_numbers=_each([*head, *(number for _section, one in found for number in one.loose_numbers)]),
        unwritten=tuple(one.title for one in report.sections if not one.words.strip()),
        uncited=sum(one.uncited for section, one in found if _must_cite(report, section)),
    )


def evidence_of(report: SignedReport) -> list[Evidence]:
    """The evidence any paragraph of a report may name, each piece once, in the order of its sections."""
    return list(dict.fromkeys(piece for one in report.sections for piece in frozen.evidence_from_json(one.evidence)))


def figures_of(report: SignedReport, edition: Edition) -> dict[str, str]:
    """The numbers that any section of an edition may put into its words, by name."""
    return {
        name: figure
        for one in report.sections
        if one.edition is edition
        for name, figure in json.loads(one.figures).items()
    }


def version_of(report: SignedReport) -> str:
    """A short name for exactly these words and figures in this state, and what champions said of them, so that what is
    checked or signed is what was read."""
    said = select(func.count()).select_from(ReportRemark).where(ReportRemark.report_id == report.id)
    return f"{digest_of(report)[:16]}_{db.session.scalar(said)}"


def digest_of(report: SignedReport) -> str:
    """SHA-256 over everything a report says in all editions, and who checked and signed it, when and as what; live
    words are named in it, never part of it."""
    said = [
        [one.edition.value, one.key, one.position, one.title, one.frozen, one.evidence, one.figures, one.words]
        for one in sorted(report.sections, key=lambda one: (one.edition, one.position, one.key))
    ]
    head = [
        report.kind,
        report.title,
        report.language,
        report.chosen,
        report.first_day.isoformat(),
        report.last_day.isoformat(),
        str(report.organisation_id),
        report.gathered_at.isoformat(),
        str(report.corrects_id),
        report.corrects_because,
        str(report.checked_by_id),
        report.signed_as,
        str(report.signed_by_id),
        report.signed_at.isoformat() if report.signed_at else None,
    ]
    return hashlib.sha256(json.dumps([head, said], ensure_ascii=False).encode()).hexdigest()


def _waits_for(report: SignedReport, account: Account, role: Role | None) -> bool:
    if report.state is ReportState.SIGNED:
        return permits(role, Permission.REPORTS_WRITE)
    if report.state is ReportState.CHECKED:
        return permits(role, Permission.REPORTS_SIGN) and rules.may_sign(report, account, writers(report))
    if report.sent_back_because is not None:
        return account.id in writers(report)
    return permits(role, Permission.REPORTS_CHECK) and rules.may_check(report, account.id, writers(report))


def _must_cite(report: SignedReport, section: ReportSection) -> bool:
    """Whether every paragraph names its evidence; the easy-read twin is spared the signs."""
    kind = kind_of(report)
    return kind.cites and section.edition is Edition.FULL and section.key not in kind.about_itself


def _codes(report: SignedReport) -> frozenset[str]:
    return frozenset(piece.code for piece in evidence_of(report))


def _each(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _reports() -> Select[SignedReport]:
    return select(SignedReport).options(selectinload(SignedReport.sections))
