"""Files made from signed releases, and one page for each corporate parent."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.downloads import handed_over
from portal.core.errors import NotFound
from portal.disclosure.thresholds import Audience
from portal.documents.document import Document
from portal.evidence import queries as evidence
from portal.evidence.models import Release, ReleaseKind
from portal.evidence.reading import figure_text
from portal.reports import operations, queries
from portal.reports.definitions import consultation, listening
from portal.reports.definitions import organisation as organisation_report
from portal.reports.files import FILES
from portal.reports.forms import FORMS, DownloadForm
from portal.reports.wording import reply_text, verdict_text

bp = Blueprint("reports_staff", __name__, url_prefix="/work/reports")


@bp.get("/")
@needs(Permission.SUMMARIES_DOWNLOAD)
def index() -> ResponseReturnValue:
    """Signed waves and how meetings listened, each as a file in three forms."""
    found = [*evidence.signed_releases(ReleaseKind.WAVE), *evidence.signed_releases(ReleaseKind.LISTENING)]
    return render_template("reports/staff_index.html", releases=found, forms=FORMS)


@bp.post("/<uuid:release_id>/download")
@needs(Permission.SUMMARIES_DOWNLOAD)
def download(release_id: UUID) -> ResponseReturnValue:
    """A summary as a file; taking it away is noted in the same breath."""
    release = evidence.get_signed(release_id)
    form = DownloadForm()
    if not form.validate_on_submit():
        raise NotFound
    edition = Audience(form.edition.data)
    document, name = _summary(release, edition)
    content = FILES[form.form.data].render(document)
    operations.note_summary(release, form=form.form.data, edition=edition, by=me(), role=my_role())
    db.session.commit()
    return _handed_over(content, f"{name} {edition.value}", form.form.data)


@bp.get("/organisation")
@needs(Permission.ORGANISATION_PAGE)
def organisation() -> ResponseReturnValue:
    """One page: what was said that concerns us, what we owe, what young people say of our answers."""
    return render_template(
        "reports/staff_organisation.html",
        page=queries.organisation_page(me().organisation_id),
        figure_text=figure_text,
        verdict_text=verdict_text,
        reply_text=reply_text,
    )


@bp.post("/organisation/download")
@needs(Permission.ORGANISATION_PAGE)
def download_organisation() -> ResponseReturnValue:
    """The same page as a PDF."""
    page = queries.organisation_page(me().organisation_id)
    content = FILES["pdf"].render(organisation_report.build(page, _taken_by()))
    operations.note_organisation_page(page.organisation.id, form="pdf", by=me(), role=my_role())
    db.session.commit()
    return _handed_over(content, f"{page.organisation.short_name} what we owe", "pdf")


def _summary(release: Release, edition: Audience) -> tuple[Document, str]:
    """What stands in a file and what it is called. Verdicts are read beside their asks and have no file."""
    if release.consultation is not None:
        name = f"{release.consultation.slug} {release.consultation.wave} summary"
        return consultation.build(release, edition, _taken_by()), name
    if release.kind is ReleaseKind.LISTENING:
        return listening.build(release, edition, _taken_by()), release.title
    raise NotFound


def _taken_by() -> str:
    """Who holds this file: it stands at the foot of each page."""
    account = me()
    return str(
        _(
            "Downloaded by %(name)s (%(organisation)s)",
            name=account.name,
            organisation=account.organisation.short_name,
        )
    )


def _handed_over(content: bytes, name: str, form: str) -> Response:
    return handed_over(content, f"{name} {clock.today().isoformat()}", form)
