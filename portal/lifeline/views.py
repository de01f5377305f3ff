"""Opening a thread with four words, and everything the code holder can see and do there."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.board import queries as board
from portal.board.labels import RATINGS
from portal.board.models import Rated, Say
from portal.contributions import attachments, codes, files, tries, young
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.contributions.forms import SharingForm
from portal.contributions.media import Clean, RefusedFile
from portal.contributions.models import Contribution, Media, Purpose
from portal.contributions.sharing import CHOICES
from portal.core import clock, db
from portal.core.access import anyone, holder
from portal.core.errors import NotFound, RuleError
from portal.core.forms import text
from portal.core.limits import limiter, whose
from portal.core.paging import number_asked
from portal.core.web import accepts_files
from portal.entitlements.labels import GOT
from portal.feedback import operations as feedback
from portal.feedback.labels import SAYS
from portal.invitations import rules as letters
from portal.lifeline import opening, operations, queries, stations
from portal.lifeline.code_kinds import CodeKind, kind_of
from portal.lifeline.forms import CodeForm, CopyForm, CorrectForm, RateForm, SayForm, WriteForm
from portal.lifeline.labels import READERS
from portal.partnership import queries as partnership
from portal.safety import queries as safety

bp = Blueprint("lifeline", __name__)
#: Says nothing of whose it is or what is in it: other people may see it among the files of a phone.
COPY_NAME = "copy.txt"


@bp.route("/code", methods=["GET", "POST"])
@anyone
def enter() -> ResponseReturnValue:
    """One door for every code; a wrong code and an unknown one look the same and cost the same.

    The code of a letter leads to what a letter's link shows: typing it here spends nothing.
    """
    form = CodeForm()
    if form.validate_on_submit():
        wait = tries.seconds_to_wait(whose())
        if wait:
            form.code.errors = [tries.please_wait(wait)]
            return render_template("lifeline/enter.html", form=form), 429
        if kind_of(text(form.code)) is CodeKind.LETTER and letters.is_code(text(form.code)):
            return render_template("lifeline/letter.html", form=form)
        opened = _opened(text(form.code))
        if opened:
            return redirect(opened, 303)
        tries.note_miss(whose())
        form.code.errors = [_miss(text(form.code))]
    return render_template("lifeline/enter.html", form=form)


def _opened(typed: str) -> str | None:
    """Where this code leads, opened: a thread, points for a meeting, or a draft for whoever typed a draft code here."""
    if kind_of(typed) is not CodeKind.WORDS:
        draft = young.take_up(typed)
        db.session.commit()
        return draft.place if draft else None
    place = opening.open_by_hash(codes.code_hash(typed))
    db.session.commit()
    return place


def _miss(typed: str) -> str:
    """What may be wrong, without saying whether there is such a code."""
    kind = kind_of(typed)
    if kind is CodeKind.LETTER:
        return str(_("A code on a letter has twelve letters and numbers. Check that nothing is missing."))
    if kind is CodeKind.DRAFT:
        return str(_("That looks like a draft code. It doesn’t open anything: check it, or it may be sent or too old."))
    strange = codes.unknown_words(typed)
    if len(codes.normalise(typed).split()) != codes.WORDS_IN_CODE:
        return str(
            _("We don’t know this code. Codes are four words, three words and a number, or twelve letters and numbers.")
        )
    if strange:
        return str(_("“%(word)s” is not one of our words. Check how it is spelt.", word=strange[0]))
    return str(_("Those words don’t open anything. Check the spelling and the order."))


@bp.get("/thread")
@holder
def thread() -> ResponseReturnValue:
    """The life line."""
    return _page(young.open_thread(), WriteForm(formdata=None))


def _page(contribution: Contribution, form: WriteForm) -> ResponseReturnValue:
    life = queries.life_line(contribution, page=number_asked("asks"))
    return render_template(
        "lifeline/thread.html",
        life=life,
        first=stations.first_runs(life),
        asks=[(asked, stations.fold(stations.ask_stations(asked))) for asked in stations.in_turn(life.asks.rows)],
        in_short=stations.in_short,
        asks_url=lambda number: url_for(".thread", asks=number),
        form=form,
        say_form=SayForm(formdata=None),
        says=SAYS,
        ratings=RATINGS,
        got=GOT,
        help_lines=partnership.numbers_always_open(),
    )


@bp.route("/thread/keep", methods=["GET", "POST"])
@holder
def keep() -> ResponseReturnValue:
    """Choose a copy to print or a file to keep, after it is said who else may come across it."""
    contribution, form = young.open_thread(), CopyForm()
    if not form.validate_on_submit():
        return render_template("lifeline/copy.html", form=form)
    operations.take_copy()
    db.session.commit()
    if form.kind.data == "page":
        return redirect(url_for(".sheet"), 303)
    headers = {"Content-Disposition": f'attachment; filename="{COPY_NAME}"'}
    filled = render_template("lifeline/sheet.txt", **_copy(contribution))
    return Response(filled, content_type="text/plain; charset=utf-8", headers=headers)


@bp.get("/thread/copy")
@holder
def sheet() -> ResponseReturnValue:
    """A copy to print and take along."""
    return render_template("lifeline/sheet.html", **_copy(young.open_thread()))


def _copy(contribution: Contribution) -> dict[str, object]:
    """Everything they said and everything that was answered."""
    life = queries.life_line(contribution, per=queries.IN_A_COPY)
    return {
        "life": life,
        "answers": queries.chosen_answers(contribution),
        "first": stations.first_stations(life),
        "asks": [(asked, stations.ask_stations(asked)) for asked in life.asks.rows],
        "says": SAYS,
        "ratings": RATINGS,
        "got": GOT,
        "choices": [(choice.label, choice.purpose in life.shared) for choice in CHOICES],
        "today": clock.today(),
    }


@bp.get("/thread/looked")
@holder
def looked() -> ResponseReturnValue:
    """Who looked at what they said: roles and weeks, never names."""
    lines = queries.looked_at(young.open_thread())
    return render_template("lifeline/looked.html", lines=lines, readers=READERS)


@bp.route("/thread/correct/<uuid:piece_id>", methods=["GET", "POST"])
@holder
def correct(piece_id: UUID) -> ResponseReturnValue:
    """Put right what nobody has read yet. Once a person read it, what is typed here becomes something to add."""
    contribution = young.open_thread()
    piece = queries.find_piece(contribution, piece_id)
    if piece is None:
        raise NotFound
    form = CorrectForm() if request.method == "POST" else CorrectForm(formdata=None, text=piece.text)
    if form.validate_on_submit() and piece.unread:
        try:
            contributions.correct(contribution, piece_id, text(form.text))
        except RuleError:
            piece = replace(piece, unread=False)
        else:
            db.session.commit()
            return redirect(url_for(".thread", _anchor="talk"), 303)
    if request.method == "POST" and not piece.unread:
        late = WriteForm(formdata=None, text=form.text.data)
        late.text.errors = [_("A person read it while you changed it. You can add this instead: press Send.")]
        return _page(contribution, late)
    return render_template("lifeline/correct.html", form=form, piece=piece)


@bp.post("/thread/write")
@holder
@accepts_files
@limiter.limit("120 per hour")
def write() -> ResponseReturnValue:
    """Add words, a picture, a voice note; the team finds the thread unread again."""
    brought = {kind: files.taken(kind) for kind in Media}
    form, contribution = WriteForm(), young.open_thread()
    refused = [files.reason(kind, file.why) for kind, file in brought.items() if isinstance(file, RefusedFile)]
    taken = [file for file in brought.values() if isinstance(file, Clean)]
    if not text(form.text) and not taken and not refused:
        refused = [_("Write something first.")]
    if form.validate_on_submit() and not refused:
        try:
            operations.write_back(contribution, text(form.text) or _("(Something to look at or listen to)"), taken)
        except attachments.Full as problem:
            db.session.rollback()
            contribution, refused = young.open_thread(), [problem.message]
        else:
            db.session.commit()
            return redirect(url_for(".thread", _anchor="talk"), 303)
    form.text.errors = [*form.text.errors, *refused]
    return _page(contribution, form)


@bp.get("/thread/file/<uuid:which>")
@holder
def file(which: UUID) -> ResponseReturnValue:
    """A picture or a voice note of their own."""
    found = attachments.get_attachment(young.open_thread(), which)
    return files.response(attachments.content_of(found))


@bp.route("/thread/say/<uuid:ask_id>", methods=["GET", "POST"])
@holder
def say(ask_id: UUID) -> ResponseReturnValue:
    """Say whether it really changed anything."""
    contribution = young.open_thread()
    if not queries.may_judge(contribution, ask_id):
        raise NotFound
    ask = board.get_ask(ask_id)
    form = SayForm()
    if form.validate_on_submit():
        feedback.give_verdict(contribution, ask, Say(form.say.data))
        db.session.commit()
        return redirect(url_for(".thread", _anchor=f"said-{ask_id}"), 303)
    return render_template("lifeline/say.html", form=form, story=board.stories([ask])[0])


@bp.route("/thread/rate/<uuid:ask_id>", methods=["GET", "POST"])
@holder
def rate(ask_id: UUID) -> ResponseReturnValue:
    """Say whether the answer is real or waffle."""
    contribution = young.open_thread()
    if not queries.may_rate(contribution, ask_id):
        raise NotFound
    ask = board.get_ask(ask_id)
    form = RateForm()
    if form.validate_on_submit():
        feedback.rate_reply(contribution, ask, Rated(form.rated.data))
        db.session.commit()
        return redirect(url_for(".thread", _anchor=f"rated-{ask_id}"), 303)
    return render_template("lifeline/rate.html", form=form, story=board.stories([ask])[0])


@bp.route("/thread/sharing", methods=["GET", "POST"])
@holder
def sharing() -> ResponseReturnValue:
    """Change who may use it; it counts from the next request on."""
    contribution = young.open_thread()
    form = SharingForm(purposes=[choice.purpose.value for choice in contribution.choices if choice.given])
    form.offer(known=contribution.person_id is not None, matter=contribution.matter)
    if form.validate_on_submit():
        contributions.change_sharing(contribution, given=[Purpose(value) for value in form.chosen()])
        db.session.commit()
        return redirect(url_for(".thread"), 303)
    hints = {choice.purpose.value: choice.who_reads for choice in CHOICES}
    return render_template("lifeline/sharing.html", form=form, hints=hints)


@bp.route("/thread/take-back", methods=["GET", "POST"])
@holder
def take_back() -> ResponseReturnValue:
    """Say first what can and cannot be undone, then wipe it."""
    contribution = young.open_thread()
    if request.method == "POST":
        operations.take_back(contribution)
        young.current().thread = None
        young.save()
        db.session.commit()
        return render_template("lifeline/taken_back.html")
    concern = safety.find_concern(contribution.id)
    passed_on = threads.find_passed_on(contribution.id)
    return render_template("lifeline/take_back.html", concern=concern, passed_on=passed_on)


@bp.post("/thread/close")
@holder
def close() -> ResponseReturnValue:
    """Close the thread on this phone; the code still opens it."""
    young.current().thread = None
    young.save()
    db.session.commit()
    return redirect(url_for("arrive.home"), 303)
