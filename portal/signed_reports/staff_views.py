"""Reports on the working side: begin, write, check, sign, publish, correct, take away."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.core import clock, db
from portal.core.access import Permission, Role, needs
from portal.core.errors import NotFound, Repeats
from portal.core.forms import text
from portal.core.guard import may
from portal.core.paging import number_asked
from portal.documents.formats import Form
from portal.downloads.asking import asked_for
from portal.downloads.labels import FORMS
from portal.partnership import queries as partnership
from portal.plain_words import queries as plain_words
from portal.reports.forms import FileForm
from portal.signed_reports import building, due, labels, operations, queries, rules, signs, words
from portal.signed_reports.files import REPORT
from portal.signed_reports.forms import (
    BackForm,
    BeginForm,
    CheckForm,
    ChooseForm,
    CorrectForm,
    RemarkForm,
    SignForm,
    WordsForm,
)
from portal.signed_reports.gathering import Proof
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import Edition, ReportSection, SignedReport

bp = Blueprint("signed_reports_staff", __name__, url_prefix="/work/signed-reports")


@bp.get("")
@needs(Permission.RELEASES_READ)
def index() -> ResponseReturnValue:
    """What is published; for those who write, check and sign, also what is on its way, and when the next is due."""
    follows = may(Permission.REPORTS_FOLLOW)
    return render_template(
        "signed_reports/staff_index.html",
        on_the_way=queries.being_written(me(), my_role()) if follows else [],
        published=queries.readable(number_asked(), my_role()),
        clocks=due.clocks(),
        to_read=queries.for_champions() if my_role() is Role.CHAMPION else [],
        kinds=KINDS.values() if may(Permission.REPORTS_WRITE) else [],
        kind_of=queries.kind_of,
        states=labels.STATES,
        drawn=labels.DRAWN,
        page_url=lambda number: url_for(".index", page=number),
    )


@bp.get("/evidence")
@needs(Permission.RELEASES_READ)
def evidence() -> ResponseReturnValue:
    """Lead from a sign in a report to what it names; whether somebody may see that, its own page says."""
    return redirect(_page_of(*signs.find(request.args.get("sign", ""))))


@bp.route("/new/<string:kind>", methods=["GET", "POST"])
@needs(Permission.REPORTS_WRITE)
def begin(kind: str) -> ResponseReturnValue:
    """Begin a report of one kind: days are offered, figures are gathered at once."""
    found, form = queries.kind_called(kind), BeginForm()
    choices = found.choices()
    form.offer([one for one in partnership.organisations() if one.statutory] if found.of_one else [], choices)
    if not form.is_submitted():
        form.chosen.data = [one.key for one in choices if one.usual]
        form.first_day.data, form.last_day.data = found.span(clock.today())
        form.title.data = str(found.label)
    if form.validate_on_submit():
        try:
            made = operations.begin(form.frame(found, str(get_locale() or "en_GB")), by=me())
        except Repeats as error:
            form.title.errors = [_(error.message)]
        else:
            db.session.commit()
            return redirect(url_for(".report", report_id=made.id), 303)
    return render_template("signed_reports/staff_begin.html", form=form, kind=found)


@bp.get("/<uuid:report_id>")
@needs(Permission.RELEASES_READ)
def report(report_id: UUID) -> ResponseReturnValue:
    """One report: for its writers the sections to write, for everybody else what it says."""
    return _report_page(queries.get_for(report_id, me(), my_role()))


@bp.post("/<uuid:report_id>/remarks")
@needs(Permission.ASKS_SPEAK)
def remark(report_id: UUID) -> ResponseReturnValue:
    """A young champion says what is wrong or missing before it is signed."""
    found, form = queries.get_for(report_id, me(), my_role()), RemarkForm()
    if not form.validate_on_submit():
        return _report_page(found, form)
    try:
        operations.remark(found, text(form.text), by=me(), role=my_role())
    except Repeats as error:
        form.text.errors = [_(error.message)]
        return _report_page(found, form)
    db.session.commit()
    flash(_("Thank you. Whoever signs it reads this first."))
    return redirect(url_for(".report", report_id=found.id), 303)


@bp.post("/<uuid:report_id>/remarks/<uuid:remark_id>/back")
@needs(Permission.ASKS_SPEAK)
def take_back_remark(report_id: UUID, remark_id: UUID) -> ResponseReturnValue:
    """Whoever said it takes it back."""
    found = queries.get_for(report_id, me(), my_role())
    operations.take_back_remark(queries.get_remark(remark_id, found), by=me())
    db.session.commit()
    flash(_("Taken back. Nobody sees it any more."))
    return redirect(url_for(".report", report_id=found.id), 303)


@bp.get("/<uuid:report_id>/read/<string:edition>")
@needs(Permission.RELEASES_READ)
def read(report_id: UUID, edition: str) -> ResponseReturnValue:
    """One edition as it reads."""
    found = queries.get_for(report_id, me(), my_role())
    if edition not in {one.value for one in queries.editions_for(found, my_role())}:
        raise NotFound
    return render_template(
        "signed_reports/staff_read.html",
        report=found,
        document=building.document(found, Edition(edition)),
        evidence=queries.evidence_of(found) if edition == Edition.FULL.value else [],
    )


@bp.route("/<uuid:report_id>/sections/<uuid:section_id>", methods=["GET", "POST"])
@needs(Permission.REPORTS_WRITE)
def section(report_id: UUID, section_id: UUID) -> ResponseReturnValue:
    """Write one section beside its figures and its evidence; look at it before keeping it."""
    found, form = queries.get(report_id), WordsForm()
    one = queries.get_section(found, section_id)
    if not form.is_submitted():
        form = WordsForm(formdata=None, words=one.words)
    if "look" in request.form or not form.validate_on_submit():
        return _section_page(found, one, form, turn=_turn(form, one))
    try:
        operations.write(one, text(form.words), turn=_turn(form, one), by=me())
    except Repeats as error:
        form.words.errors = [_(error.message)]
        return _section_page(found, one, form, turn=_turn(form, one))
    except operations.Overwritten as error:
        form.words.errors = [_(error.message)]
        return _section_page(found, one, form, turn=one.turn, theirs=error.words)
    db.session.commit()
    flash(_("Kept."))
    return redirect(url_for(".section", report_id=found.id, section_id=one.id), 303)


@bp.post("/<uuid:report_id>/gather")
@needs(Permission.REPORTS_WRITE)
def gather(report_id: UUID) -> ResponseReturnValue:
    """Figures and lists as they stand now."""
    found = queries.get(report_id)
    operations.gather_again(found, by=me())
    db.session.commit()
    flash(_("Gathered again. Your words are as they were; look whether they still fit."))
    return redirect(url_for(".report", report_id=found.id), 303)


@bp.route("/<uuid:report_id>/chapters", methods=["GET", "POST"])
@needs(Permission.REPORTS_WRITE)
def choose(report_id: UUID) -> ResponseReturnValue:
    """Which chapters a draft has, where its kind lets its writers choose."""
    found = queries.get(report_id)
    choices = queries.kind_of(found).choices()
    if not choices or not rules.may_write(found):
        raise NotFound
    form = ChooseForm(data={"chosen": list(queries.chosen_in(found))})
    form.offer(choices)
    if form.validate_on_submit():
        operations.choose(found, tuple(form.chosen.data), by=me())
        db.session.commit()
        flash(_("Gathered again. Your words are as they were; look whether they still fit."))
        return redirect(url_for(".report", report_id=found.id), 303)
    return render_template("signed_reports/staff_choose.html", report=found, form=form)


@bp.route("/<uuid:report_id>/discard", methods=["GET", "POST"])
@needs(Permission.REPORTS_WRITE)
def discard(report_id: UUID) -> ResponseReturnValue:
    """Asked first: what was written is gone then."""
    found, form = queries.get(report_id), CheckForm()
    if form.validate_on_submit():
        operations.discard(found, by=me())
        db.session.commit()
        flash(_("The draft is thrown away."))
        return redirect(url_for(".index"), 303)
    if not rules.may_write(found):
        raise NotFound
    return render_template("signed_reports/staff_discard.html", report=found)


@bp.post("/<uuid:report_id>/check")
@needs(Permission.REPORTS_CHECK)
def check(report_id: UUID) -> ResponseReturnValue:
    """A second person read it."""
    found, form = queries.get(report_id), CheckForm()
    operations.check(found, shown=form.shown.data or "", by=me(), looked_at_numbers=bool(form.looked_at_numbers.data))
    db.session.commit()
    flash(_("Checked. Now somebody has to sign it."))
    return redirect(url_for(".report", report_id=found.id), 303)


@bp.route("/<uuid:report_id>/back", methods=["GET", "POST"])
@needs(Permission.REPORTS_FOLLOW)
def send_back(report_id: UUID) -> ResponseReturnValue:
    """Back to its writers with what has to change."""
    found, form = queries.get_for(report_id, me(), my_role()), BackForm()
    if form.validate_on_submit():
        try:
            operations.send_back(found, text(form.because), by=me())
        except Repeats as error:
            form.because.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("It is a draft again, and its writers see what has to change."))
            return redirect(url_for(".report", report_id=found.id), 303)
    return render_template("signed_reports/staff_because.html", report=found, form=form, correcting=False)


@bp.post("/<uuid:report_id>/sign")
@needs(Permission.REPORTS_SIGN)
def sign(report_id: UUID) -> ResponseReturnValue:
    """A named person answers for it."""
    found, form = queries.get_for(report_id, me(), my_role()), SignForm()
    if form.validate_on_submit():
        operations.sign(found, text(form.signed_as), shown=form.shown.data or "", by=me())
        db.session.commit()
        flash(_("Signed. It can be published now, and not a letter of it changes."))
    else:
        flash(_("Say as what you sign, for example your post."))
    return redirect(url_for(".report", report_id=found.id), 303)


@bp.post("/<uuid:report_id>/publish")
@needs(Permission.REPORTS_FOLLOW)
def publish(report_id: UUID) -> ResponseReturnValue:
    """Readers have it."""
    found = queries.get_for(report_id, me(), my_role())
    operations.publish(found, by=me(), role=my_role())
    db.session.commit()
    flash(_("Published."))
    return redirect(url_for(".report", report_id=found.id), 303)


@bp.route("/<uuid:report_id>/correct", methods=["GET", "POST"])
@needs(Permission.REPORTS_WRITE)
def correct(report_id: UUID) -> ResponseReturnValue:
    """Begin the report that corrects a published one."""
    found, form = queries.get(report_id), CorrectForm()
    if form.validate_on_submit():
        try:
            made = operations.correct(found, text(form.because), by=me())
        except Repeats as error:
            form.because.errors = [_(error.message)]
        else:
            db.session.commit()
            return redirect(url_for(".report", report_id=made.id), 303)
    return render_template("signed_reports/staff_because.html", report=found, form=form, correcting=True)


@bp.post("/<uuid:report_id>/<string:edition>/download")
@needs(Permission.SUMMARIES_DOWNLOAD)
def download(report_id: UUID, edition: str) -> ResponseReturnValue:
    """Have one edition made as a file."""
    found, form = queries.get_for(report_id, me(), my_role()), FileForm()
    if not form.validate_on_submit() or edition not in {one.value for one in queries.editions_for(found, my_role())}:
        raise NotFound
    facts = {"report": str(found.id), "edition": edition}
    title = f"{found.title}. {labels.EDITIONS[Edition(edition)]}"
    return asked_for(REPORT, facts, form=Form(form.form.data), title=title)


def _report_page(found: SignedReport, form: RemarkForm | None = None) -> str:
    kind = queries.kind_of(found)
    follows = may(Permission.REPORTS_FOLLOW)
    return render_template(
        "signed_reports/staff_report.html",
        report=found,
        kind=kind,
        states=labels.STATES,
        drawn=labels.DRAWN,
        editions={one: labels.EDITIONS[one] for one in queries.editions_for(found, my_role())},
        wrong=queries.wrong_with(found) if follows and not found.digest else None,
        who=queries.who_may(found) if follows else [],
        editions_for_everybody=", ".join(str(labels.EDITIONS[one]) for one in kind.public_editions),
        can_write=may(Permission.REPORTS_WRITE) and rules.may_write(found),
        can_check=may(Permission.REPORTS_CHECK) and rules.may_check(found, me().id, queries.writers(found)),
        can_sign=may(Permission.REPORTS_SIGN) and rules.may_sign(found, me(), queries.writers(found)),
        corrected_by=queries.correction_of(found),
        can_publish=rules.may_publish(found, me(), my_role()),
        shown=queries.version_of(found),
        remarks=queries.remarks(found, my_role()),
        remark_form=form or RemarkForm(formdata=None),
        can_remark=rules.may_remark(found, champions_first=kind.champions_first, role=my_role()),
        check_form=CheckForm(formdata=None),
        sign_form=SignForm(formdata=None),
        forms=FORMS,
    )


def _page_of(kind: Proof, row_id: UUID) -> str:
    pages: dict[Proof, Callable[[], str]] = {
        Proof.RELEASE: lambda: url_for("evidence_staff.release", release_id=row_id),
        Proof.THEME: lambda: url_for("provenance_staff.theme", theme_id=row_id),
        Proof.ASK: lambda: url_for("board_staff.ask", ask_id=row_id),
        Proof.ACTION: lambda: url_for("board_staff.action", action_id=row_id),
        Proof.PROMISE: lambda: url_for("commitments_staff.index", promise=row_id),
        Proof.MEASURE: lambda: url_for("measures_staff.measure", measure_id=row_id),
        Proof.OBJECTIVE: lambda: url_for("plans_staff.plan", plan_id=signs.plan_of(row_id), objective=row_id),
        Proof.AREA: lambda: url_for("plans_staff.area", area_id=row_id),
        Proof.DECISION: lambda: url_for("meetings_staff.meeting", meeting_id=signs.meeting_of(row_id)),
        Proof.TOLD: lambda: url_for("provenance_staff.story", feedback_id=row_id),
    }
    return pages[kind]()


def _turn(form: WordsForm, one: ReportSection) -> int:
    """How often the section had been written when its page was opened."""
    sent = form.turn.data
    return sent if isinstance(sent, int) else one.turn


def _section_page(
    found: SignedReport, one: ReportSection, form: WordsForm, *, turn: int, theirs: str | None = None
) -> str:
    """The section with its words as they would read, its figures and its evidence; `theirs` is what another wrote."""
    reading = next(read for read in queries.read(found, one.edition) if read.section.id == one.id)
    evidence = queries.evidence_of(found) if one.edition is Edition.FULL else []
    typed, figures, own = text(form.words), queries.figures_of(found, one.edition), json.loads(one.figures)
    return render_template(
        "signed_reports/staff_section.html",
        report=found,
        section=one,
        edition=labels.EDITIONS[one.edition],
        form=form,
        turn=turn,
        theirs=theirs,
        reading=reading,
        look=words.read(typed, figures, {piece.code for piece in evidence}),
        figures=[(f"{{{name}}}", figure) for name, figure in figures.items() if name in own],
        other_figures=[(f"{{{name}}}", figure) for name, figure in figures.items() if name not in own],
        evidence=evidence,
        evidence_rows=[(f"[{piece.code}]", piece.label) for piece in evidence],
        advice=plain_words.advice(typed) if one.edition is Edition.EASY and typed else None,
        can_write=rules.may_write(found),
    )
