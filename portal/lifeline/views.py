"""Opening a thread with four words, and everything the code holder can see and do there."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.board import queries as board
from portal.board.models import Say
from portal.contributions import codes, tries, young
from portal.contributions import operations as contributions
from portal.contributions.forms import SharingForm
from portal.contributions.models import Contribution, Purpose
from portal.contributions.sharing import CHOICES
from portal.core import clock, db
from portal.core.access import anyone, holder
from portal.core.errors import NotFound
from portal.core.forms import text
from portal.core.limits import whose
from portal.feedback import operations as feedback
from portal.feedback.labels import SAYS
from portal.lifeline import opening, operations, queries, stations
from portal.lifeline.forms import CodeForm, SayForm, WriteForm
from portal.partnership import queries as partnership
from portal.safety import queries as safety

bp = Blueprint("lifeline", __name__)


@bp.route("/code", methods=["GET", "POST"])
@anyone
def enter() -> ResponseReturnValue:
    """Four words open a thread; a wrong code and an unknown one look the same and cost the same."""
    form = CodeForm()
    if form.validate_on_submit():
        wait = tries.seconds_to_wait(whose())
        if wait:
            form.code.errors = [tries.please_wait(wait)]
            return render_template("lifeline/enter.html", form=form), 429
        opened = _opened(text(form.code))
        if opened:
            return redirect(opened, 303)
        tries.note_miss(whose())
        form.code.errors = [_miss(text(form.code))]
    return render_template("lifeline/enter.html", form=form)


def _opened(typed: str) -> str | None:
    """Where this code leads, opened: a thread, points for a meeting, or a draft for whoever typed a draft code here."""
    if codes.is_draft_code(typed):
        draft = young.take_up(typed)
        db.session.commit()
        return draft.place if draft else None
    place = opening.open_by_hash(codes.code_hash(typed))
    db.session.commit()
    return place


def _miss(typed: str) -> str:
    if codes.is_draft_code(typed):
        return str(_("That looks like a draft code. It doesn’t open anything: check it, or it may be sent or too old."))
    count, strange = len(codes.normalise(typed).split()), codes.unknown_words(typed)
    if count != codes.WORDS_IN_CODE:
        return str(
            ngettext("You typed %(num)s word. A code has four.", "You typed %(num)s words. A code has four.", count)
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
    life = queries.life_line(contribution)
    return render_template(
        "lifeline/thread.html",
        life=life,
        first=stations.first_stations(life),
        asks=[(asked, stations.ask_stations(asked)) for asked in life.asks],
        form=form,
        say_form=SayForm(formdata=None),
        says=SAYS,
        help_lines=partnership.numbers_always_open(),
    )


@bp.get("/thread/copy")
@holder
def sheet() -> ResponseReturnValue:
    """A copy to print and take along."""
    life = queries.life_line(young.open_thread())
    return render_template(
        "lifeline/sheet.html",
        life=life,
        first=stations.first_stations(life),
        asks=[(asked, stations.ask_stations(asked)) for asked in life.asks],
        today=clock.today(),
    )


@bp.post("/thread/write")
@holder
def write() -> ResponseReturnValue:
    """Add something; the team finds the thread unread again."""
    form, contribution = WriteForm(), young.open_thread()
    if form.validate_on_submit():
        operations.write_back(contribution, text(form.text))
        db.session.commit()
        return redirect(url_for(".thread", _anchor="talk"), 303)
    return _page(contribution, form)


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


@bp.route("/thread/sharing", methods=["GET", "POST"])
@holder
def sharing() -> ResponseReturnValue:
    """Change who may use it; it counts from the next request on."""
    contribution = young.open_thread()
    form = SharingForm(purposes=[choice.purpose.value for choice in contribution.choices if choice.given])
    form.offer(known=contribution.person_id is not None)
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
    return render_template("lifeline/take_back.html", concern=concern)


@bp.post("/thread/close")
@holder
def close() -> ResponseReturnValue:
    """Close the thread on this phone; the code still opens it."""
    young.current().thread = None
    young.save()
    db.session.commit()
    return redirect(url_for("arrive.home"), 303)
