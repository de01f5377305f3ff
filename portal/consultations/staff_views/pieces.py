"""Sections and questions of an edition, and the question bank."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.consultations import bank, building, checks, paths, revising, wording
from portal.consultations.forms import NewQuestionForm, QuestionForm, SearchForm, SectionForm
from portal.consultations.kinds import KINDS
from portal.consultations.labels import AUDIENCES, EDITION_STATES, KIND_NAMES
from portal.consultations.models import BankQuestion, Edition, EditionState, Question, Section
from portal.consultations.questionnaire import Edition as AskedEdition
from portal.consultations.staff_views.blueprint import asked, asked_edition, bp, saved
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import RuleError
from portal.core.forms import text


@bp.get("/editions/<uuid:edition_id>")
@needs(Permission.CONSULTATIONS_PLAN)
def edition(edition_id: UUID) -> ResponseReturnValue:
    """All sections and questions in order, each with what is not right about it yet."""
    row, as_asked = asked_edition(edition_id)
    whole = asked(row.consultation_id)
    wrong = checks.problems(as_asked) + checks.disagreements([as_asked], whole.main)
    return render_template(
        "consultations/staff_edition.html",
        edition=row,
        audience=AUDIENCES[row.audience],
        state=EDITION_STATES[row.state],
        is_draft=row.state is EditionState.DRAFT,
        may_change=revising.may_change(row),
        is_launched=row.consultation.state.value == "launched",
        wrong=wrong,
        kinds=KIND_NAMES,
        shown_when=_shown_when(as_asked),
        advice=wording.of_edition(row),
    )


@bp.post("/editions/<uuid:edition_id>/next")
@needs(Permission.CONSULTATIONS_PLAN)
def next_version(edition_id: UUID) -> ResponseReturnValue:
    """The next version of what somebody may be answering."""
    row = db.get(Edition, edition_id)
    if revising.may_change(row):
        raise RuleError(_("Nobody has answered this. Change it as it stands."))
    return saved(revising.next_version(row, by=me()).id)


@bp.post("/editions/<uuid:edition_id>/use")
@needs(Permission.CONSULTATIONS_PLAN)
def put_in_use(edition_id: UUID) -> ResponseReturnValue:
    """Whoever starts from now on gets this version."""
    row = db.get(Edition, edition_id)
    if row.consultation.state.value != "launched":
        raise RuleError(_("It is put in use by the launch."))
    revising.put_in_use(row, by=me())
    return saved(edition_id)


@bp.route("/editions/<uuid:edition_id>/sections/new", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def add_section(edition_id: UUID) -> ResponseReturnValue:
    """A section at the end."""
    row = db.get(Edition, edition_id)
    form = SectionForm()
    if form.validate_on_submit():
        made = building.add_section(row, title=text(form.title), intro=text(form.intro), by=me())
        return saved(edition_id, made.key)
    return render_template("consultations/staff_section.html", form=form, section=None, edition=row)


@bp.route("/sections/<uuid:section_id>", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def section(section_id: UUID) -> ResponseReturnValue:
    """Word a section anew."""
    row = db.get(Section, section_id)
    form = SectionForm(obj=row)
    if form.validate_on_submit():
        building.change_section(row, title=text(form.title), intro=text(form.intro), by=me())
        return saved(row.edition_id, row.key)
    return render_template("consultations/staff_section.html", form=form, section=row, edition=row.edition)


@bp.post("/sections/<uuid:section_id>/<any(up, down):way>")
@needs(Permission.CONSULTATIONS_PLAN)
def move_section(section_id: UUID, way: str) -> ResponseReturnValue:
    """One place up or down."""
    row = db.get(Section, section_id)
    building.move_section(row, up=way == "up", by=me())
    return saved(row.edition_id, row.key)


@bp.post("/sections/<uuid:section_id>/remove")
@needs(Permission.CONSULTATIONS_PLAN)
def remove_section(section_id: UUID) -> ResponseReturnValue:
    """Take it out; its page says what goes with it."""
    row = db.get(Section, section_id)
    edition_id = row.edition_id
    building.remove_section(row, by=me())
    return saved(edition_id)


@bp.route("/sections/<uuid:section_id>/questions/new", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def add_question(section_id: UUID) -> ResponseReturnValue:
    """A question at the end of a section; its answers come on the next page."""
    row = db.get(Section, section_id)
    form = NewQuestionForm()
    if form.validate_on_submit():
        made = building.add_question(row, form.chosen, text(form.prompt), by=me())
        db.session.commit()
        return redirect(url_for(".question", question_id=made.id), 303)
    return render_template("consultations/staff_add_question.html", form=form, section=row)


@bp.route("/questions/<uuid:question_id>", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def question(question_id: UUID) -> ResponseReturnValue:
    """Everything about one question."""
    row = db.get(Question, question_id)
    form = QuestionForm(data=QuestionForm.shown(row))
    form.fit(row)
    if form.validate_on_submit():
        building.change_question(row, form.worded(row), by=me())
        return saved(row.edition_id, row.key)
    return render_template(
        "consultations/staff_question.html",
        form=form,
        question=row,
        kind=KIND_NAMES[row.kind],
        may_change=revising.may_change(row.section.edition),
        advice=wording.of_question(row),
    )


@bp.post("/questions/<uuid:question_id>/<any(up, down):way>")
@needs(Permission.CONSULTATIONS_PLAN)
def move_question(question_id: UUID, way: str) -> ResponseReturnValue:
    """One place up or down."""
    row = db.get(Question, question_id)
    building.move_question(row, up=way == "up", by=me())
    return saved(row.edition_id, row.key)


@bp.post("/questions/<uuid:question_id>/again")
@needs(Permission.CONSULTATIONS_PLAN)
def duplicate(question_id: UUID) -> ResponseReturnValue:
    """The same question once more, to be changed."""
    row = db.get(Question, question_id)
    return saved(row.edition_id, building.duplicate(row, by=me()).key)


@bp.route("/questions/<uuid:question_id>/remove", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def remove_question(question_id: UUID) -> ResponseReturnValue:
    """Ask once, then take it out."""
    row = db.get(Question, question_id)
    if request.method == "POST":
        edition_id = row.edition_id
        building.remove_question(row, by=me())
        return saved(edition_id)
    return render_template("consultations/staff_remove.html", question=row)


@bp.post("/questions/<uuid:question_id>/keep")
@needs(Permission.CONSULTATIONS_PLAN)
def keep_question(question_id: UUID) -> ResponseReturnValue:
    """Keep it in the bank."""
    row = db.get(Question, question_id)
    building.keep_in_bank(row, by=me())
    db.session.commit()
    flash(_("The question is in the bank."))
    return redirect(url_for(".question", question_id=question_id), 303)


@bp.get("/sections/<uuid:section_id>/bank")
@needs(Permission.CONSULTATIONS_PLAN)
def search_bank(section_id: UUID) -> ResponseReturnValue:
    """Find a question that was asked before, by its words or its tags."""
    row = db.get(Section, section_id)
    form = SearchForm(request.args, meta={"csrf": False})
    return render_template(
        "consultations/staff_bank.html",
        form=form,
        section=row,
        found=bank.search(text(form.words), shanarri=text(form.shanarri), promise=text(form.promise)),
        kinds=KIND_NAMES,
        known=KINDS,
    )


@bp.post("/sections/<uuid:section_id>/bank/<uuid:bank_id>")
@needs(Permission.CONSULTATIONS_PLAN)
def place(section_id: UUID, bank_id: UUID) -> ResponseReturnValue:
    """Ask a question of the bank here."""
    row = db.get(Section, section_id)
    made = building.place_from_bank(row, db.get(BankQuestion, bank_id), by=me())
    return saved(row.edition_id, made.key)


def _shown_when(as_asked: AskedEdition) -> dict[str, str]:
    """Conditions in words, by the key of their question or section."""
    found = {one.key: one.condition for one in as_asked.parts} | {one.key: one.condition for one in as_asked.questions}
    return {key: paths.condition_text(as_asked, condition) for key, condition in found.items() if condition}
