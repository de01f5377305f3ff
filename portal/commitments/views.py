"""The promises, for anyone."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.commitments import queries
from portal.core.access import anyone

bp = Blueprint("commitments", __name__)


@bp.get("/promises")
@anyone
def index() -> ResponseReturnValue:
    """What was promised, who it is for, how to get it, and who answers for it."""
    return render_template("commitments/index.html", commitments=queries.commitments())
