"""The first page, the promises behind it, and the way out."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from portal.arrive.durations import Durations
from portal.consultations import queries as consultations
from portal.contributions import visits, young
from portal.contributions.identities import LIMIT, WAYS
from portal.contributions.sharing import CHOICES
from portal.core import db
from portal.core.access import anyone
from portal.core.errors import Busy
from portal.core.limits import limiter
from portal.core.sessions import current_visit, sides
from portal.keyring import operations as keyring
from portal.meeting_prep import operations as meeting_prep
from portal.partnership import queries as partnership
from portal.safety import queries as safety

bp = Blueprint("arrive", __name__)


@bp.get("/")
@anyone
def home() -> ResponseReturnValue:
    """What this is, what can be said now, and the truth about who is awake."""
    visit = young.current()
    closed = consultations.closed_consultations()
    return render_template(
        "arrive/home.html",
        open_now=consultations.open_consultations(),
        upcoming=consultations.upcoming_consultation(),
        last_closed=closed[0] if closed else None,
        pending=visit.pending,
        started=visit.subjects,
        awake=safety.awake_now(),
        ring=partnership.numbers_always_open(),
        help_lines=[line for line in partnership.help_lines() if line.always_open],
    )


@bp.get("/privacy")
@anyone
def privacy() -> ResponseReturnValue:
    """What this is and what happens to what you say, in plain words."""
    return render_template("arrive/privacy.html", ways=WAYS.values(), choices=CHOICES, limit=LIMIT, kept=Durations())


@bp.get("/accessibility")
@anyone
def accessibility() -> ResponseReturnValue:
    """Who can use this, what does not work yet, and whom to tell."""
    return render_template("arrive/accessibility.html")


@bp.post("/leave")
@bp.post("/work/leave")
@anyone
@limiter.exempt
def leave() -> ResponseReturnValue:
    """End both visits on the server, a young person's and a signed-in one, clear the browser, land somewhere ordinary.

    Two addresses, because a form on either side posts to its own side.
    """
    cookies = sides()
    try:
        young_token = cookies.token_sent(request, working=False)
        meeting_prep.close_on(young_token)
        keyring.close_on(young_token)
        visits.leave(young_token)
        db.session.commit()
        if signed_in := cookies.token_sent(request, working=True):
            cookies.stored.end(signed_in)
    except (SQLAlchemyError, Busy):
        # The store cannot be reached: the phone is cleared all the same, and the visit ends by itself.
        db.session.rollback()
    here = current_visit()
    here.close()
    here.ended.clear()  # ended above; a second try at the store could only fail again
    response = make_response(redirect(url_for(".go"), 303))
    cookies.drop_all(response)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@bp.get("/go")
@anyone
def go() -> ResponseReturnValue:
    """On to somewhere ordinary: a form may not end at another site (CSP form-action), however many steps away."""
    return render_template("arrive/go.html")


#: Leaving must work whatever happened to the form; all it can do is end a visit.
csrf_exempt = (leave,)
