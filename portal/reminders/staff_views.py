"""Choosing how often to be reminded."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.core import db
from portal.core.access import Permission, needs
from portal.reminders import operations, queries
from portal.reminders.forms import OftenForm
from portal.reminders.models import Often

bp = Blueprint("reminders_staff", __name__, url_prefix="/work/reminders")


@bp.route("", methods=["GET", "POST"])
@needs(Permission.REMINDERS_CHOOSE)
def choose() -> ResponseReturnValue:
    """One's own choice; what a reminder says is shown, so that nobody fears what a lock screen tells."""
    form = OftenForm(often=queries.wish_of(me()).value)
    if form.validate_on_submit():
        operations.choose(me(), Often(form.often.data))
        db.session.commit()
        flash(_("Saved."))
        return redirect(url_for(".choose"), 303)
    return render_template(
        "reminders/staff_choose.html", form=form, subject=operations.subject(), has_email=bool(me().email)
    )
