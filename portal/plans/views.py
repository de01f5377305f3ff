"""The plans that hold, for anyone: what adults say they did and what young people agreed to, kept apart."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.access import anyone
from portal.disclosure.thresholds import Audience
from portal.plans import queries

bp = Blueprint("plans", __name__)


@bp.get("/plan")
@anyone
def index() -> ResponseReturnValue:
    """Each plan with its objectives, and where the areas for improvement stand."""
    found = [(plan, queries.steps(plan, Audience.PUBLIC)) for plan in queries.published()]
    return render_template("plans/index.html", plans=found)
