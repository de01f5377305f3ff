"""The ladder with its lists, taking something up, bringing it down, and the days of each rung."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import RuleError
from portal.core.guard import may
from portal.core.paging import id_asked, number_asked
from portal.escalation import operations, queries, rules, unblocking
from portal.escalation.forms import BringDownForm, RaiseForm, days_form

bp = Blueprint("escalation_staff", __name__, url_prefix="/work/ladder")

_SUBJECT = "/<any(ask, action):what>/<uuid:subject_id>"


@bp.get("")
@needs(Permission.BOARD_READ)
def index() -> ResponseReturnValue:
    """What is stuck or late, on which rung, and who could unblock it; or all that stands on one rung."""
    only = id_asked("rung")
    return render_template(
        "escalation/staff_index.html",
        levels=[queries.on_rung(only, number_asked())] if only else queries.ladder(),
        only=only,
        url=lambda number: url_for(".index", rung=only, page=number),
        waiting=None if only else queries.not_yet_up(),
        moves=may(Permission.LADDER_MOVE),
        tops=queries.rungs()[-1:],
        directory=unblocking.Directory(),
    )


@bp.get(_SUBJECT)
@needs(Permission.BOARD_READ)
def who(what: str, subject_id: UUID) -> ResponseReturnValue:
    """Who can unblock it: posts, organisations, people to write to, and the rung it stands on."""
    subject = queries.get_subject(what, subject_id)
    found = unblocking.unblocking(subject)
    return render_template(
        "escalation/staff_who.html",
        found=found,
        is_open=queries.is_open(subject),
        can_raise=may(Permission.LADDER_MOVE) and found.above is not None and queries.is_open(subject),
        text=queries.words_of(subject),
        what=what,
        subject_id=subject_id,
        back=_address(what, subject_id),
    )


@bp.route(f"{_SUBJECT}/raise", methods=["GET", "POST"])
@needs(Permission.LADDER_MOVE)
def raise_higher(what: str, subject_id: UUID) -> ResponseReturnValue:
    """Take it to the next rung now."""
    subject = queries.get_subject(what, subject_id)
    standing = queries.standing_of(subject)
    above = rules.next_above(standing.level_id if standing else None, queries.rungs())
    form = RaiseForm()
    if form.validate_on_submit():
        try:
            operations.raise_higher(subject, because=form.because.data, by=me())
        except RuleError as error:
            form.because.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("It went up the ladder."))
            return _back(what, subject_id)
    return render_template(
        "escalation/staff_raise.html",
        form=form,
        above=queries.level(above.level_id) if above else None,
        is_open=queries.is_open(subject),
        text=queries.words_of(subject),
        back=_address(what, subject_id),
    )


@bp.route(f"{_SUBJECT}/down", methods=["GET", "POST"])
@needs(Permission.LADDER_MOVE)
def bring_down(what: str, subject_id: UUID) -> ResponseReturnValue:
    """Say what was decided; it leaves the ladder until the day to look again."""
    subject = queries.get_subject(what, subject_id)
    form = BringDownForm()
    if form.validate_on_submit():
        try:
            operations.bring_down(subject, outcome=form.outcome.data, look_again_on=form.look_again_on.data, by=me())
        except RuleError as error:
            form.outcome.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("It is off the ladder until the day to look again."))
            return _back(what, subject_id)
    return render_template(
        "escalation/staff_down.html",
        form=form,
        standing=queries.standing_of(subject),
        owes=queries.is_owed_by(subject, me()),
        rests=queries.may_rest(subject, me()),
        text=queries.words_of(subject),
        back=_address(what, subject_id),
    )


@bp.route("/days", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_MANAGE)
def days() -> ResponseReturnValue:
    """After how many days each rung takes something up."""
    levels = queries.steps()
    form = days_form(levels)
    if form.validate_on_submit():
        try:
            operations.set_days(form.days, by=me())
        except RuleError as error:
            form.form_errors.append(_(error.message))
        else:
            db.session.commit()
            flash(_("Saved."))
            return redirect(url_for(".days"), 303)
    return render_template("escalation/staff_days.html", form=form, levels=levels)


def _address(what: str, subject_id: UUID) -> str:
    if what == "ask":
        return url_for("board_staff.ask", ask_id=subject_id)
    return url_for("board_staff.action", action_id=subject_id)


def _back(what: str, subject_id: UUID) -> ResponseReturnValue:
    return redirect(_address(what, subject_id), 303)
