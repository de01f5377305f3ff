"""What am I owed? A few taps, the promises that fit, and whether they reached somebody. Answers travel in POST only."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.commitments import queries as commitments
from portal.contributions import codes, tries, young
from portal.contributions import queries as contributions
from portal.contributions.models import Contribution
from portal.core import db
from portal.core.access import anyone
from portal.core.errors import NotFound
from portal.core.forms import text
from portal.core.limits import limiter
from portal.core.limits import whose as caller
from portal.core.paging import id_asked, number_asked
from portal.disclosure.thresholds import Audience
from portal.entitlements import operations, queries
from portal.entitlements.forms import AnswersForm, SituationForm, answered, answers_form, name_of
from portal.entitlements.labels import OFFICERS, WIDTHS
from portal.entitlements.side_by_side import one_by_one, side_by_side
from portal.evidence.reading import figure_text

bp = Blueprint("entitlements", __name__)


@bp.route("/owed", methods=["GET", "POST"])
@anyone
def owed() -> ResponseReturnValue:
    """The taps, then what fits: on the same address, so that no address says anything of anybody."""
    form = _situation()
    if request.method == "POST" and "again" not in request.form and form.validate():
        found = queries.owed(form.situation)
        return _found_page(form, found, answers_form([one.commitment for one in found], empty=True))
    return render_template("entitlements/owed.html", form=form)


@bp.post("/owed/answers")
@anyone
@limiter.limit("30 per hour", methods=["POST"])
def answer() -> ResponseReturnValue:
    """Whether promises reached them: with the thread open on this phone, or with a code typed for this alone."""
    form = _situation()
    if not form.validate():
        return render_template("entitlements/owed.html", form=form)
    found = queries.owed(form.situation)
    promises = [one.commitment for one in found]
    answers = answers_form(promises)
    said = answered(answers, promises) if answers.validate() else {}
    if not said and not answers.errors:
        first = next((answers[name_of(one.commitment.id)] for one in found if one.fit), answers.code)
        first.errors = [_("Choose an answer for at least one promise.")]
    thread, status = _whose(answers) if said else (None, 200)
    if thread is None:
        return _found_page(form, found, answers), status
    operations.answer(said, thread)
    db.session.commit()
    return render_template("entitlements/answered.html", said=form.said)


@bp.get("/promises/progress")
@anyone
def progress() -> ResponseReturnValue:
    """How far each promise has come: what officers claim, what is measured, what young people say; or one of them."""
    only, page = id_asked("promise"), number_asked()
    one = commitments.get_standing(only) if only else None
    return render_template(
        "entitlements/progress.html",
        rows=one_by_one(one, page, Audience.PUBLIC) if one else side_by_side(Audience.PUBLIC),
        only=only,
        url=lambda number: url_for(".progress", promise=only, page=number),
        officers=OFFICERS,
        widths=WIDTHS,
        figure_text=figure_text,
    )


def _situation() -> SituationForm:
    form = SituationForm()
    form.keep_only(queries.asked())
    return form


def _found_page(form: SituationForm, found: list[queries.Owed], answers: AnswersForm) -> str:
    return render_template(
        "entitlements/found.html",
        said=form.said,
        found=found,
        form=answers,
        name_of=name_of,
        open_here=_open_thread() is not None,
    )


def _whose(form: AnswersForm) -> tuple[Contribution | None, int]:
    """The thread that answers, or what is wrong in the form and the status that says so."""
    thread = _open_thread()
    if thread is not None:
        return thread, 200
    if not text(form.code):
        form.code.errors = [_("Type your four words.")]
        return None, 200
    wait = tries.seconds_to_wait(caller())
    if wait:
        form.code.errors = [tries.please_wait(wait)]
        return None, 429
    found = contributions.find_by_code_hash(codes.code_hash(text(form.code)))
    if found is None or found.withdrawn_on is not None:
        tries.note_miss(caller())
        form.code.errors = [_("Those words don’t open anything. Check the spelling and the order.")]
        return None, 200
    return found, 200


def _open_thread() -> Contribution | None:
    try:
        return young.open_thread()
    except NotFound:
        return None
