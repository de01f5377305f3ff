"""Earlier waves and figures of other surveys: a look first, then all of it or nothing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.comparisons import operations, queries, rules
from portal.comparisons.forms import WRONG, FigureForm, FileForm, WaveForm
from portal.comparisons.operations import Wave
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.downloads import handed_over
from portal.core.errors import RuleError
from portal.core.forms import text
from portal.documents.renderers import csv

bp = Blueprint("comparisons_staff", __name__, url_prefix="/work/compare")

#: As many bad rows as the page shows; the file of them holds all.
SHOWN = 50


@bp.get("/")
@needs(Permission.CONSULTATIONS_PLAN)
def index() -> ResponseReturnValue:
    """What was brought in, and what can be."""
    waves = [(wave, queries.is_released(wave)) for wave in queries.imported_waves()]
    known = {one.id: one for one in (*consultations.open_consultations(), *consultations.closed_consultations())}
    return render_template(
        "comparisons/staff_index.html", waves=waves, figures=queries.figures(), consultations=list(known.values())
    )


@bp.post("/waves/<uuid:consultation_id>/template/<any(answers, columns):sheet>")
@needs(Permission.CONSULTATIONS_PLAN)
def template(consultation_id: UUID, sheet: str) -> ResponseReturnValue:
    """An empty file with a column for each question, or what each column takes."""
    asked = consultations.get_consultation(consultation_id)
    questions = [one for one in asked.main.questions if rules.can_bring(one)]
    if sheet == "answers":
        content = csv.sheet([one.key for one in questions], [])
    else:
        head = [_("Column"), _("Question"), _("What it takes")]
        content = csv.sheet(head, [[one.key, one.prompt, rules.takes(one)] for one in questions])
    return handed_over(content, f"{asked.slug} {sheet}", "csv")


@bp.route("/waves/<uuid:consultation_id>/new", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def import_wave(consultation_id: UUID) -> ResponseReturnValue:
    """First what is in the file; then, by a second press, all of it or nothing."""
    asked = consultations.get_consultation(consultation_id)
    form, read = WaveForm(), None
    if request.method == "POST" and (content := form.content(rules.LARGEST)):
        read = rules.read_wave(content, asked.main)
        if request.form.get("go") == "problems":
            return _problems(read, asked.slug)
        if request.form.get("go") == "take" and form.validate() and read.is_good:
            try:
                _import(consultation_id, form, read)
            except RuleError as error:
                db.session.rollback()
                form.replace.errors = [_(error.message)]
            else:
                db.session.commit()
                flash(_("It is brought in. Freeze its figures like those of every wave that closed."))
                return redirect(url_for(".index"), 303)
    same = queries.same_waves(operations.digest_of(read)) if read and read.is_good else ()
    return render_template(
        "comparisons/staff_import_wave.html",
        form=form,
        asked=asked,
        read=read,
        wrong=WRONG,
        shown=SHOWN,
        largest=rules.LARGEST,
        same=[(one, queries.is_released(one)) for one in same],
    )


@bp.post("/waves/<uuid:consultation_id>/out")
@needs(Permission.CONSULTATIONS_PLAN)
def take_out(consultation_id: UUID) -> ResponseReturnValue:
    """Take a whole wave out again."""
    operations.take_out(queries.get_wave(consultation_id), by=me())
    db.session.commit()
    flash(_("It is out again, with all its rows."))
    return redirect(url_for(".index"), 303)


@bp.route("/figures/new", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def add_figure() -> ResponseReturnValue:
    """One published figure, typed by hand."""
    keys = queries.answers_by_key()
    form = FigureForm()
    form.offer(list(keys))
    if form.validate_on_submit():
        typed = {name: text(form[name]) for name in rules.FIGURE_COLUMNS}
        values, wrong = rules.figure_of(typed, keys)
        if not wrong and queries.same_figures([values]):
            form.answer.errors = [_("This figure is here already. Take it away first, then type it anew.")]
        elif not wrong:
            operations.add_figures([values], by=me())
            db.session.commit()
            flash(_("Saved."))
            return redirect(url_for(".index"), 303)
        form.say(wrong)
    return render_template("comparisons/staff_figure.html", form=form, keys=keys)


@bp.route("/figures/import", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def import_figures() -> ResponseReturnValue:
    """Many published figures from a file."""
    form, read = FileForm(), None
    if request.method == "POST" and (content := form.content(rules.LARGEST)):
        read = rules.read_figures(content, queries.answers_by_key())
        if request.form.get("go") == "problems":
            return _problems(read, "figures")
        if request.form.get("go") == "take" and form.validate() and read.is_good:
            try:
                operations.add_figures(read.figures, by=me(), replacing=bool(form.replace.data))
            except RuleError as error:
                form.replace.errors = [_(error.message)]
            else:
                db.session.commit()
                flash(_("They are brought in."))
                return redirect(url_for(".index"), 303)
    return render_template(
        "comparisons/staff_import_figures.html",
        form=form,
        read=read,
        wrong=WRONG,
        shown=SHOWN,
        largest=rules.LARGEST,
        same=queries.same_figures(read.figures) if read and read.is_good else (),
        columns=rules.FIGURE_COLUMNS,
    )


@bp.post("/figures/<uuid:figure_id>/remove")
@needs(Permission.CONSULTATIONS_PLAN)
def remove_figure(figure_id: UUID) -> ResponseReturnValue:
    """Take one away."""
    operations.remove_figure(queries.get_figure(figure_id), by=me())
    db.session.commit()
    flash(_("It is gone."))
    return redirect(url_for(".index"), 303)


def _import(consultation_id: UUID, form: WaveForm, read: rules.Read) -> None:
    wave = Wave(text(form.name), form.closed_on.data, text(form.source), text(form.method))
    operations.import_wave(
        db.get(Consultation, consultation_id), wave, read, by=me(), replacing=bool(form.replace.data)
    )


def _problems(read: rules.Read, name: str) -> ResponseReturnValue:
    """Every bad row as a file; columns and reasons, and nothing that stood in a cell."""
    head = [_("Line of the file"), _("Column"), _("What is wrong")]
    lines: list[list[str | int]] = [[one.row, one.column, str(WRONG[one.why])] for one in read.problems]
    return handed_over(csv.sheet(head, lines), f"{name} problems", "csv")
