"""The blueprint the working pages of meetings share, and going back to a meeting."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.core import db
from portal.meetings import queries, rules
from portal.meetings.labels import CHOSEN
from portal.meetings.models import Meeting

bp = Blueprint("meetings_staff", __name__, url_prefix="/work/meetings")


def order_shown(meeting: Meeting) -> dict[str, object]:
    """What pages say of the order of an agenda: whose it is, and each item's place in young people's and officers'."""
    young, officers, _used = queries.orders(meeting)
    places = {one: at for at, one in enumerate(young, start=1)} if queries.some_placed(meeting) else {}
    return {
        "chosen": CHOSEN[queries.chosen_by(meeting)] if meeting.state in rules.COUNTED else None,
        "young_place": places,
        "officers_place": {one: at for at, one in enumerate(officers, start=1)},
        "dots_shown": queries.dots_shown(meeting),
        "differs": queries.differs(meeting),
    }


def done(meeting: Meeting, said: str, *, to: str = ".meeting") -> ResponseReturnValue:
    """Keep it, say so, and show the meeting again."""
    db.session.commit()
    flash(said)
    return redirect(url_for(to, meeting_id=meeting.id), 303)
