"""Writing a report, having it checked, signing and publishing it, and correcting what is published by a new one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions.operations import hold_other_words
from portal.contributions.rules import repeats_one_of
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.core.errors import Repeats, RuleError
from portal.documents.document import Note
from portal.signed_reports import collecting, frozen, immutable, queries, rules
from portal.signed_reports.gathering import Chapter, Kind, Scope
from portal.signed_reports.models import Edition, ReportRemark, ReportSection, ReportState, ReportWriter, SignedReport


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Which report: its kind, title, days, whose it is, and what of its kind's choices goes in: None for the usual."""

    kind: Kind
    title: str
    first_day: date
    last_day: date
    organisation_id: UUID | None = None
    language: str = "en_GB"
    chosen: tuple[str, ...] | None = None


#: What is signed stays as it is, also past these operations.
KEPT_BY = immutable


class Overwritten(RuleError):
    """Somebody else wrote on the same section in the meantime; `words` is what stands there now."""

    def __init__(self, words: str) -> None:
        super().__init__("Somebody else changed this section while you wrote. Both texts are on this page.")
        self.words = words


def begin(frame: Frame, *, by: Account) -> SignedReport:
    """A draft with everything gathered as it stands now, and nothing written yet."""
    if not rules.in_order(frame.first_day, frame.last_day, clock.today()):
        raise RuleError("The last day comes after the first, is over, and lies less than four years after it.")
    hold_other_words(frame.title)
    report = SignedReport(
        kind=frame.kind.key,
        title=frame.title,
        first_day=frame.first_day,
        last_day=frame.last_day,
        organisation_id=frame.organisation_id if frame.kind.of_one else None,
        language=frame.language,
        chosen=_chosen(frame.kind, frame.chosen),
        state=ReportState.DRAFT,
        begun_at=clock.now(),
        begun_by_id=by.id,
        gathered_at=clock.now(),
    )
    db.session.add(report)
    _gather(report, frame.kind)
    db.session.flush()
    audit.record("report.begun", by=by.id, subject=("signed_report", report.id), facts={"kind": frame.kind.key})
    return report


def correct(report: SignedReport, because: str, *, by: Account) -> SignedReport:
    """A new draft that will stand beside what is published: the same words to begin with, figures gathered anew.

    Its words are those of whoever wrote the first one: none of them checks or signs it.
    """
    if report.state is not ReportState.PUBLISHED:
        raise RuleError("Only what is published is corrected by a new report. A draft is changed.")
    if queries.correction_of(report) is not None:
        raise RuleError("A correction of this report exists already. Correct that one.")
    hold_other_words(because)
    kind = queries.kind_of(report)
    frame = Frame(
        kind=kind,
        title=report.title,
        first_day=report.first_day,
        last_day=report.last_day,
        organisation_id=report.organisation_id,
        language=report.language,
        chosen=queries.chosen_in(report),
    )
    fresh = begin(frame, by=by)
    fresh.corrects_id, fresh.corrects_because = report.id, because
    before = {(one.edition, one.key): one for one in report.sections}
    for section in fresh.sections:
        old = before.pop((section.edition, section.key), None)
        section.words = old.words if old else ""
    for place, old in enumerate(before.values(), start=len(report.sections)):
        if old.words.strip():
            left = ReportSection(edition=old.edition, key=old.key, title=old.title, words=old.words, turn=0)
            fresh.sections.append(_emptied(left, place))
    db.session.add_all(ReportWriter(report_id=fresh.id, account_id=one) for one in queries.writers(report))
    db.session.flush()
    return fresh


def gather_again(report: SignedReport, *, by: Account) -> None:
    """Figures and lists of a draft as they stand now; its words stay."""
    _must_be_draft(report)
    _gather(report, queries.kind_of(report))
    _wrote(report, by)
    report.gathered_at = clock.now()
    db.session.flush()
    audit.record("report.gathered", by=by.id, subject=("signed_report", report.id))


def choose(report: SignedReport, chosen: tuple[str, ...], *, by: Account) -> None:
    """Put other chapters in; what was written for one that is left out stays at the end until it is emptied."""
    _must_be_draft(report)
    report.chosen = _chosen(queries.kind_of(report), chosen)
    gather_again(report, by=by)


