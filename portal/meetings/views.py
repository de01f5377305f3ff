"""What anybody may open: what the board decided, and a calendar by its secret address."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import anyone
from portal.core.errors import NotFound
from portal.core.limits import limiter
from portal.meetings import feeds, ics, queries
from portal.meetings.models import MeetingType
from portal.partnership.site import site

bp = Blueprint("meetings", __name__)


@bp.get("/board")
@anyone
def told() -> ResponseReturnValue:
    """What the board decided, meeting by meeting, once its minutes are agreed."""
    return render_template("meetings/told.html", meetings=queries.told())


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
    """Somebody's calendar; titles say that there is something, never what."""
    account = feeds.whose(token)
    if account is None:
        raise NotFound
    names = {
        MeetingType.GATHERING.value: site().voice_name,
        MeetingType.PRE_MEETING.value: _("%(board)s: getting ready", board=site().board_name),
        MeetingType.BOARD.value: site().board_name,
    }
    entries = feeds.entries(
        account,
        names=names,
        due=_("Something you owe is due"),
        about=_("Sign in to read more."),
        url=url_for("meetings_staff.index", _external=True),
    )
    response = make_response(ics.write(site().board_name, entries))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    return response
