"""The plans that hold, for anyone: what adults say they did and what young people agreed to, kept apart."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.board.marks import marks_of_action
from portal.core import clock
from portal.core.access import anyone
from portal.core.paging import id_asked, number_asked
from portal.disclosure.thresholds import Audience
from portal.plans import queries

bp = Blueprint("plans", __name__)


@bp.get("/plan")
@anyone
def index() -> ResponseReturnValue:
    """Each plan with its objectives, and where the areas for improvement stand; or one objective with all of it."""
    only, holding = id_asked("objective"), queries.published()
    if only:
        one = queries.get_objective_of(only, holding)
        found = [(one.plan, [queries.step(one, Audience.PUBLIC, page=number_asked())])]
    else:
        found = [(plan, queries.steps(plan, Audience.PUBLIC)) for plan in holding]
    return render_template(
        "plans/index.html",
        plans=found,
        only=only,
        marks=lambda line: marks_of_action(line, clock.today()),
        url=lambda number: url_for(".index", objective=only, page=number),
    )
