"""The working side of the bar."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.login import begin
from portal.core.access import anyone
from portal.demo import queries

bp = Blueprint("demo_staff", __name__, url_prefix="/work/demo")


@bp.post("/take-over")
@anyone
def take_over() -> ResponseReturnValue:
    """Be this invented person in this role."""
    account, role = queries.find_switch(request.values.get("person", ""))
    begin(account, role)
    return redirect(url_for("dashboard_staff.home"), 303)


#: Reached from the bar by a redirect that keeps the POST; see `demo.views`.
csrf_exempt = (take_over,)
