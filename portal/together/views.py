"""The young person's side: how the two of them do it; and a group that comes back with its code."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consultations import queries as consultations
from portal.consultations.sending import Answers
from portal.contributions import queries as threads
from portal.contributions import young
from portal.contributions.models import Route
from portal.core import db
from portal.core.access import anyone, holder
from portal.together import beginning, handing_over, operations

bp = Blueprint("together", __name__, url_prefix="/together")


@bp.route("/begin/<string:note>", methods=["GET", "POST"])
@anyone
def begin(note: str) -> ResponseReturnValue:
    """Who types, where, in whose words: answered by both, before the first question."""
    read = handing_over.read(note)
    sending = Answers(consultations.get_consultation(read.about))
    return beginning.begin(sending, read, sending.consultation.title)


@bp.get("/voices")
@holder
def voices() -> ResponseReturnValue:
    """What the group said, each with its way out."""
    found = young.open_thread()
    if found.route is not Route.GROUP:
        return redirect(url_for("lifeline.thread"), 303)
    return render_template("together/voices.html", passages=threads.passages_of(found.id))


@bp.post("/voices/<uuid:words_id>/out")
@holder
def take_out(words_id: UUID) -> ResponseReturnValue:
    """A member of the group wants their voice gone."""
    found = young.open_thread()
    if found.route is Route.GROUP:
        operations.take_out(found, words_id, by=None)
        db.session.commit()
    return redirect(url_for(".voices"), 303)
