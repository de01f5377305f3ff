"""The blueprint the working pages of meetings share, and going back to a meeting."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.core import db
from portal.meetings.models import Meeting

bp = Blueprint("meetings_staff", __name__, url_prefix="/work/meetings")


def done(meeting: Meeting, said: str, *, to: str = ".meeting") -> ResponseReturnValue:
    """Keep it, say so, and show the meeting again."""
    db.session.commit()
    flash(said)
    return redirect(url_for(to, meeting_id=meeting.id), 303)
