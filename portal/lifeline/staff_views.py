"""When erasing has stopped because the clock looks wrong: what is known, and two people who say that it is right."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.lifeline import retention, watch

bp = Blueprint("lifeline_staff", __name__, url_prefix="/work/erasing")


@bp.get("/")
@needs(Permission.ERASING_RESUME)
def erasing() -> ResponseReturnValue:
    """Whether erasing goes on; if not, since when, and who has said that it should."""
    return render_template(
        "lifeline/staff_erasing.html",
        watch=watch.find_watch(),
        now=clock.now(),
        due=retention.due_count(),
        is_mine=_is_mine(),
    )


def _is_mine() -> bool:
    found = watch.find_watch()
    return found is not None and found.asked_by_id == me().id


@bp.post("/ask")
@needs(Permission.ERASING_RESUME)
def ask() -> ResponseReturnValue:
    """Say that the clock is right."""
    watch.ask_to_go_on(by=me())
    return _saved(_("Noted. A second person has to agree before anything is erased."))


@bp.post("/go-on")
@needs(Permission.ERASING_RESUME)
def go_on() -> ResponseReturnValue:
    """Agree, as the second person."""
    watch.go_on(by=me())
    return _saved(_("Erasing goes on within the hour."))


def _saved(message: str) -> ResponseReturnValue:
    db.session.commit()
    flash(message)
    return redirect(url_for(".erasing"), 303)
