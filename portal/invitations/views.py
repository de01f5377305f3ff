"""Starting with the code of a letter. Looking at its link spends nothing and finds nothing out; pressing Start does."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.consultations import queries as consultations
from portal.consultations import rules as consultation_rules
from portal.consultations.questionnaire import Questionnaire
from portal.contributions import drafts, tries, young
from portal.contributions.drafts import Draft
from portal.contributions.models import AgeBand
from portal.core import clock, db
from portal.core.access import anyone
from portal.core.forms import text
from portal.core.limits import whose
from portal.invitations import labels, operations, queries, rules
from portal.invitations.forms import LetterCodeForm
from portal.invitations.models import InvitationCode
from portal.invitations.rules import Band

bp = Blueprint("invitations", __name__, url_prefix="/invited")


@bp.route("", methods=["GET", "POST"])
@anyone
def typed() -> ResponseReturnValue:
    """The code of a letter, typed."""
    form = LetterCodeForm()
    if form.validate_on_submit():
        return _start(form)
    return render_template("invitations/typed.html", form=form)


@bp.route("/<string:code>", methods=["GET", "POST"])
@anyone
def letter(code: str) -> ResponseReturnValue:
    """The link on a letter. Programs that look at links in advance only GET it: so that says and does nothing yet."""
    form = LetterCodeForm(code=code)
    if request.method == "POST" and form.validate():
        return _start(form)
    if not rules.is_code(code):
        return redirect(url_for(".typed"), 303)
    return render_template("invitations/letter.html", form=form)


@bp.route("/<string:slug>/wrong", methods=["GET", "POST"])
@anyone
def wrong(slug: str) -> ResponseReturnValue:
    """What the letter says of whoever holds this phone; and going on without it, where that is not so."""
    consultation = consultations.get_consultation(slug)
    draft = young.current().drafts.get(slug)
    start = url_for("consultations.start", slug=slug)
    if draft is None or not draft.invited:
        return redirect(start, 303)
    if request.method == "POST":
        drafts.drop_letter(draft)
        draft.used = True
        young.save()
        db.session.commit()
        return redirect(start, 303)
    return render_template("invitations/wrong.html", rows=_told(draft), start=start, title=consultation.title)


def _start(form: LetterCodeForm) -> ResponseReturnValue:
    wait = tries.seconds_to_wait(whose())
    if wait:
        form.code.errors = [tries.please_wait(wait)]
        return render_template("invitations/typed.html", form=form), 429
    code = queries.find_code(text(form.code))
    if code is None:
        tries.note_miss(whose())
        form.code.errors = [_miss(text(form.code))]
        return render_template("invitations/typed.html", form=form)
    consultation = queries.consultation_of(code)
    start = url_for("consultations.start", slug=consultation.slug)
    is_open = consultation_rules.is_open(consultation.opens_at, consultation.closes_at, clock.now())
    if not is_open or _goes_on(code, consultation):
        return redirect(start, 303)
    if not _begin(code, consultation):
        return render_template("invitations/used.html", start=start, title=consultation.title)
    db.session.commit()
    return redirect(start, 303)


def _goes_on(code: InvitationCode, consultation: Questionnaire) -> bool:
    """Whether this phone still has what this code began."""
    return any(draft.invited == code.code_hash for draft in young.current().begun(consultation.slug))


def _begin(code: InvitationCode, consultation: Questionnaire) -> bool:
    """A draft that knows what the letter says; False where the code was used before, somewhere else."""
    visit = young.current()
    pressed_again = any(letter.key == code.code_hash for letter in visit.letters)
    if not pressed_again and not operations.spend(code):
        return False
    bands = queries.draft_bands(code)
    age = AgeBand(bands[Band.AGE]) if Band.AGE in bands else None
    draft = Draft(about=consultation.slug, edition=str(consultation.suiting(age).id))
    drafts.invite(draft, code.code_hash, bands)
    visit.letters = []
    visit.take_up(draft)
    if pressed_again:
        young.save_as_new()
    else:
        young.save_begun_by(code.code_hash)
    return True


def _told(draft: Draft) -> list[tuple[str, str]]:
    """Each band of the letter and what it says."""
    known = labels.choices(queries.localities())
    return [
        (str(words), known[band].get(draft.bands[band], ""))
        for band, words in labels.BANDS.items()
        if band in draft.fixed
    ]


def _miss(typed: str) -> str:
    """What may be wrong, without saying whether there is such a code."""
    if not rules.is_code(typed):
        return str(_("A code on a letter has twelve letters and numbers. Check that nothing is missing."))
    return str(_("That code doesn’t open anything. Check each sign. Letters may have been called back, too."))
