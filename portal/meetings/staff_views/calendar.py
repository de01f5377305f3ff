"""My calendar's address: made, made anew, ended. It is shown once."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.core import db
from portal.core.access import Permission, needs
from portal.meetings import feeds
from portal.meetings.staff_views.blueprint import bp


@bp.get("/calendar")
@needs(Permission.TABLE_SIT)
def calendar() -> ResponseReturnValue:
    """Whether I have an address, and what a calendar shows."""
    return render_template("meetings/staff_calendar.html", feed=feeds.find(me()), address="")


@bp.post("/calendar")
@needs(Permission.TABLE_SIT)
def make_calendar() -> ResponseReturnValue:
    """A new address, this once."""
    address = url_for("meetings.feed", token=feeds.make(me()), _external=True)
    db.session.commit()
    return render_template("meetings/staff_calendar.html", feed=feeds.find(me()), address=address)


@bp.post("/calendar/end")
@needs(Permission.TABLE_SIT)
def end_calendar() -> ResponseReturnValue:
    """The address stops working."""
    feeds.end(me())
    db.session.commit()
    flash(_("The address does not work any more."))
    return redirect(url_for(".calendar"), 303)
