"""Asking for a locked name, deciding as the second person, looking, and when its owner is told."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.core import crypto, db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, RuleError
from portal.core.forms import text
from portal.reading import queries as reading
from portal.unmasking import labels, operations, queries
from portal.unmasking.forms import AskForm, DecideForm, KeepForm
from portal.unmasking.models import Reason, Unmasking
from portal.unmasking.rules import State

bp = Blueprint("unmasking_staff", __name__, url_prefix="/work")


@bp.route("/views/<uuid:contribution_id>/name", methods=["GET", "POST"])
@needs(Permission.VIEWS_READ)
def ask(contribution_id: UUID) -> ResponseReturnValue:
    """Say why the name is needed; a second person decides."""
    found = reading.get_readable(contribution_id, my_role())
    if not queries.is_locked(found):
        raise NotFound
    form = AskForm()
    if form.validate_on_submit():
        try:
            operations.ask(found, reason=Reason(form.reason.data), because=form.because.data, by=me())
        except RuleError as error:
            form.because.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("A second person decides within a day. You see on the view what they say."))
            return redirect(url_for("reading_staff.view", contribution_id=found.id), 303)
    return render_template("unmasking/staff_ask.html", form=form, contribution=found)


@bp.post("/names/<uuid:unmasking_id>/look")
@needs(Permission.VIEWS_READ)
def look(unmasking_id: UUID) -> ResponseReturnValue:
    """The name, for whoever asked, while the hour lasts; looking is recorded."""
    row = queries.get_unmasking(unmasking_id)
    opened = operations.look(row, by=me())
    db.session.commit()
    return render_template("unmasking/staff_look.html", opened=opened, row=row)


@bp.get("/names")
@needs(Permission.NAMES_AGREE)
def waiting() -> ResponseReturnValue:
    """What waits for a second person, and what owners are not told yet."""
    return render_template(
        "unmasking/staff_waiting.html",
        waiting=queries.waiting_for(me()),
        kept=queries.kept_from_owners(),
        reasons=labels.REASONS,
    )


@bp.route("/names/<uuid:unmasking_id>", methods=["GET", "POST"])
@needs(Permission.NAMES_AGREE)
def decide(unmasking_id: UUID) -> ResponseReturnValue:
    """Agree or say no. The second person reads the reason, never the name."""
    row = queries.get_unmasking(unmasking_id)
    if row.asked_by_id == me().id:
        raise NotFound
    form = DecideForm()
    if form.validate_on_submit():
        try:
            _decide(row, form)
        except RuleError as error:
            form.decision.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Saved."))
            return redirect(url_for(".waiting"), 303)
    return render_template(
        "unmasking/staff_decide.html",
        form=form,
        row=row,
        because=crypto.unseal(row, "because"),
        reason=labels.REASONS[row.reason],
        waits=queries.state_of(row) is State.WAITING,
    )


@bp.route("/names/<uuid:unmasking_id>/later", methods=["GET", "POST"])
@needs(Permission.NAMES_AGREE)
def keep(unmasking_id: UUID) -> ResponseReturnValue:
    """Put telling its owner off once more."""
    row = _kept(unmasking_id)
    form = KeepForm()
    if form.validate_on_submit():
        try:
            days = int(form.keep_days.data)
            operations.keep_longer(row, days=days, because=form.keep_because.data, by=me())
        except RuleError as error:
            form.keep_because.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Saved."))
            return redirect(url_for(".waiting"), 303)
    return render_template("unmasking/staff_keep.html", form=form, row=row, why=crypto.unseal(row, "kept_because"))


@bp.post("/names/<uuid:unmasking_id>/tell")
@needs(Permission.NAMES_AGREE)
def tell(unmasking_id: UUID) -> ResponseReturnValue:
    """It is safe now: they see it on their line."""
    operations.tell_now(_kept(unmasking_id), by=me())
    db.session.commit()
    flash(_("They see it on their line from now on."))
    return redirect(url_for(".waiting"), 303)


def _decide(row: Unmasking, form: DecideForm) -> None:
    if form.decision.data == "refuse":
        operations.refuse(row, because=text(form.refusal), by=me())
    else:
        days = int(form.keep_days.data or 0)
        operations.agree(row, keep_days=days, keep_because=text(form.keep_because), by=me())


def _kept(unmasking_id: UUID) -> Unmasking:
    row = queries.get_unmasking(unmasking_id)
    if row.kept_until is None:
        raise NotFound
    return row
