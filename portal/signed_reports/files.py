"""Reports as files, each made for one reader: words that were taken back are not in theirs."""

from __future__ import annotations

from uuid import UUID

from portal.accounts.models import Account
from portal.core.access import Permission, Role
from portal.core.errors import NotFound
from portal.documents.formats import Form
from portal.downloads.kinds import Facts, Kind, Made, register
from portal.signed_reports import building, operations, queries
from portal.signed_reports.models import Edition


def _make(facts: Facts, reader: Account, role: Role) -> Made:
    report, edition = queries.get_for(UUID(facts["report"]), reader, role), Edition(facts["edition"])
    if edition not in queries.editions_for(report, role):
        raise NotFound
    name = f"{report.kind} {report.last_day.isoformat()} {edition.value}"
    words = _words(facts, reader, role)  # first: what is taken back while it is built makes the file stale, not a leak
    return Made(building.document(report, edition), name, words)


def _words(facts: Facts, reader: Account, role: Role) -> tuple[str, ...]:
    """The live words in it, as they may be read now, and its state: a file of a draft ends when the draft moves on."""
    report = queries.get_for(UUID(facts["report"]), reader, role)
    live = queries.live_words(report)
    return (report.state.value, queries.digest_of(report), *(live[key] for key in sorted(live)))


def _note(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    report = queries.get_for(UUID(facts["report"]), reader, role)
    operations.note_download(report, edition=Edition(facts["edition"]), form=form.value, by=reader, role=role.value)


REPORT = register(Kind("report", Permission.SUMMARIES_DOWNLOAD, _make, _note, _words))
