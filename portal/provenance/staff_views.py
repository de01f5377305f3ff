"""The thread of a theme, and where a story came from, for people who are signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.login import my_role
from portal.core.access import Permission, needs
from portal.downloads.labels import FORMS
from portal.evidence.reading import figure_text
from portal.evidence.rules import audience_for
from portal.feedback import queries as feedback
from portal.provenance import labels, queries
from portal.provenance.queries import Reader
from portal.themes import queries as themes

bp = Blueprint("provenance_staff", __name__, url_prefix="/work/evidence/thread")


@bp.get("")
@needs(Permission.BOARD_READ)
def index() -> ResponseReturnValue:
    """Every theme in use, with its signed figure and how many asks came of it."""
    found = queries.listed(audience_for(my_role()))
    return render_template("provenance/staff_index.html", listed=found, figure_text=figure_text)


@bp.get("/<uuid:theme_id>")
@needs(Permission.BOARD_READ)
def theme(theme_id: UUID) -> ResponseReturnValue:
    """From what young people said to what changed, hop by hop."""
    found = themes.get_theme(theme_id)
    thread = queries.thread_of_theme(found, Reader(audience_for(my_role())))
    return render_template("provenance/staff_theme.html", theme=found, thread=thread, labels=labels, forms=FORMS)


@bp.get("/from/<uuid:feedback_id>")
@needs(Permission.RELEASES_READ)
def story(feedback_id: UUID) -> ResponseReturnValue:
    """Back from a published story to what caused it, with the names of those who signed and answered."""
    found = feedback.get_published(feedback_id)
    thread = queries.thread_of_story(found, Reader(audience_for(my_role())))
    return render_template("provenance/staff_story.html", story=found, thread=thread, labels=labels)
