"""You said, we did: the public page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.access import anyone
from portal.core.paging import number_asked
from portal.feedback import queries, stations
from portal.feedback.labels import ending
from portal.feedback.models import Told
from portal.feedback.queries import Story

bp = Blueprint("feedback", __name__, url_prefix="/you-said")


@bp.get("/")
@anyone
def index() -> ResponseReturnValue:
    """Every story, newest first."""
    told = request.args.get("told")
    chosen = Told(told) if told in set(Told) else None
    page, url = queries.published(number_asked(), chosen), lambda number: url_for(".index", page=number, told=chosen)
    return render_template("feedback/index.html", stories=page, page_url=url, ending_of=_ending, chosen=chosen)


@bp.get("/<uuid:feedback_id>")
@anyone
def story(feedback_id: UUID) -> ResponseReturnValue:
    """One story with its thread, from what was said to what young people say now."""
    found = queries.get_published(feedback_id)
    return render_template("feedback/story.html", story=found, stations=stations.of_story(found.ask), ending_of=_ending)


def _ending(found: Story) -> tuple[str, str]:
    return ending(found.told, [line.state for line in found.ask.actions])
