"""The thread of a theme, where a story came from, and complaints by theme, for people who are signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.complaints.labels import FINDINGS, STAGES
from portal.core.access import Permission, needs
from portal.core.paging import number_asked
from portal.documents.formats import Form
from portal.downloads.asking import asked_for
from portal.downloads.labels import FORMS
from portal.evidence.reading import figure_text
from portal.evidence.rules import audience_for
from portal.feedback import queries as feedback
from portal.provenance import complaint_log, feedback_log, files, labels, queries
from portal.provenance.forms import LogForm
from portal.provenance.queries import Reader
from portal.themes import queries as themes

bp = Blueprint("provenance_staff", __name__, url_prefix="/work")


@bp.get("/evidence/thread")
@needs(Permission.BOARD_READ)
def index() -> ResponseReturnValue:
    """Every theme in use, with its signed figure and how many asks came of it."""
    found = queries.listed(audience_for(my_role()))
    return render_template("provenance/staff_index.html", listed=found, figure_text=figure_text)


@bp.get("/evidence/thread/<uuid:theme_id>")
@needs(Permission.BOARD_READ)
def theme(theme_id: UUID) -> ResponseReturnValue:
    """From what young people said to what changed, hop by hop."""
    found = themes.get_theme(theme_id)
    thread = queries.thread_of_theme(found, Reader(audience_for(my_role())))
    return render_template("provenance/staff_theme.html", theme=found, thread=thread, labels=labels, forms=FORMS)


@bp.get("/evidence/thread/from/<uuid:feedback_id>")
@needs(Permission.RELEASES_READ)
def story(feedback_id: UUID) -> ResponseReturnValue:
    """Back from a published story to what caused it, with the names of those who signed and answered."""
    found = feedback.get_published(feedback_id)
    thread = queries.thread_of_story(found, Reader(audience_for(my_role())))
    return render_template("provenance/staff_story.html", story=found, thread=thread, labels=labels)


@bp.get("/complaints/log")
@needs(Permission.COMPLAINTS_HANDLE)
def complaints() -> ResponseReturnValue:
    """Complaints by stage, topic and theme, with what was learnt, and problems answered without one; for those who may
    open each of them."""
    form = _log_form()
    wanted, entries = form.wanted, complaint_log.everything(form.wanted, me(), my_role())
    return render_template(
        "provenance/staff_complaints.html",
        form=form,
        page=complaint_log.page(wanted, number_asked(), me(), my_role()),
        topics=complaint_log.by_topic(wanted, me(), my_role()),
        by_stage=complaint_log.by_stage(entries),
        by_theme=complaint_log.by_theme(entries),
        others=feedback_log.page(wanted, number_asked("others"), me(), my_role()),
        url=lambda number: url_for(".complaints", **form.asked, page=number),
        others_url=lambda number: url_for(".complaints", **form.asked, others=number),
        labels=labels,
        stages=STAGES,
        findings=FINDINGS,
        forms=FORMS,
    )


@bp.post("/complaints/log/file/<any(pdf, docx, xlsx, ods, csv, html):kind>")
@needs(Permission.COMPLAINTS_HANDLE)
def complaints_file(kind: str) -> ResponseReturnValue:
    """Have what is on the screen made as a file, for the same people."""
    facts = files.facts_of(_log_form().wanted)
    return asked_for(files.LOG, facts, form=Form(kind), title=_("Log of complaints and feedback"))


def _log_form() -> LogForm:
    form = LogForm(request.args)
    form.offer(themes.open_themes())
    return form
