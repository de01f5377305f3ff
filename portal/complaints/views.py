"""Deciding, on the life line, whether it is a complaint."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.complaints import operations, queries
from portal.complaints.forms import WishForm
from portal.complaints.models import Wish
from portal.contributions import young
from portal.core import db
from portal.core.access import holder
from portal.core.errors import NotFound

bp = Blueprint("complaints", __name__)


@bp.route("/thread/complaint", methods=["GET", "POST"])
@holder
def decide() -> ResponseReturnValue:
    """What a complaint is, who answers by when, what is kept; then yes or no."""
    contribution, form = young.open_thread(), WishForm()
    complaint = queries.find(contribution.id)
    if complaint is None or complaint.wish is Wish.NOT_ASKED:
        raise NotFound
    if form.validate_on_submit():
        if complaint.wish is not Wish.YES:
            decision = operations.say_yes if form.wish.data == Wish.YES else operations.say_no
            decision(contribution)
            db.session.commit()
        return redirect(url_for("lifeline.thread", _anchor="complaint"), 303)
    return render_template("complaints/decide.html", form=form, complaint=complaint)
