"""Files made from signed releases, and one page for each corporate parent."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.core.access import Permission, needs
from portal.core.errors import NotFound
from portal.core.guard import may
from portal.disclosure.thresholds import Audience
from portal.documents.formats import Form
from portal.downloads.asking import asked_for
from portal.downloads.labels import FORMS
from portal.evidence import queries as evidence
from portal.evidence.models import ReleaseKind
from portal.evidence.reading import figure_text
from portal.partnership import queries as partnership
from portal.partnership.models import Organisation
from portal.reports import queries, rules
from portal.reports.definitions.parts import EDITIONS
from portal.reports.files import ORGANISATION, SCORECARD, SUMMARY, THEME, summary_facts
from portal.reports.forms import DownloadForm, FileForm
from portal.reports.wording import how_we_answer, reply_text, verdict_text
from portal.themes import queries as themes

bp = Blueprint("reports_staff", __name__, url_prefix="/work/reports")


@bp.get("/")
@needs(Permission.SUMMARIES_DOWNLOAD)
def index() -> ResponseReturnValue:
    """Signed waves and how meetings listened, each as a file in every form."""
    others = [] if may(Permission.ORGANISATION_PAGE) else partnership.organisations(local=True)
    found = [*evidence.signed_releases(ReleaseKind.WAVE), *evidence.signed_releases(ReleaseKind.LISTENING)]
    return render_template("reports/staff_index.html", releases=found, forms=FORMS, partners=others)


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
    return _organisation(me().organisation_id, own=True)


@bp.get("/organisations/<uuid:organisation_id>")
@needs(Permission.SUMMARIES_DOWNLOAD)
def partner(organisation_id: UUID) -> ResponseReturnValue:
    """The same page of any partner, for the board; a lead finds only their own."""
    _must_see(organisation_id)
    return _organisation(organisation_id, own=False)


@bp.post("/organisation/download")
@needs(Permission.ORGANISATION_PAGE)
def download_organisation() -> ResponseReturnValue:
    """Have the same page made as a file."""
    return _ask_organisation(me().organisation)


@bp.post("/organisations/<uuid:organisation_id>/download")
@needs(Permission.SUMMARIES_DOWNLOAD)
def download_partner(organisation_id: UUID) -> ResponseReturnValue:
    """Have any partner's page made as a file."""
    _must_see(organisation_id)
    return _ask_organisation(partnership.get_organisation(organisation_id))


@bp.post("/themes/<uuid:theme_id>/download")
@needs(Permission.SUMMARIES_DOWNLOAD)
def download_theme(theme_id: UUID) -> ResponseReturnValue:
    """Have the thread of a theme made as a file."""
    found = themes.get_theme(theme_id)
    title = _("%(word)s: from what was said to what changed", word=found.young_word)
    return asked_for(THEME, {"theme": str(found.id)}, form=_wanted(), title=title)


@bp.post("/scorecard/download")
@needs(Permission.SUMMARIES_DOWNLOAD)
def download_scorecard() -> ResponseReturnValue:
    """Have every promise with its measures and what young people say made as a file."""
    return asked_for(SCORECARD, {}, form=_wanted(), title=_("Promised, measured, experienced"))


def _must_see(organisation_id: UUID) -> None:
    if not rules.may_see(organisation_id, own=me().organisation_id, role=my_role()):
        raise NotFound


def _wanted() -> Form:
    form = FileForm()
    if not form.validate_on_submit():
        raise NotFound
    return Form(form.form.data)


def _organisation(organisation_id: UUID, *, own: bool) -> ResponseReturnValue:
    page = queries.organisation_page(organisation_id)
    return render_template(
        "reports/staff_organisation.html",
        page=page,
        own=own,
        how=[{"label": label, "value": text} for label, text in how_we_answer(page.figures)],
        figure_text=figure_text,
        verdict_text=verdict_text,
        forms=FORMS,
        reply_text=reply_text,
    )


def _ask_organisation(found: Organisation) -> ResponseReturnValue:
    title = _("%(organisation)s: what young people said, and what we owe", organisation=found.name)
    return asked_for(ORGANISATION, {"organisation": str(found.id)}, form=_wanted(), title=title)
