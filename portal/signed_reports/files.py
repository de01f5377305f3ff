"""Reports as files, each made for one reader: words that were taken back are not in theirs."""

from __future__ import annotations

from uuid import UUID

from portal.accounts.models import Account
from portal.core.access import Permission, Role, permits
from portal.documents.formats import Form
from portal.downloads.kinds import Facts, Kind, Made, register
from portal.signed_reports import building, operations, queries
from portal.signed_reports.models import Edition, SignedReport


def readable_for(report_id: UUID, role: Role | None) -> SignedReport:
    """A report this role may read: a draft for those who write, check and sign; signed ones for readers of releases.

    What is told in young champions' name they read before it is signed.
    """
    if permits(role, Permission.REPORTS_FOLLOW):
        return queries.get(report_id)
    return queries.get_readable(report_id, champion=role is Role.CHAMPION)


def _make(facts: Facts, reader: Account, role: Role) -> Made:
    report, edition = readable_for(UUID(facts["report"]), role), Edition(facts["edition"])
    name = f"{report.kind} {report.last_day.isoformat()} {edition.value}"
    return Made(building.document(report, edition), name, _words(facts, reader, role))


def _words(facts: Facts, reader: Account, role: Role) -> tuple[str, ...]:
    """The live words in it, as they may be read now, and its state: a file of a draft ends when the draft moves on."""
    report = readable_for(UUID(facts["report"]), role)
    live = queries.live_words(report)
    return (report.state.value, queries.digest_of(report), *(live[key] for key in sorted(live)))


def _note(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    report = readable_for(UUID(facts["report"]), role)
    operations.note_download(report, edition=Edition(facts["edition"]), form=form.value, by=reader, role=role.value)


REPORT = register(Kind("report", Permission.SUMMARIES_DOWNLOAD, _make, _note, _words))