def write(section: ReportSection, words: str, *, turn: int, by: Account) -> None:
    """The words of one section. Overwritten where somebody else wrote since `turn`: nobody's words are lost."""
    db.hold(section.report)
    db.session.refresh(section)
    _must_be_draft(section.report)
    if words == section.words:
        return
    if section.turn != turn:
        raise Overwritten(section.words)
    hold_other_words(words)
    section.words, section.turn = words, section.turn + 1
    section.written_at, section.written_by_id = clock.now(), by.id
    _wrote(section.report, by)
    db.session.flush()
    audit.record(
        "report.written", by=by.id, subject=("signed_report", section.report_id), facts={"section": section.key}
    )


def rename(report: SignedReport, title: str, *, by: Account) -> None:
    """Another title for a draft."""
    _must_be_draft(report)
    hold_other_words(title)
    report.title = title
    _wrote(report, by)
    db.session.flush()
    audit.record("report.renamed", by=by.id, subject=("signed_report", report.id))


def discard(report: SignedReport, *, by: Account) -> None:
    """Throw a draft away; what was signed stays, and so does what young champions objected to: it is put right."""
    _must_be_draft(report)
    if queries.has_remarks(report):
        raise RuleError("Young champions said what is wrong with this. Put it right: it cannot be thrown away.")
    audit.record("report.discarded", by=by.id, subject=("signed_report", report.id), facts={"kind": report.kind})
    db.session.delete(report)
    db.session.flush()


def check(report: SignedReport, *, shown: str, by: Account, looked_at_numbers: bool) -> None:
    """A second person read the version `shown` (`queries.version_of`). Names nobody knows stop it; numbers typed by
    hand have to be looked at, one by one."""
    _hold_as(report, shown)
    if report.state is not ReportState.DRAFT:
        raise RuleError("This report is checked already.")
    if not rules.may_check(report, by.id, queries.writers(report)):
        raise RuleError("You wrote on this report. A second person has to check it.")
    wrong = queries.wrong_with(report)
    if wrong.stops:
        raise RuleError("Some figures or evidence named in the words do not exist. Put them right first.")
    if wrong.loose_numbers and not looked_at_numbers:
        raise RuleError("Look at the numbers that were typed by hand first, and say that you did.")
    report.state, report.checked_at, report.checked_by_id = ReportState.CHECKED, clock.now(), by.id
    report.sent_back_because = None
    db.session.flush()
    audit.record("report.checked", by=by.id, subject=("signed_report", report.id))


def send_back(report: SignedReport, because: str, *, by: Account) -> None:
    """Back to its writers, with what has to change. What is signed is not taken back: it is corrected by a new one."""
    db.hold(report)
    if report.state not in (ReportState.DRAFT, ReportState.CHECKED):
        raise RuleError("This report is signed. It cannot be changed; a correction is a new report.")
    hold_other_words(because)
    report.state, report.checked_at, report.checked_by_id = ReportState.DRAFT, None, None
    report.sent_back_because = because
    db.session.flush()
    audit.record("report.sent_back", by=by.id, subject=("signed_report", report.id))


def remark(report: SignedReport, text: str, *, by: Account, role: Role | None) -> None:
    """A young champion says what is wrong or missing; whoever signs has to have opened the report since."""
    db.hold(report)
    if not rules.may_remark(report, champions_first=queries.kind_of(report).champions_first, role=role):
        raise RuleError("Young champions say what is wrong while a report waits for its signature.")
    if repeats_one_of(queries.live_words(report).values(), [text]):
        raise Repeats("These are somebody’s own words from the report. Name the place, and say it in other words.")
    row = ReportRemark(report_id=report.id, by_id=by.id, at=clock.now())
    crypto.seal(row, "text", text)
    db.session.add(row)
    db.session.flush()
    audit.record("report.remarked", by=by.id, subject=("signed_report", report.id))


def take_back_remark(remark: ReportRemark, *, by: Account) -> None:
    """Whoever said it takes it back, while the report still waits."""
    report = remark.report
    db.hold(report)
    if remark.by_id != by.id or report.state is not ReportState.CHECKED:
        raise RuleError("Only your own can be taken back, and only until the report is signed or sent back.")
    db.session.delete(remark)
    db.session.flush()
    audit.record("report.remark_taken_back", by=by.id, subject=("signed_report", report.id))


