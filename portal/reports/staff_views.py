"""Files made from signed releases, and one page for each corporate parent."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.core.access import Permission, needs
from portal.core.errors import NotFound
from portal.disclosure.thresholds import Audience
from portal.documents.formats import Form
from portal.downloads.asking import asked_for
from portal.downloads.labels import FORMS
from portal.evidence import queries as evidence
from portal.evidence.models import ReleaseKind
from portal.evidence.reading import figure_text
from portal.reports import queries
from portal.reports.definitions.parts import EDITIONS
from portal.reports.files import ORGANISATION, SUMMARY, summary_facts
from portal.reports.forms import DownloadForm, FileForm
from portal.reports.wording import reply_text, verdict_text

bp = Blueprint("reports_staff", __name__, url_prefix="/work/reports")


@bp.get("/")
@needs(Permission.SUMMARIES_DOWNLOAD)
def index() -> ResponseReturnValue:
    """Signed waves and how meetings listened, each as a file in every form."""
    found = [*evidence.signed_releases(ReleaseKind.WAVE), *evidence.signed_releases(ReleaseKind.LISTENING)]
    return render_template("reports/staff_index.html", releases=found, forms=FORMS)


@bp.post("/<uuid:release_id>/download")
@needs(Permission.SUMMARIES_DOWNLOAD)
def download(release_id: UUID) -> ResponseReturnValue:
    """Have a summary made; when it is taken away, that is noted."""
    release = evidence.get_signed(release_id)
    form = DownloadForm()
    if not form.validate_on_submit():
        raise NotFound
    edition = Audience(form.edition.data)
    facts = summary_facts(release, edition)
    return asked_for(SUMMARY, facts, form=Form(form.form.data), title=f"{release.title}. {EDITIONS[edition]()}")


@bp.get("/organisation")
@needs(Permission.ORGANISATION_PAGE)
def organisation() -> ResponseReturnValue:
    """One page: what was said that concerns us, what we owe, what young people say of our answers."""
    return render_template(
        "reports/staff_organisation.html",
        page=queries.organisation_page(me().organisation_id),
        figure_text=figure_text,
        verdict_text=verdict_text,
        forms=FORMS,
        reply_text=reply_text,
    )


@bp.post("/organisation/download")
@needs(Permission.ORGANISATION_PAGE)
def download_organisation() -> ResponseReturnValue:
    """Have the same page made as a file."""
    form = FileForm()
    if not form.validate_on_submit():
        raise NotFound
    own = me().organisation
    title = _("%(organisation)s: what young people said, and what we owe", organisation=own.name)
    return asked_for(ORGANISATION, {"organisation": str(own.id)}, form=Form(form.form.data), title=title)
