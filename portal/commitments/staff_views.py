"""The promises on the working side; what is done about each comes from the board (`board.furniture`)."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.commitments import operations, queries
from portal.commitments.forms import CommitmentForm
from portal.commitments.labels import DUTIES
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import Repeats
from portal.partnership import queries as partnership

bp = Blueprint("commitments_staff", __name__, url_prefix="/work/commitments")


@bp.get("")
@needs(Permission.COMMITMENTS_READ)
def index() -> ResponseReturnValue:
    """Every promise with the actions that keep it."""
    return render_template("commitments/staff_index.html", commitments=queries.commitments(), duties=DUTIES)


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def adopt() -> ResponseReturnValue:
    """Add a promise."""
    form = CommitmentForm()
    form.offer(partnership.organisations(), partnership.posts())
    if form.validate_on_submit():
        try:
            operations.adopt(form.promise, by=me())
        except Repeats as error:
            form.what.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The promise is on the list, and on the public page."))
            return redirect(url_for(".index"), 303)
    return render_template("commitments/staff_edit.html", form=form, commitment=None)


@bp.route("/<uuid:commitment_id>/edit", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def edit(commitment_id: UUID) -> ResponseReturnValue:
    """Word a promise anew, or note when it was checked."""
    found = queries.get_commitment(commitment_id)
    form = CommitmentForm(obj=found)
    form.offer(partnership.organisations(), partnership.posts(), found)
    if form.validate_on_submit():
        try:
            operations.revise(found, form.promise, by=me())
        except Repeats as error:
            form.what.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The promise is changed."))
            return redirect(url_for(".index") + f"#promise-{found.id}", 303)
    return render_template("commitments/staff_edit.html", form=form, commitment=found)
