"""Proving the log: whether anybody changed it, the head to note outside the machine, and the names of acts by day."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit import labels, queries
from portal.core import clock
from portal.core.access import Permission, needs
from portal.core.paging import number_asked
from portal.core.parts import numbered

bp = Blueprint("audit_staff", __name__, url_prefix="/work/log")
_LINK = 64
#: How many days one page shows.
_DAYS = 14


@bp.get("/")
@needs(Permission.AUDIT_VERIFY)
def verify() -> ResponseReturnValue:
    """Walk the whole chain; a head noted before shows whether its end was cut off."""
    noted = request.args.get("head", "").strip().lower()
    plausible = len(noted) == _LINK and all(c in "0123456789abcdef" for c in noted)
    found = queries.verify(expected_head=noted if plausible else None)
    return render_template("audit/staff_verify.html", found=found, noted=noted, plausible=plausible)


@bp.get("/days")
@needs(Permission.LOG_READ)
def days() -> ResponseReturnValue:
    """What kinds of acts each day saw, for an inspection: no name, no subject, no number and no hour."""
    today = clock.today()
    begun = queries.first_day() or today
    at = numbered((today - begun).days + 1, number_asked(), _DAYS)
    last = today - timedelta(days=at.offset)
    found = at.of(queries.acts_by_day(max(begun, last - timedelta(days=_DAYS - 1)), last))
    return render_template(
        "audit/staff_days.html", days=found, by_thing=labels.by_thing, page_url=lambda page: url_for(".days", page=page)
    )
