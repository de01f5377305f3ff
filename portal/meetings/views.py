"""What anybody may open: what the board decided, and a calendar by its secret address."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import anyone
from portal.core.errors import NotFound
from portal.core.limits import limiter
from portal.core.paging import number_asked
from portal.meetings import feeds, ics, queries

bp = Blueprint("meetings", __name__)


@bp.get("/board")
@anyone
def told() -> ResponseReturnValue:
    """What the board decided, meeting by meeting, once its minutes are agreed."""
    part = queries.told(number_asked())
    return render_template("meetings/told.html", part=part, url=lambda number: url_for(".told", page=number))


@bp.get("/board/<uuid:meeting_id>")
@anyone
def told_one(meeting_id: UUID) -> ResponseReturnValue:
    """What one meeting decided: what, who does it, why, and when it is looked at again."""
    found = queries.get_told(meeting_id)
    return render_template("meetings/told_one.html", meeting=found, decisions=queries.decisions_of([found.id]))


@bp.get("/calendar/<string:token>.ics")
@anyone
@limiter.limit("120 per hour")
def feed(token: str) -> ResponseReturnValue:
    """Somebody's calendar; titles say that there is something, never what: a phone shows them to others."""
    account = feeds.whose(token)
    if account is None:
        raise NotFound
    where = url_for("accounts_staff.sign_in", _external=True)
    entries = feeds.entries(
        account,
        meeting=_("Meeting"),
        due=_("Something is due"),
        about=_("Sign in to read more: %(where)s", where=where),
        url=where,
    )
    response = make_response(ics.write(_("Meetings"), entries))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    return response
