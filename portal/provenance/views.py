"""Where a published story came from, for anybody: public figures and public things alone."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.access import anyone
from portal.disclosure.thresholds import Audience
from portal.feedback import queries as feedback
from portal.provenance import labels, queries
from portal.provenance.queries import Reader

bp = Blueprint("provenance", __name__, url_prefix="/you-said")


@bp.get("/<uuid:feedback_id>/where-from")
@anyone
def story(feedback_id: UUID) -> ResponseReturnValue:
    """Back from what adults did to what young people said."""
    found = feedback.get_published(feedback_id)
    thread = queries.thread_of_story(found, Reader(Audience.PUBLIC, named=False))
    return render_template("provenance/story.html", story=found, thread=thread, labels=labels)
