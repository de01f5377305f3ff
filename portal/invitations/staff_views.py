"""Who is asked: posters, letters with one-use codes, how many there are to be asked, and what was tried."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.consultations import queries as consultations
from portal.consultations.questionnaire import Questionnaire
from portal.contributions import codes
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.downloads import handed_over
from portal.core.errors import RuleError
from portal.core.forms import text
from portal.documents.renderers.sheets import Paper
from portal.invitations import labels, letters, operations, queries, rules
from portal.invitations.forms import LineForm, MakeForm, OutreachForm, TotalForm, as_line, lines_from
from portal.invitations.letters import Addresses
from portal.invitations.rules import Band, Bands
from portal.partnership import queries as partnership

bp = Blueprint("invitations_staff", __name__, url_prefix="/work/invitations")

_NO_CODE = "AAAA"  # stands for a code while the address around it is made


@bp.get("/")
@needs(Permission.PEOPLE_INVITE)
def index() -> ResponseReturnValue:
    """What can be answered now or soon, with what was made for it."""
    coming = consultations.upcoming_consultation()
    return render_template(
        "invitations/staff_index.html",
        waves=[*consultations.open_consultations(), *([coming] if coming else [])],
        made=queries.letters_made(),
    )


@bp.get("/<uuid:consultation_id>")
@needs(Permission.PEOPLE_INVITE)
def consultation(consultation_id: UUID) -> ResponseReturnValue:
    """One consultation: its open address, its posters and its letters."""
    wave = consultations.get_consultation(consultation_id)
    found = queries.batches(wave.id)
    return render_template(
        "invitations/staff_consultation.html",
        wave=wave,
        address=_addresses(wave).open,
        batches=found,
        not_started={batch.id: queries.not_started(batch) for batch in found},
        closed=clock.now() >= wave.closes_at,
    )


@bp.get("/<uuid:consultation_id>/poster-<any(a4, a3):paper>")
@needs(Permission.PEOPLE_INVITE)
def poster(consultation_id: UUID, paper: str) -> ResponseReturnValue:
    """A poster with the open address: nothing on it is secret."""
    wave = consultations.get_consultation(consultation_id)
    return _handed_over(letters.poster(wave, _addresses(wave), Paper(paper)), f"{wave.slug} poster {paper}", "pdf")


@bp.route("/<uuid:consultation_id>/letters", methods=["GET", "POST"])
@needs(Permission.PEOPLE_INVITE)
def new(consultation_id: UUID) -> ResponseReturnValue:
    """Who gets letters, line by line; what will stand on them is shown before anything is made."""
    wave = consultations.get_consultation(consultation_id)
    known = labels.choices(queries.localities())
    lines = lines_from(request.form.getlist("line"), known)
    form = LineForm()
    form.offer(known)
    if request.method == "POST":
        if request.form.get("remove", "").isdecimal():
            at = int(request.form["remove"])
            lines = [line for place, line in enumerate(lines) if place != at]
        elif len(lines) >= rules.LINES_MOST:
            form.how_many.errors = [_("At most %(most)s lines. Make these letters first.", most=rules.LINES_MOST)]
        elif form.validate():
            lines.append((form.bands, form.how_many.data or 0))
            form = LineForm(formdata=None)
            form.offer(known)
    return _lines_page(wave, form, lines, known)


@bp.post("/<uuid:consultation_id>/make")
@needs(Permission.PEOPLE_INVITE)
def make(consultation_id: UUID) -> ResponseReturnValue:
    """Make the codes and hand them over at once: only their hashes are kept, so this is the only time."""
    wave = consultations.get_consultation(consultation_id)
    known = labels.choices(queries.localities())
    lines = lines_from(request.form.getlist("line"), known)
    form = MakeForm()
    try:
        if not form.validate_on_submit() or not codes.is_submission_key(form.key.data or ""):
            raise RuleError(_("Nothing was made. Look it over and press the button again."))
        made = operations.make(wave, operations.together(lines), key=form.key.data, by=me())
    except RuleError as error:
        empty = LineForm(formdata=None)
        empty.offer(known)
        return _lines_page(wave, empty, lines, known, problem=error.message)
    content = letters.both(wave, made.letters, _addresses(wave), known)
    operations.note_download(made.batch, by=me())
    db.session.commit()
    return _handed_over(content, f"{wave.slug} letters", "zip")


@bp.route("/batches/<uuid:batch_id>/call-back", methods=["GET", "POST"])
@needs(Permission.PEOPLE_INVITE)
def call_back(batch_id: UUID) -> ResponseReturnValue:
    """What calling letters back means, then doing it."""
    batch = queries.get_batch(batch_id)
    back = url_for(".consultation", consultation_id=batch.consultation_id)
    if request.method == "POST":
        operations.call_back(batch, by=me())
        db.session.commit()
        flash(_("These letters are called back: their codes open nothing any more."))
        return redirect(back, 303)
    return render_template("invitations/staff_call_back.html", batch=batch, back=back)


@bp.route("/batches/<uuid:batch_id>/reminders", methods=["GET", "POST"])
@needs(Permission.PEOPLE_INVITE)
def reminders(batch_id: UUID) -> ResponseReturnValue:
    """What a list of letters to remind says and does not say; then the list, once."""
    batch = queries.get_batch(batch_id)
    if request.method == "POST":
        numbers = operations.take_reminders(batch, by=me())
        db.session.commit()
        return _handed_over(letters.reminders(numbers), "letters to remind", "csv")
    back = url_for(".consultation", consultation_id=batch.consultation_id)
    return render_template(
        "invitations/staff_reminders.html", batch=batch, back=back, least=rules.STARTED_LEAST, week=clock.this_week()
    )


@bp.route("/totals", methods=["GET", "POST"])
@needs(Permission.PEOPLE_INVITE)
def totals() -> ResponseReturnValue:
    """How many young people there are in each group, and what was said before."""
    groups = labels.groups(queries.localities())
    form = TotalForm()
    form.offer_groups(groups)
    if form.validate_on_submit():
        group, key = form.which
        try:
            operations.note_total(
                group, key, form.how_many.data or 0, as_of=form.as_of.data, source=text(form.source), by=me()
            )
        except RuleError as error:
            form.as_of.errors = [error.message]
        else:
            db.session.commit()
            flash(_("Saved. What stood there before is kept below."))
            return redirect(url_for(".totals"), 303)
    newest = queries.totals()
    return render_template(
        "invitations/staff_totals.html",
        form=form,
        groups=groups,
        current=[newest[group] for group in groups if group in newest],
        older=[one for one in queries.all_totals() if one is not newest[one.group, one.key]],
    )


@bp.route("/outreach", methods=["GET", "POST"])
@needs(Permission.PEOPLE_INVITE)
def outreach() -> ResponseReturnValue:
    """What was tried to reach whom."""
    groups = labels.groups(queries.localities())
    form = OutreachForm()
    form.offer_groups(groups)
    form.organisation.choices = [(str(one.id), one.name) for one in partnership.organisations()]
    if form.validate_on_submit():
        group, key = form.which
        try:
            operations.note_outreach(
                group,
                key,
                text(form.what),
                tried_on=form.tried_on.data,
                organisation_id=UUID(form.organisation.data),
                by=me(),
            )
        except RuleError as error:
            form.tried_on.errors = [error.message]
        else:
            db.session.commit()
            flash(_("Saved."))
            return redirect(url_for(".outreach"), 303)
    return render_template("invitations/staff_outreach.html", form=form, groups=groups, tried=queries.outreach())


def _lines_page(
    wave: Questionnaire,
    form: LineForm,
    lines: list[tuple[Bands, int]],
    known: dict[Band, dict[str, str]],
    problem: str = "",
) -> str:
    printed = rules.coarsen(operations.together(lines))
    return render_template(
        "invitations/staff_letters.html",
        wave=wave,
        form=form,
        make_form=MakeForm(formdata=None, key=codes.new_submission_key()),
        lines=[(as_line(bands, number), labels.bands_text(bands, known), number) for bands, number in lines],
        printed=[(labels.bands_text(bands, known), number) for bands, number in rules.sizes(printed).items()],
        coarsened=[
            (labels.bands_text(one.asked, known), one.number, labels.dropped_text(one.dropped))
            for one in printed
            if one.dropped
        ],
        least=rules.LEAST,
        total=sum(number for _bands, number in lines),
        most=rules.MOST,
        problem=problem,
    )


def _addresses(wave: Questionnaire) -> Addresses:
    origin = current_app.config["SETTINGS"].origin
    return Addresses(
        open=origin + url_for("consultations.start", slug=wave.slug),
        by_hand=origin + url_for("invitations.typed"),
        letter=origin + url_for("invitations.letter", code=_NO_CODE).removesuffix(_NO_CODE),
    )


def _handed_over(content: bytes, name: str, kind: str) -> Response:
    return handed_over(content, f"{name} {clock.today().isoformat()}", kind)
