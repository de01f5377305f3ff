"""The promises, for anyone."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.commitments import queries, rules
from portal.commitments.forms import FindForm
from portal.core.access import anyone
from portal.core.forms import text

bp = Blueprint("commitments", __name__)


@bp.route("/promises", methods=["GET", "POST"])
@anyone
def index() -> ResponseReturnValue:
    """What was promised, who it is for, how to get it, and who answers for it; all of it, or what has some words.

    Words looked for are posted: an address stays in the history of a phone that others use. Nothing is stored.
    """
    form, everything = FindForm(), queries.commitments()
    looked_for = text(form.words) if form.validate_on_submit() else ""
    return render_template(
        "commitments/index.html",
        form=form,
        number=len(everything),
        looked_for=looked_for,
        commitments=[one for one in everything if rules.has_words(looked_for, queries.words_of(one))],
    )
