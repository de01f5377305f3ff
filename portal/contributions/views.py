"""The receipt: four words, shown until somebody has them; and carrying on with a draft code."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.contributions import codes, operations, receipts, tries, young
from portal.contributions.forms import DraftCodeForm, NotedForm
from portal.core import db
from portal.core.access import anyone
from portal.core.forms import text
from portal.core.limits import whose

bp = Blueprint("contributions", __name__)


@bp.get("/sent")
@anyone
def receipt() -> ResponseReturnValue:
    """The code of what was just sent: the same words on every look, until “I have it” or the end of the visit."""
    pending = young.current().pending
    found = operations.find_received(pending.key) if pending else None
    if pending is None or found is None:
        return render_template("contributions/no_code.html")
    return receipts.page(pending.key, found, kept=True)


@bp.post("/sent")
@anyone
def noted() -> ResponseReturnValue:
    """They have it: it cannot be shown again. A second code that waits is shown next."""
    visit = young.current()
    form = NotedForm()
    if visit.pending and form.which.data == receipts.name_of(visit.pending.key):
        visit.code_noted(visit.pending.key)
        if visit.is_empty:
            young.leave()
        else:
            young.save()
        db.session.commit()
    return redirect(url_for(".receipt" if visit.pending else ".done"), 303)


@bp.get("/done")
@anyone
def done() -> ResponseReturnValue:
    """Thanks, and where the code leads."""
    return render_template("contributions/done.html")


@bp.route("/carry-on", methods=["GET", "POST"])
@anyone
def carry_on() -> ResponseReturnValue:
    """A draft code moves what somebody kept to this phone; a wrong one and an unknown one look and cost the same."""
    form = DraftCodeForm()
    if form.validate_on_submit():
        wait = tries.seconds_to_wait(whose())
        if wait:
            form.code.errors = [tries.please_wait(wait)]
            return render_template("contributions/carry_on.html", form=form), 429
        draft = young.take_up(text(form.code))
        if draft is not None:
            db.session.commit()
            return redirect(draft.place, 303)
        tries.note_miss(whose())
        form.code.errors = [_draft_miss(text(form.code))]
    return render_template("contributions/carry_on.html", form=form)


def _draft_miss(typed: str) -> str:
    """What may be wrong, without saying whether there is such a draft."""
    if not codes.is_draft_code(typed):
        return str(_("A draft code has three words and a number. Four words are the code of something you sent."))
    if strange := codes.unknown_words(typed):
        return str(_("“%(word)s” is not one of our words. Check how it is spelt.", word=strange[0]))
    return str(
        _(
            "That doesn’t open anything. Check the spelling and the order."
            " After seven days, or once it is sent, it is gone."
        )
    )
