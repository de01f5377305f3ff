"""The list, proposing a word, and champions' say on it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import RuleError
from portal.core.guard import may
from portal.plain_words import queries as plain_words
from portal.word_list import operations, queries
from portal.word_list.forms import ProposeForm
from portal.word_list.models import Standing, Turn

bp = Blueprint("word_list_staff", __name__, url_prefix="/work/words")


@bp.get("")
@needs(Permission.HOME)
def index() -> ResponseReturnValue:
    """What is on the list, what was proposed, and what went off it."""
    decides = may(Permission.WORDS_DECIDE)
    proposed, in_force = queries.words(Standing.PROPOSED), queries.words(Standing.IN_FORCE)
    return render_template(
        "word_list/staff_index.html",
        proposed=[(word, decides and queries.may_decide(word, Turn.CONFIRM, me())) for word in proposed],
        in_force=[(word, decides and queries.may_decide(word, Turn.RETIRE, me())) for word in in_force],
        retired=queries.words(Standing.RETIRED),
        starting=() if queries.is_taken_up() else plain_words.starting_rows(),
        decides=decides,
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.WORDS_PROPOSE)
def propose() -> ResponseReturnValue:
    """Ask champions to put a word on the list."""
    form = ProposeForm()
    if form.validate_on_submit():
        try:
            operations.propose(form.forms.data, say=form.say.data, because=form.because.data, by=me())
        except RuleError as error:
            form.forms.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Two champions decide about it."))
            return redirect(url_for(".index"), 303)
    return render_template("word_list/staff_propose.html", form=form)


@bp.post("/take-up")
@needs(Permission.WORDS_DECIDE)
def take_up() -> ResponseReturnValue:
    """Make the list adults began with the champions' own."""
    operations.take_up(by=me())
    db.session.commit()
    flash(_("The list is yours now. Two of you can take a word off it."))
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:word_id>/<any(confirm, retire):turn>")
@needs(Permission.WORDS_DECIDE)
def decide(word_id: UUID, turn: str) -> ResponseReturnValue:
    """One champion's say; the second decides."""
    operations.decide(queries.get_word(word_id), Turn(turn), by=me())
    db.session.commit()
    flash(_("Thank you. Your answer counts."))
    return redirect(url_for(".index"), 303)
