"""A report as a neutral document, the same for its page and for every file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _

from portal.core import clock
from portal.documents.document import Column as Col
from portal.documents.document import Document, Heading, Note, Paragraph, Part, Table
from portal.partnership.site import site
from portal.reports.definitions.parts import date_text, invented, terms
from portal.signed_reports import labels, queries
from portal.signed_reports.gathering import Evidence
from portal.signed_reports.models import Edition, ReportState, SignedReport
from portal.signed_reports.queries import Reading


def document(report: SignedReport, edition: Edition) -> Document:
    """Everything one edition says; a draft says that it is one."""
    kind, read = queries.kind_of(report), queries.read(report, edition)
    whose = report.organisation.name if report.organisation else site().partnership or site().voice_name
    span = _("%(first)s to %(last)s", first=date_text(report.first_day), last=date_text(report.last_day))
    about = [str(kind.label), str(labels.EDITIONS[edition]), str(span)]
    return Document(
        title=report.title,
        subtitle=". ".join(about),
        language=report.language.replace("_", "-"),
        author=whose,
        dated=_dated(report),
        parts=[*invented(), *_standing(report), *_body(read, edition), *_annex(read, edition)],
        footer="" if report.digest else str(_("Draft: nobody has signed this")),
        terms=terms() if any(isinstance(part, Table) for one in read for part in one.parts) else (),
    )


def _dated(report: SignedReport) -> date:
    """The day it was signed; until then the day its figures were gathered."""
    return clock.day_of(report.signed_at or report.gathered_at)


def _standing(report: SignedReport) -> Iterator[Part]:
    """How far it is, who answers for it, and what it corrects or is corrected by."""
    if report.signed_by and report.signed_at:
        signed = _(
            "Signed by %(name)s, %(post)s, on %(day)s.",
            name=report.signed_by.name,
            post=report.signed_as,
            day=date_text(report.signed_at),
        )
        yield Paragraph(str(signed))
    else:
        yield Note(str(_("Nobody has signed this. Words and figures can still change.")), str(_("Draft")))
    gathered = _("Its figures were gathered on %(day)s.", day=date_text(report.gathered_at))
    yield Paragraph(str(gathered))
    if report.corrects_id and report.corrects_because:
        before = queries.get(report.corrects_id)
        when = date_text(before.published_at or before.begun_at)
        text = _(
            "This report corrects the one published on %(day)s. Why: %(why)s", day=when, why=report.corrects_because
        )
        yield Note(str(text), str(_("Correction")))
    after = queries.corrected_by(report) if report.state is ReportState.PUBLISHED else None
    if after and after.published_at:
        text = _("A newer report corrects this one, since %(day)s.", day=date_text(after.published_at))
        yield Note(str(text), str(_("Corrected")))


def _body(read: Sequence[Reading], edition: Edition) -> Iterator[Part]:
    for one in read:
        yield Heading(one.section.title)
        yield from one.words.parts
        yield from one.parts


def _annex(read: Sequence[Reading], edition: Edition) -> Iterator[Part]:
    """What the report rests on, each piece once, with where it is named; the easy-read twin has none."""
    if edition is Edition.EASY:
        return
    named: dict[Evidence, list[str]] = {}
    for one in read:
        for piece in one.evidence:
            named.setdefault(piece, []).append(one.section.title)
    if not named:
        return
    yield Heading(str(_("The evidence behind this report")))
    columns = [
        Col(str(_("Evidence"))),
        Col(str(_("Kind"))),
        Col(str(_("What it is"))),
        Col(str(_("Where it stands here"))),
    ]
    rows = [
        [one.code, str(labels.PROOFS[one.kind]), one.label, "; ".join(dict.fromkeys(where))]
        for one, where in named.items()
    ]
    note = str(_("Each piece can be looked up in the portal by its sign, by whoever may see it there."))
    yield Table("evidence", str(_("Evidence")), columns, rows, note=note)
