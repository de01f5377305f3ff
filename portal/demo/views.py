"""Switching person in one tap: only in a demonstration, which only starts on this machine."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.access import anyone
from portal.demo import queries

bp = Blueprint("demo", __name__)


@bp.get("/demo")
@anyone
def people() -> ResponseReturnValue:
    """Who is who, and the codes of what invented young people said and prepared."""
    settings = current_app.config["SETTINGS"]
    kept = settings.var_dir / queries.CODES_FILE
    return render_template(
        "demo/people.html",
        people=queries.bar(),
        codes=queries.codes(kept),
        meeting_codes=queries.meeting_codes(kept),
        letter_codes=queries.letter_codes(kept),
    )


@bp.post("/demo")
@anyone
def switch() -> ResponseReturnValue:
    """Become a young person with a phone, or hand over to the working side."""
    if not current_app.config["SETTINGS"].demo:
        abort(404)
    chosen = request.form.get("person", "")
    if chosen == queries.PHONE:
        return redirect(url_for("arrive.home"), 303)
    return redirect(url_for("demo_staff.take_over", person=chosen), 307)


#: The bar stands on pages of both sides, whose visits never meet; on this machine it protects nobody.
csrf_exempt = (switch,)
