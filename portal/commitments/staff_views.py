"""The promises on the working side; what is done about each comes from the board (`board.furniture`)."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.commitments import operations, queries
from portal.commitments.forms import CommitmentForm, RuleForm
from portal.commitments.labels import CARE, DUTIES, HOMES, LIVES_IN, RESPONSIBLE
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import Repeats
from portal.core.paging import id_asked, number_asked
from portal.downloads.labels import FORMS
from portal.partnership import queries as partnership

bp = Blueprint("commitments_staff", __name__, url_prefix="/work/commitments")


@bp.get("")
@needs(Permission.COMMITMENTS_READ)
def index() -> ResponseReturnValue:
    """Every promise with the first actions that keep it, or one with all of them."""
    only, page = id_asked("promise"), number_asked()
    return render_template(
        "commitments/staff_index.html",
        commitments=[queries.get_standing(only)] if only else queries.commitments(),
        retired=() if only else queries.retired(),
        duties=DUTIES,
        forms=FORMS,
        page=page if only else None,
        url=lambda number: url_for(".index", promise=only, page=number),
    )


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


@bp.post("/<uuid:commitment_id>/retire")
@needs(Permission.ASKS_WRITE)
def retire(commitment_id: UUID) -> ResponseReturnValue:
    """Take a promise off the public list."""
    operations.retire(queries.get_commitment(commitment_id), by=me())
    db.session.commit()
    flash(_("The promise is off the list. It stays on record."))
    return redirect(url_for(".index"), 303)


@bp.route("/<uuid:commitment_id>/rules", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def rules(commitment_id: UUID) -> ResponseReturnValue:
    """Whom a promise is for, as rules with days; adding one."""
    found = queries.get_commitment(commitment_id)
    form = RuleForm()
    if form.validate_on_submit():
        try:
            operations.add_rule(found, form.asked, source=form.source.data, by=me())
        except Repeats as error:
            form.source.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The rule is written down. “What am I owed?” goes by it."))
            return redirect(url_for(".rules", commitment_id=found.id), 303)
    return render_template(
        "commitments/staff_rules.html",
        form=form,
        commitment=found,
        care=CARE,
        homes=HOMES,
        lives_in=LIVES_IN,
        responsible=RESPONSIBLE,
    )


@bp.route("/rules/<uuid:rule_id>", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def rule(rule_id: UUID) -> ResponseReturnValue:
    """Put a rule right, or give it a last day."""
    found = queries.get_rule(rule_id)
    form = RuleForm(obj=found)
    form.fill(found)
    if form.validate_on_submit():
        try:
            operations.change_rule(found, form.asked, source=form.source.data, by=me())
        except Repeats as error:
            form.source.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The rule is changed."))
            return redirect(url_for(".rules", commitment_id=found.commitment_id), 303)
    return render_template("commitments/staff_rule.html", form=form, rule=found)


@bp.post("/rules/<uuid:rule_id>/remove")
@needs(Permission.ASKS_WRITE)
def remove_rule(rule_id: UUID) -> ResponseReturnValue:
    """Take away a rule that should never have stood."""
    found = queries.get_rule(rule_id)
    commitment_id = found.commitment_id
    operations.remove_rule(found, by=me())
    db.session.commit()
    flash(_("The rule is gone."))
    return redirect(url_for(".rules", commitment_id=commitment_id), 303)
