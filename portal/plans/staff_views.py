"""Plans on the working side: writing them, tying actions to objectives, and saying where areas stand."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.board import queries as board
from portal.board.marks import marks_of_action
from portal.board.stories import action_lines
from portal.commitments.labels import DUTIES
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.errors import Repeats
from portal.core.forms import text
from portal.core.guard import may
from portal.core.paging import id_asked, number_asked
from portal.evidence.rules import audience_for
from portal.measures import queries as measures
from portal.measures.labels import LIGHTS, TAGS
from portal.partnership import queries as partnership
from portal.plans import operations, queries, rules
from portal.plans.forms import AnswerForm, AreaForm, ObjectiveForm, PlanForm, StatementForm, TieForm
from portal.plans.models import ImprovementArea, Objective, Plan

bp = Blueprint("plans_staff", __name__, url_prefix="/work/plan")


@bp.get("")
@needs(Permission.COMMITMENTS_READ)
def index() -> ResponseReturnValue:
    """Every plan; a draft for those who work for the board alone."""
    return render_template(
        "plans/staff_index.html", plans=queries.plans(drafts=may(Permission.TABLE_SIT)), today=clock.today()
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def begin() -> ResponseReturnValue:
    """Begin a plan."""
    return _frame_page(None)


@bp.route("/<uuid:plan_id>/edit", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def edit(plan_id: UUID) -> ResponseReturnValue:
    """Change its title, days or organisation."""
    return _frame_page(queries.get_plan(plan_id))


@bp.get("/<uuid:plan_id>")
@needs(Permission.COMMITMENTS_READ)
def plan(plan_id: UUID) -> ResponseReturnValue:
    """Objectives with what is done for them, and areas for improvement; or one objective with all that is done."""
    found, only = queries.get_plan(plan_id, drafts=may(Permission.TABLE_SIT)), id_asked("objective")
    one = queries.get_objective_of(only, [found]) if only else None
    return render_template(
        "plans/staff_plan.html",
        plan=found,
        steps=[_whole(one)] if one else queries.steps(found, audience_for(my_role())),
        only=only,
        actions_url=lambda number: url_for(".plan", plan_id=found.id, objective=only, page=number),
        measures_url=lambda number: url_for(".plan", plan_id=found.id, objective=only, measures=number),
        marks=lambda line: marks_of_action(line, clock.today()),
        me_id=me().id,
        next_is_due=rules.asks_for_the_next(found.ends_on, clock.today()),
        duties=DUTIES,
        lights=LIGHTS,
        tags=TAGS,
    )


@bp.post("/<uuid:plan_id>/publish")
@needs(Permission.RELEASES_SIGN)
def publish(plan_id: UUID) -> ResponseReturnValue:
    """Everybody may read it from now on."""
    found = queries.get_plan(plan_id)
    operations.publish(found, by=me())
    db.session.commit()
    flash(_("The plan is published."))
    return redirect(url_for(".plan", plan_id=found.id), 303)


@bp.route("/<uuid:plan_id>/objectives/new", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def aim(plan_id: UUID) -> ResponseReturnValue:
    """Add an objective."""
    return _objective_page(queries.get_plan(plan_id), None)


@bp.route("/objectives/<uuid:objective_id>", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def objective(objective_id: UUID) -> ResponseReturnValue:
    """Change an objective."""
    found = queries.get_objective(objective_id)
    return _objective_page(found.plan, found)


@bp.post("/objectives/<uuid:objective_id>/drop")
@needs(Permission.ASKS_WRITE)
def drop_objective(objective_id: UUID) -> ResponseReturnValue:
    """Take an objective off a plan that is not published."""
    found = queries.get_objective(objective_id)
    plan_id = found.plan_id
    operations.drop_objective(found, by=me())
    db.session.commit()
    flash(_("The objective is off the plan."))
    return redirect(url_for(".plan", plan_id=plan_id), 303)


@bp.route("/<uuid:plan_id>/areas/new", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def add_area(plan_id: UUID) -> ResponseReturnValue:
    """Add an area for improvement."""
    found, form = queries.get_plan(plan_id), AreaForm()
    if form.validate_on_submit():
        try:
            made = operations.add_area(found, text(form.title), text(form.source), by=me())
        except Repeats as error:
            form.title.errors = [_(error.message)]
        else:
            db.session.commit()
            return redirect(url_for(".area", area_id=made.id), 303)
    return render_template("plans/staff_add_area.html", form=form, plan=found)


@bp.get("/areas/<uuid:area_id>")
@needs(Permission.COMMITMENTS_READ)
def area(area_id: UUID) -> ResponseReturnValue:
    """What was said of an area over time."""
    found = queries.get_area(area_id, drafts=may(Permission.TABLE_SIT))
    return _area_page(found, StatementForm(formdata=None))


@bp.post("/areas/<uuid:area_id>")
@needs(Permission.ASKS_WRITE)
def state(area_id: UUID) -> ResponseReturnValue:
    """Say where an area stands now."""
    found, form = queries.get_area(area_id), StatementForm()
    if not form.validate():
        return _area_page(found, form)
    try:
        operations.state(found, text(form.said), text(form.evidence), by=me())
    except Repeats as error:
        form.said.errors = [_(error.message)]
        return _area_page(found, form)
    db.session.commit()
    flash(_("Kept. What was said before stays on this page."))
    return redirect(url_for(".area", area_id=found.id), 303)


@bp.route("/areas/<uuid:area_id>/objective", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def answer_area(area_id: UUID) -> ResponseReturnValue:
    """Say which objective answers an area."""
    found, form = queries.get_area(area_id), AnswerForm()
    form.offer(found)
    if form.validate_on_submit():
        operations.answer_area(found, form.chosen, by=me())
        db.session.commit()
        flash(_("Kept."))
        return redirect(url_for(".area", area_id=found.id), 303)
    return render_template("plans/staff_answer_area.html", form=form, area=found)


@bp.route("/actions/<uuid:action_id>", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def tie(action_id: UUID) -> ResponseReturnValue:
    """Say which objectives an action serves."""
    found, form = board.get_action(action_id), TieForm()
    form.offer(queries.objectives_to_serve(), queries.served_by(found))
    if form.validate_on_submit():
        operations.tie(found, form.chosen, by=me())
        db.session.commit()
        flash(_("Kept."))
        return redirect(url_for("board_staff.action", action_id=found.id), 303)
    return render_template("plans/staff_tie.html", form=form, line=action_lines([found])[0])


def _whole(one: Objective) -> queries.Step:
    audience = audience_for(my_role())
    return queries.step(one, audience, page=number_asked(), measures_page=number_asked("measures"))


def _area_page(found: ImprovementArea, form: StatementForm) -> str:
    return render_template("plans/staff_area.html", form=form, area=found)


def _frame_page(found: Plan | None) -> ResponseReturnValue:
    form = PlanForm(obj=found)
    form.offer(partnership.organisations())
    if found and not form.is_submitted():
        form.organisation_id.data = str(found.organisation_id) if found.organisation_id else ""
    if form.validate_on_submit():
        try:
            kept = found or operations.begin(form.frame, by=me())
            if found:
                operations.change(found, form.frame, by=me())
        except Repeats as error:
            form.title.errors = [_(error.message)]
        else:
            db.session.commit()
            return redirect(url_for(".plan", plan_id=kept.id), 303)
    return render_template("plans/staff_edit.html", form=form, plan=found)


def _objective_page(under: Plan, found: Objective | None) -> ResponseReturnValue:
    form = ObjectiveForm()
    part, others = measures.measures_to_choose(text(form.find), form.ticked(found))
    form.offer([*others, *part.rows])
    if found and not form.is_submitted():
        form.fill(found)
    if "look" not in request.form and form.validate_on_submit():
        try:
            if found:
                operations.aim_again(found, form.aim, by=me())
            else:
                operations.aim(under, form.aim, by=me())
        except Repeats as error:
            form.title.errors = [_(error.message)]
        else:
            db.session.commit()
            return redirect(url_for(".plan", plan_id=under.id), 303)
    return render_template("plans/staff_objective.html", form=form, plan=under, objective=found, part=part)
