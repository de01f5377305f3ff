"""Writing and publishing what happened."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.board import queries as board
from portal.board.models import Ask, Wording
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, RuleError
from portal.core.forms import text
from portal.core.guard import may
from portal.core.paging import number_asked
from portal.core.parts import Part
from portal.feedback import operations, queries, rules, stations
from portal.feedback.forms import StoryForm
from portal.feedback.labels import TOLD, TOLD_KINDS
from portal.feedback.models import Told

bp = Blueprint("feedback_staff", __name__, url_prefix="/work/you-said")


@bp.get("/")
@needs(Permission.FEEDBACK_PUBLISH)
def index() -> ResponseReturnValue:
    """What waits to be told, what waits for a second person, what was told."""
    own = None if may(Permission.ASKS_WRITE) else me().organisation_id
    return render_template(
        "feedback/staff_index.html",
        answered=queries.answered_asks(own, number_asked("answered")) if may(Permission.FEEDBACK_WRITE) else Part(),
        answered_url=lambda number: url_for(".index", answered=number),
        drafts=queries.drafts(number_asked("drafts")),
        drafts_url=lambda number: url_for(".index", drafts=number),
        published=queries.published().rows,
        told=TOLD,
        kinds=TOLD_KINDS,
        next_verdicts_on=queries.next_verdicts_on(),
    )


@bp.route("/write/<uuid:ask_id>", methods=["GET", "POST"])
@needs(Permission.FEEDBACK_WRITE)
def write(ask_id: UUID) -> ResponseReturnValue:
    """Write the story of one ask."""
    ask = board.get_ask(ask_id)
    if not board.is_shown(ask) or not _writes_about(ask):
        raise NotFound
    story = board.stories([ask])[0]
    own_words = story.text.kind is Wording.QUOTE  # never written where the owner's yes does not reach
    form = StoryForm(you_said=None if own_words else story.text.text, answer=ask.because)
    if form.validate_on_submit() and form.is_plain():
        try:
            feedback = operations.draft(
                ask, told=Told(form.told.data), you_said=text(form.you_said), answer=text(form.answer), by=me()
            )
        except RuleError as error:
            form.told.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Saved. A second person has to publish it."))
            return redirect(url_for(".draft", feedback_id=feedback.id), 303)
    return render_template("feedback/staff_write.html", form=form, story=story, feedback=None)


@bp.get("/<uuid:feedback_id>")
@needs(Permission.FEEDBACK_PUBLISH)
def draft(feedback_id: UUID) -> ResponseReturnValue:
    """A story as young people will read it, and who may publish it."""
    feedback = queries.get_feedback(feedback_id)
    return render_template(
        "feedback/staff_draft.html",
        feedback=feedback,
        stations=stations.of_story(board.stories([feedback.ask])[0]),
        told=TOLD,
        kinds=TOLD_KINDS,
        can_publish=rules.may_publish(
            drafted_by=feedback.drafted_by_id, by=me().id, published=feedback.published_at is not None
        ),
        can_change=_writes_about(feedback.ask) and feedback.published_at is None,
        publishers=queries.who_can_publish(feedback),
        version=queries.version(feedback),
    )


@bp.route("/<uuid:feedback_id>/change", methods=["GET", "POST"])
@needs(Permission.FEEDBACK_WRITE)
def change(feedback_id: UUID) -> ResponseReturnValue:
    """Change a draft; a second person then reads it anew."""
    feedback = queries.get_feedback(feedback_id)
    if not _writes_about(feedback.ask) or feedback.published_at is not None:
        raise NotFound
    form = StoryForm(obj=feedback)
    if form.validate_on_submit() and form.is_plain():
        try:
            operations.reword(
                feedback, told=Told(form.told.data), you_said=text(form.you_said), answer=text(form.answer), by=me()
            )
        except RuleError as error:
            form.told.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Saved."))
            return redirect(url_for(".draft", feedback_id=feedback.id), 303)
    story = board.stories([feedback.ask])[0]
    return render_template("feedback/staff_write.html", form=form, story=story, feedback=feedback)


@bp.post("/<uuid:feedback_id>/publish")
@needs(Permission.FEEDBACK_PUBLISH)
def publish(feedback_id: UUID) -> ResponseReturnValue:
    """Show it to everyone."""
    operations.publish(queries.get_feedback(feedback_id), shown=request.form.get("shown", ""), by=me())
    db.session.commit()
    flash(_("Published. Everyone whose words led to it can see it with their code."))
    return redirect(url_for(".index"), 303)


@bp.post("/verdicts/freeze")
@needs(Permission.RELEASES_FREEZE)
def freeze_verdicts() -> ResponseReturnValue:
    """Count what code holders say; a second person signs the figures under Reports."""
    operations.freeze_verdicts(by=me())
    db.session.commit()
    flash(_("Counted and frozen. A second person has to sign the figures before anybody sees them."))
    return redirect(url_for(".index"), 303)


def _writes_about(ask: Ask) -> bool:
    """Those who write asks tell about any of them, a lead about those to their own organisation."""
    own = may(Permission.ASKS_WRITE) or ask.organisation_id == me().organisation_id
    return own and may(Permission.FEEDBACK_WRITE)
