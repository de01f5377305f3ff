"""Steps and evidence of an action, and what champions make of an answer."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.board import queries, working
from portal.board.forms import MilestoneForm, ProofForm
from portal.board.models import FileKind, Rated
from portal.board.staff_views.blueprint import bp
from portal.board.working import Harmless, NewProof
from portal.contributions import files
from portal.contributions.media import RefusedFile
from portal.contributions.models import Media
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.downloads import handed_over
from portal.core.errors import RuleError
from portal.core.forms import text
from portal.core.web import accepts_files

_ENDINGS = {FileKind.PDF: "pdf", FileKind.PICTURE: "jpg"}


@bp.route("/actions/<uuid:action_id>/steps/new", methods=["GET", "POST"])
@needs(Permission.ACTIONS_UPDATE)
def add_milestone(action_id: UUID) -> ResponseReturnValue:
    """Put a step on the way of an action."""
    found = queries.get_action_to_work_on(action_id, me(), my_role())
    form = MilestoneForm()
    if form.validate_on_submit():
        try:
            working.add_milestone(found, title=form.title.data, due_on=form.due_on.data, by=me())
        except RuleError as error:
            form.due_on.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Saved."))
            return redirect(url_for(".action", action_id=found.id), 303)
    return render_template("board/staff_milestone.html", form=form, action=found)


@bp.post("/steps/<uuid:milestone_id>/reached")
@needs(Permission.ACTIONS_UPDATE)
def reach_milestone(milestone_id: UUID) -> ResponseReturnValue:
    """A step is reached."""
    step = working.get_milestone(milestone_id)
    action = queries.get_action_to_work_on(step.action_id, me(), my_role())
    working.reach_milestone(step, by=me())
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for(".action", action_id=action.id), 303)


@bp.route("/actions/<uuid:action_id>/evidence/new", methods=["GET", "POST"])
@needs(Permission.ACTIONS_UPDATE)
@accepts_files
def add_proof(action_id: UUID) -> ResponseReturnValue:
    """Add evidence: an address or a file."""
    sent = _sent()
    found = queries.get_action_to_work_on(action_id, me(), my_role())
    form = ProofForm()
    if form.validate_on_submit():
        try:
            if isinstance(sent, RuleError):
                raise sent
            working.add_proof(found, NewProof(form.title.data, text(form.address), sent), by=me())
        except RuleError as error:
            form.file.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Saved."))
            return redirect(url_for(".action", action_id=found.id), 303)
    return render_template("board/staff_proof.html", form=form, action=found)


@bp.get("/evidence/<uuid:proof_id>")
@needs(Permission.TABLE_SIT)
def proof(proof_id: UUID) -> ResponseReturnValue:
    """A file kept as evidence: always saved, never opened inside the portal."""
    found = working.get_proof(proof_id)
    file = working.file_of(found)
    return handed_over(file.content, "evidence", _ENDINGS[file.kind])


@bp.post("/asks/<uuid:ask_id>/rate/<any(real, waffle):rated>")
@needs(Permission.ACTIONS_CONFIRM)
def rate(ask_id: UUID, rated: str) -> ResponseReturnValue:
    """A champion says whether an answer is real or waffle."""
    working.rate(queries.get_ask(ask_id), Rated(rated), by=me())
    db.session.commit()
    flash(_("Thank you. Your answer counts."))
    return redirect(url_for(".ask", ask_id=ask_id, _anchor="rating"), 303)


def _sent() -> Harmless | RuleError | None:
    """The file of this request, made harmless before anything is asked of the database."""
    file = request.files.get("file")
    content = file.stream.read(working.LARGEST_FILE + 1) if file else b""
    if not content:
        return None
    try:
        return working.harmless(content)
    except RefusedFile as refused:
        return RuleError(files.reason(Media.PICTURE, refused.why))
    except RuleError as error:
        return error
