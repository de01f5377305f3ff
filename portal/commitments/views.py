"""The promises, for anyone."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.commitments import queries, rules
from portal.commitments.forms import FindForm
from portal.commitments.labels import EXAMPLES
from portal.core.access import anyone
from portal.core.forms import text
from portal.core.paging import id_asked, number_asked

bp = Blueprint("commitments", __name__)


@bp.route("/promises", methods=["GET", "POST"])
@anyone
def index() -> ResponseReturnValue:
    """What was promised, who it is for, how to get it, and who answers for it; all of it, one, or what has words.

    Words looked for are posted: an address stays in the history of a phone that others use. Nothing is stored.
    """
    only, page, form = id_asked("promise"), number_asked(), FindForm()
    everything = queries.commitments()
    looked_for = text(form.words) if form.validate_on_submit() else ""
    texts = {one.id: queries.words_of(one) for one in everything}
    found = [one for one in everything if rules.has_words(looked_for, texts[one.id])]
    return render_template(
        "commitments/index.html",
        form=form,
        number=len(everything),
        looked_for=looked_for,
        examples=rules.examples(map(str, EXAMPLES), texts.values()),
        commitments=[queries.get_standing(only)] if only else found,
        page=page if only else None,
        url=lambda number: url_for(".index", promise=only, page=number),
    )
