"""One action: its thread, what its organisation writes on it, and young champions' say."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.board import labels, marks, operations, queries, rules, stations
from portal.board import working as board_working
from portal.board.forms import ActionForm, SayForm, StepForm
from portal.board.marks import Mark
from portal.board.models import Action, Ask, Level, Milestone, Step
from portal.board.staff_views.blueprint import bp
from portal.commitments import queries as commitments
from portal.commitments.labels import DUTIES
from portal.commitments.models import Commitment, Duty
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, Repeats
from portal.core.guard import may
from portal.core.paging import id_asked
from portal.partnership import queries as partnership

_WORDED = {step.value: step for step in (Step.NOTE, Step.STUCK, Step.CLAIMED, Step.STOPPED)}


@bp.get("/actions/<uuid:action_id>")
@needs(Permission.BOARD_READ)
def action(action_id: UUID) -> ResponseReturnValue:
    """One action and everything that was said and done about it."""
    found = queries.get_action(action_id)
    line = queries.action_lines([found])[0]
    working = queries.works_for(found.organisation_id, me(), my_role())
    return render_template(
        "board/staff_action.html",
        action=found,
        line=line,
        about=queries.about_of(found),
        marks=marks.marks_of_action(line, clock.today()),
        stations=stations.of_action(found),
        voices=stations.voices(found, named=may(Permission.ACTIONS_CONFIRM) or may(Permission.ASKS_WRITE)),
        asked_again=queries.asked_again(found),
        steps={step for step in Step if working and rules.may_step(found.state, step)},
        can_say=may(Permission.ACTIONS_CONFIRM) and _can_say(found),
        working=working,
        milestones=_milestones(found),
        proofs=board_working.proofs_of(found),
        duties=DUTIES,
        levels=labels.LEVELS,
    )


@bp.route("/actions/new", methods=["GET", "POST"])
@needs(Permission.ACTIONS_UPDATE)
def add_action() -> ResponseReturnValue:
    """Put a task under an ask or a commitment."""
    ask, commitment = _answering()
    own_only = not may(Permission.ASKS_WRITE)
    form = ActionForm()
    form.offer(partnership.posts(me().organisation_id if own_only else None), first=clock.today())
    if form.validate_on_submit():
        try:
            made = operations.add_action(
                title=form.title.data,
                post_id=UUID(form.post_id.data),
                starts_on=form.starts_on.data,
                due_on=form.due_on.data,
                by=me(),
                ask=ask,
                commitment=commitment,
                duty=Duty(form.duty.data) if form.duty.data else None,
                level=Level(form.level.data) if form.level.data else None,
            )
        except Repeats as error:
            form.title.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The action is on the list."))
            return redirect(url_for(".action", action_id=made.id), 303)
    about = queries.ask_text(ask).text if ask else commitment.name if commitment else ""
    return render_template("board/staff_add_action.html", form=form, ask=ask, about=about)


@bp.post("/actions/<uuid:action_id>/start")
@needs(Permission.ACTIONS_UPDATE)
def start(action_id: UUID) -> ResponseReturnValue:
    """Say that work on it began, or began again."""
    found = queries.get_action_to_work_on(action_id, me(), my_role())
    operations.take_step(found, Step.STARTED, by=me())
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for(".action", action_id=found.id), 303)


@bp.route("/actions/<uuid:action_id>/<any(note, stuck, claimed, stopped):step>", methods=["GET", "POST"])
@needs(Permission.ACTIONS_UPDATE)
def take_step(action_id: UUID, step: str) -> ResponseReturnValue:
    """Note progress, say on whom it is stuck, claim that it is done, or stop it with a reason."""
    found, taken = queries.get_action_to_work_on(action_id, me(), my_role()), _WORDED[step]
    form = StepForm()
    form.about(taken)
    if form.validate_on_submit():
        try:
            operations.take_step(found, taken, text=form.text.data, by=me())
        except Repeats as error:
            form.text.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Saved."))
            return redirect(url_for(".action", action_id=found.id), 303)
    return render_template(
        "board/staff_take_step.html",
        form=form,
        action=found,
        step=taken.value,
        title=labels.STEP_TITLES[taken],
        possible=rules.may_step(found.state, taken),
    )


@bp.route("/actions/<uuid:action_id>/say", methods=["GET", "POST"])
@needs(Permission.ACTIONS_CONFIRM)
def say(action_id: UUID) -> ResponseReturnValue:
    """A young champion answers: did it really happen?"""
    found = queries.get_action(action_id)
    form = SayForm()
    form.fill(found, me().id)
    if form.validate_on_submit():
        operations.say(found, form.say.data, because=form.because.data, by=me())
        db.session.commit()
        flash(_("Thank you. Your answer counts."))
        return redirect(url_for(".action", action_id=found.id), 303)
    return render_template(
        "board/staff_say.html",
        form=form,
        action=found,
        about=queries.about_of(found),
        asked_again=queries.asked_again(found),
        milestones=_milestones(found),
        can_say=_can_say(found),
    )


def _answering() -> tuple[Ask | None, Commitment | None]:
    """The ask or the commitment a new action belongs to, if this person's organisation may add to it."""
    ask_id, commitment_id = id_asked("ask"), id_asked("commitment")
    ask = queries.get_ask_for(ask_id, my_role()) if ask_id else None
    commitment = commitments.get_commitment(commitment_id) if commitment_id and not ask else None
    owner = ask or commitment
    if owner is None or not queries.works_for(owner.organisation_id, me(), my_role()):
        raise NotFound
    return ask, commitment


def _milestones(action: Action) -> list[tuple[Milestone, Mark]]:
    today = clock.today()
    return [(one, marks.mark_of_milestone(one, today)) for one in board_working.milestones_of(action)]


def _can_say(action: Action) -> bool:
    own = next((one for one in action.says if (one.round, one.account_id) == (action.round, me().id)), None)
    return rules.may_say(
        action.state,
        account_id=me().id,
        organisation_id=me().organisation_id,
        claim=queries.claim_of(action),
        said_at=own.at if own else None,
        now=clock.now(),
    )
