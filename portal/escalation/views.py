"""The rules of the ladder, for anyone to read."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.access import anyone
from portal.escalation import queries

bp = Blueprint("escalation", __name__)


@bp.get("/when-nothing-happens")
@anyone
def rules() -> ResponseReturnValue:
    """What happens when adults do not answer, or do not do what they promised."""
    return render_template("escalation/rules.html", steps=queries.steps())
