"""The promises, for anyone."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.commitments import queries
from portal.core.access import anyone
from portal.core.paging import id_asked, number_asked

bp = Blueprint("commitments", __name__)


@bp.get("/promises")
@anyone
def index() -> ResponseReturnValue:
    """What was promised, who it is for, how to get it, and who answers for it; or one promise with all that is done."""
    only, page = id_asked("promise"), number_asked()
    return render_template(
        "commitments/index.html",
        commitments=[queries.get_standing(only)] if only else queries.commitments(),
        page=page if only else None,
        url=lambda number: url_for(".index", promise=only, page=number),
    )
