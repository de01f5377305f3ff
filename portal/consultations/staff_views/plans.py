"""The list, the plan, the gate before the launch, and how a consultation ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.consultations import building, checks, operations, revising, rules
from portal.consultations.checks import Problem
from portal.consultations.forms import ClosingForm, LookForm, NewForm, OfferForm, PlanForm
from portal.consultations.labels import AUDIENCES, EDITION_STATES
from portal.consultations.models import Consultation, Question, State
from portal.consultations.staff_views.blueprint import asked, bp
from portal.contributions.models import Identity
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.errors import RuleError
from portal.core.forms import text


@dataclass(frozen=True)
class Line:
    """A consultation in the list: `kind` is the look of its state."""

    row: Consultation
    state: str
    kind: str


@bp.get("/")
@needs(Permission.CONSULTATIONS_PLAN)
def index() -> ResponseReturnValue:
    """All of them, with where each stands."""
    return render_template(
        "consultations/staff_index.html", lines=[_line(one) for one in building.every_consultation()]
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def create() -> ResponseReturnValue:
    """Begin blank, from a template, or as the next wave of an earlier one."""
    form = NewForm()
    form.offer(building.every_consultation())
    if form.validate_on_submit():
        try:
            made = form.begin(by=me())
        except RuleError as error:
            form.begins.errors = [_(error.message)]
        else:
            return _saved(made.id)
    return render_template("consultations/staff_new.html", form=form)


@bp.get("/<uuid:consultation_id>")
@needs(Permission.CONSULTATIONS_PLAN)
def consultation(consultation_id: UUID) -> ResponseReturnValue:
    """One consultation: its plan, its versions, and what comes next."""
    row = db.get(Consultation, consultation_id)
    return render_template(
        "consultations/staff_consultation.html",
        consultation=row,
        line=_line(row),
        audiences=AUDIENCES,
        edition_states=EDITION_STATES,
        may_change=revising.may_change,
        is_closed=row.closes_at <= clock.now(),
        late=rules.reports_late(row.report_back_on, row.reported_on, clock.today()),
    )


@bp.route("/<uuid:consultation_id>/plan", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def plan(consultation_id: UUID) -> ResponseReturnValue:
    """What stands before the first question, and when it is open."""
    row = db.get(Consultation, consultation_id)
    form = PlanForm(data=_planned(row))
    if form.validate_on_submit():
        try:
            building.change_plan(row, form.plan(), by=me())
        except RuleError as error:
            form.opens_on.errors = [_(error.message)]
        else:
            return _saved(consultation_id)
    return render_template("consultations/staff_plan.html", form=form, consultation=row)


@bp.route("/<uuid:consultation_id>/known", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def identities(consultation_id: UUID) -> ResponseReturnValue:
    """How people may be known."""
    row = db.get(Consultation, consultation_id)
    form = OfferForm(data={"identities": row.identities})
    if form.validate_on_submit():
        try:
            building.offered(row, [Identity(one) for one in form.identities.data or ()], by=me())
        except RuleError as error:
            form.identities.errors = [_(error.message)]
        else:
            return _saved(consultation_id)
    return render_template("consultations/staff_identities.html", form=form, consultation=row)


@bp.route("/<uuid:consultation_id>/launch", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def launch(consultation_id: UUID) -> ResponseReturnValue:
    """What is missing, with ways to mend it; how much the same people were asked lately; then the launch."""
    row = db.get(Consultation, consultation_id)
    form = LookForm()
    if form.validate_on_submit():
        try:
            building.launch(row, looked=bool(form.looked.data), by=me())
        except RuleError as error:
            form.looked.errors = [_(error.message)]
        else:
            return _saved(consultation_id)
    return render_template(
        "consultations/staff_launch.html",
        form=form,
        consultation=row,
        missing=_missing(row),
        lately=building.asked_lately(row),
    )


@bp.route("/<uuid:consultation_id>/closing", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def closing(consultation_id: UUID) -> ResponseReturnValue:
    """Close earlier or later, with a reason."""
    row = db.get(Consultation, consultation_id)
    here = clock.local(row.closes_at)
    form = ClosingForm(data={"closes_on": here.date(), "closes": here.time()})
    if form.validate_on_submit() and form.moment:
        try:
            building.move_closing(row, form.moment, because=text(form.because), by=me())
        except RuleError as error:
            form.closes_on.errors = [_(error.message)]
        else:
            return _saved(consultation_id)
    return render_template("consultations/staff_closing.html", form=form, consultation=row)


@bp.post("/<uuid:consultation_id>/reported")
@needs(Permission.CONSULTATIONS_PLAN)
def reported(consultation_id: UUID) -> ResponseReturnValue:
    """People were told what came of it."""
    building.report_back(db.get(Consultation, consultation_id), by=me())
    return _saved(consultation_id)


def _saved(consultation_id: UUID) -> ResponseReturnValue:
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for(".consultation", consultation_id=consultation_id), 303)


def _line(row: Consultation) -> Line:
    now = clock.now()
    if row.state is State.DRAFT:
        return Line(row, _("Being planned"), "planned")
    if rules.reports_late(row.report_back_on, row.reported_on, clock.today()):
        return Line(row, _("Reporting back is late"), "late")
    if row.reported_on:
        return Line(row, _("Reported back"), "agreed")
    if row.closes_at <= now:
        return Line(row, _("Closed"), "claimed")
    return Line(row, _("Open"), "under_way") if row.opens_at <= now else Line(row, _("Opens soon"), "planned")


def _planned(row: Consultation) -> dict[str, Any]:
    names = ("title", "wave", "intro", "can_change", "decides", "known_already", "asks_whom", "minutes")
    opens, closes = clock.local(row.opens_at), clock.local(row.closes_at)
    times = {"opens_on": opens.date(), "opens": opens.time(), "closes_on": closes.date(), "closes": closes.time()}
    return {name: getattr(row, name) for name in names} | times | {"report_back_on": row.report_back_on}


def _missing(row: Consultation) -> Sequence[tuple[str, str]]:
    """What stands in the way of the launch, each with the page where it can be mended."""
    own = url_for(".plan", consultation_id=row.id)
    names = {
        "title": _("Give it a title."),
        "intro": _("Say what it is about."),
        "can_change": _("Say what can change."),
        "decides": _("Say who decides."),
        "known_already": _("Say what is already known."),
    }
    found = [(words, own) for name, words in names.items() if not getattr(row, name)]
    if Identity.NOBODY not in row.identities:
        found.append((_("Nobody may be made to give a name."), url_for(".identities", consultation_id=row.id)))
    as_asked = asked(row.id)
    for edition in as_asked.editions:
        wrong = checks.problems(edition) + checks.disagreements([edition], as_asked.main)
        page = url_for(".edition", edition_id=edition.id)
        found += [(_in_words(one, as_asked.by_key), f"{page}#{one.where}" if one.where else page) for one in wrong]
    if not found:
        found = [(one.text, own) for one in operations.problems(row)]
    return found


def _in_words(problem: Problem, by_key: dict[str, Any]) -> str:
    question: Question | None = by_key.get(problem.where)
    return f"{question.prompt}: {problem.text}" if question else problem.text