def sign(report: SignedReport, signed_as: str, *, shown: str, by: Account) -> None:
    """A named person answers for what they were `shown`, as what they are; from now on not a letter of it changes."""
    _hold_as(report, shown)
    hold_other_words(signed_as)
    if report.state is not ReportState.CHECKED:
        raise RuleError("A report is signed once, after a second person has checked it.")
    if not rules.may_sign(report, by, queries.writers(report)):
        raise RuleError("Another person has to sign it: nobody who wrote or checked it, and one of that organisation.")
    report.state, report.signed_at, report.signed_by_id = ReportState.SIGNED, clock.now(), by.id
    report.signed_as = signed_as
    report.digest = queries.digest_of(report)
    db.session.flush()
    audit.record("report.signed", by=by.id, subject=("signed_report", report.id), facts={"digest": report.digest})


def publish(report: SignedReport, *, by: Account, role: Role | None) -> None:
    """Readers may have it: everybody, or those who read releases, as its kind says."""
    db.hold(report)
    if report.state is not ReportState.SIGNED:
        raise RuleError("Only a signed report is published, and once.")
    if not rules.may_publish(report, by, role):
        raise RuleError("It is published by the participation team, or by whoever may sign for its organisation.")
    report.state, report.published_at, report.published_by_id = ReportState.PUBLISHED, clock.now(), by.id
    db.session.flush()
    audit.record("report.published", by=by.id, subject=("signed_report", report.id), facts={"kind": report.kind})


def note_download(report: SignedReport, *, edition: Edition, form: str, by: Account, role: str) -> None:
    """A report was taken away as a file."""
    audit.record(
        "report.downloaded",
        by=by.id,
        role=role,
        subject=("signed_report", report.id),
        facts={"edition": edition.value, "form": form},
    )


def _gather(report: SignedReport, kind: Kind) -> None:
    """Every edition's chapters; a chapter that was there keeps its words, one that is gone and written on stays too."""
    scope = Scope(report.first_day, report.last_day, report.organisation_id, queries.chosen_in(report))
    there = {(one.edition, one.key): one for one in report.sections}
    for edition in kind.editions:
        for position, chapter in enumerate(collecting.chapters(kind, scope, edition)):
            section = there.pop((edition, chapter.key), None)
            if section is None:
                section = ReportSection(edition=edition, key=chapter.key, words="", turn=0)
                report.sections.append(section)
            _fill(section, chapter, position)
    for place, left in enumerate(there.values(), start=len(report.sections)):
        if left.words.strip():
            _emptied(left, place)
        else:
            report.sections.remove(left)


def _hold_as(report: SignedReport, shown: str) -> None:
    db.hold(report)
    for section in report.sections:
        db.session.refresh(section)
    if queries.version_of(report) != shown:
        raise RuleError("It was changed since you opened it. Read it again.")


def _emptied(section: ReportSection, position: int) -> ReportSection:
    """A section of which only the words are left: at the end, without figures that nobody gathers any more."""
    section.position, section.prompt = (
        position,
        _("This chapter is not gathered any more. Move its words, or empty it."),
    )
    section.frozen, section.evidence, section.figures = "[]", "[]", "{}"
    return section


def _chosen(kind: Kind, keys: tuple[str, ...] | None) -> str | None:
    """What of a kind's choices was chosen, in its order; RuleError for nothing, None where there is no choice."""
    offered = kind.choices()
    if not offered:
        return None
    kept = [one.key for one in offered if (one.usual if keys is None else one.key in keys)]
    if not kept:
        raise RuleError("Choose at least one.")
    return json.dumps(kept)


def _fill(section: ReportSection, chapter: Chapter, position: int) -> None:
    section.position, section.title, section.prompt = position, chapter.title, chapter.prompt
    bare = [Note(_("No evidence on record is tied to this."), _("Missing"))] if chapter.is_bare else []
    section.frozen = frozen.parts_to_json([*chapter.parts, *bare])
    section.evidence = frozen.evidence_to_json(chapter.evidence)
    section.figures = json.dumps(dict(chapter.figures), ensure_ascii=False, sort_keys=True)


def _wrote(report: SignedReport, by: Account) -> None:
    key = {"report_id": report.id, "account_id": by.id}
    known = select(ReportWriter).filter_by(**key)
    if db.session.scalar(known) is None:
        db.session.add(ReportWriter(**key))


def _must_be_draft(report: SignedReport) -> None:
    """Held, so that nobody checks it while it is changed."""
    db.hold(report)
    if not rules.may_write(report):
        raise RuleError("This report is checked or signed. Only a draft can be changed.")
