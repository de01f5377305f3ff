"""Measures on the working side: definitions, readings that wait for a second person, and what the readings say."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.commitments import queries as commitments
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import Repeats
from portal.core.forms import text
from portal.core.guard import may
from portal.core.paging import id_asked, number_asked
from portal.evidence.rules import audience_for
from portal.measures import lines as pasted
from portal.measures import operations, queries, rules
from portal.measures.forms import ManyForm, MeasureForm, ReadingForm
from portal.measures.labels import DIRECTIONS, EVERY, LIGHTS, PROBLEMS, TAGS, TRENDS
from portal.measures.models import Measure
from portal.partnership import queries as partnership

bp = Blueprint("measures_staff", __name__, url_prefix="/work/measures")


@bp.get("")
@needs(Permission.COMMITMENTS_READ)
def index() -> ResponseReturnValue:
    """Every measure, or those of one promise, with the newest approved reading; a page at a time."""
    only = id_asked("promise")
    sees_waiting = _sees_waiting()
    found = queries.measures_page(number_asked(), only, waiting_first=sees_waiting)
    return render_template(
        "measures/staff_index.html",
        part=found.of(queries.newest(found.rows, audience_for(my_role()))),
        promise=commitments.get_commitment(only) if only else None,
        waiting=queries.waiting_counts([one.id for one in found.rows]) if sees_waiting else {},
        lights=LIGHTS,
        tags=TAGS,
        url=lambda number: url_for(".index", promise=only, page=number),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def define() -> ResponseReturnValue:
    """Define a measure."""
    form = MeasureForm()
    form.offer(partnership.posts(), commitments.commitments())
    if form.validate_on_submit():
        try:
            made = operations.define(form.definition, by=me())
        except Repeats as error:
            form.name.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The measure is on the list."))
            return redirect(url_for(".measure", measure_id=made.id), 303)
    return render_template("measures/staff_edit.html", form=form, measure=None)


@bp.route("/<uuid:measure_id>/edit", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def edit(measure_id: UUID) -> ResponseReturnValue:
    """Put a definition right."""
    found = queries.get_measure(measure_id)
    form = MeasureForm(obj=found)
    form.offer(partnership.posts(), commitments.commitments(), found)
    if form.validate_on_submit():
        try:
            operations.redefine(found, form.definition, by=me())
        except Repeats as error:
            form.name.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The measure is changed."))
            return redirect(url_for(".measure", measure_id=found.id), 303)
    return render_template("measures/staff_edit.html", form=form, measure=found)


@bp.get("/<uuid:measure_id>")
@needs(Permission.COMMITMENTS_READ)
def measure(measure_id: UUID) -> ResponseReturnValue:
    """One measure: definition, readings, and what waits."""
    return _page(queries.get_measure(measure_id), ReadingForm(formdata=None))


@bp.post("/<uuid:measure_id>/readings")
@needs(Permission.ASKS_WRITE)
def enter(measure_id: UUID) -> ResponseReturnValue:
    """Enter a reading; what is wrong with it is said beside the field it is about."""
    found, form = queries.get_measure(measure_id), ReadingForm()
    if not form.validate():
        return _page(found, form)
    problems = operations.look_at(found, form.count)
    if not rules.stands(problems, text(form.note)):
        _say(form, problems)
        return _page(found, form)
    try:
        operations.enter(found, form.count, note=text(form.note), by=me())
    except Repeats as error:
        form.note.errors = [_(error.message)]
        return _page(found, form)
    db.session.commit()
    flash(_("Entered. A second person has to approve it before it is shown."))
    return redirect(url_for(".measure", measure_id=found.id), 303)


@bp.post("/readings/<uuid:reading_id>/approve")
@needs(Permission.RELEASES_SIGN)
def approve(reading_id: UUID) -> ResponseReturnValue:
    """A second person looked at it."""
    found = queries.get_reading(reading_id)
    operations.approve(found, by=me())
    db.session.commit()
    flash(_("Approved. It is shown from now on."))
    return redirect(url_for(".measure", measure_id=found.measure_id), 303)


@bp.post("/readings/<uuid:reading_id>/discard")
@needs(Permission.RELEASES_SIGN)
def discard(reading_id: UUID) -> ResponseReturnValue:
    """Throw away what nobody approved."""
    found = queries.get_reading(reading_id)
    measure_id = found.measure_id
    operations.discard(found, by=me())
    db.session.commit()
    flash(_("The reading is thrown away."))
    return redirect(url_for(".measure", measure_id=measure_id), 303)


@bp.route("/lines", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def many() -> ResponseReturnValue:
    """Many readings at once: looked at first, and entered only if every line stands."""
    form, found = ManyForm(), []
    if form.validate_on_submit():
        found = pasted.read(text(form.lines))
        whole = [(one.measure, one.count, one.note) for one in found if one.stands and one.measure and one.count]
        if "enter" in request.form and found and len(whole) == len(found):
            try:
                number = operations.enter_all(whole, by=me())
            except Repeats as error:
                db.session.rollback()
                form.lines.errors = [_(error.message)]
            else:
                db.session.commit()
                flash(_("Entered: %(number)s. A second person has to approve them.", number=number))
                return redirect(url_for(".index"), 303)
    return render_template(
        "measures/staff_lines.html",
        form=form,
        lines=found,
        columns=pasted.COLUMNS,
        problems=PROBLEMS,
        all_stand=bool(found) and all(one.stands for one in found),
    )


def _sees_waiting() -> bool:
    """What nobody approved yet is for the two who enter and approve."""
    return may(Permission.ASKS_WRITE) or may(Permission.RELEASES_SIGN)


def _say(form: ReadingForm, problems: tuple[rules.Problem, ...]) -> None:
    """Each problem at the field it is about; what a note explains, at the note."""
    where = {rules.Problem.ABOVE_WHOLE: form.numerator, rules.Problem.GAP: form.note, rules.Problem.JUMP: form.note}
    for problem in problems:
        field = where.get(problem, form.ends_on)
        field.errors = [*field.errors, PROBLEMS[problem]]


def _page(found: Measure, form: ReadingForm) -> str:
    return render_template(
        "measures/staff_measure.html",
        series=queries.series(found, audience_for(my_role())),
        waiting=queries.waiting(found.id) if _sees_waiting() else (),
        form=form,
        me_id=me().id,
        every=EVERY,
        directions=DIRECTIONS,
        lights=LIGHTS,
        tags=TAGS,
        trends=TRENDS,
    )
