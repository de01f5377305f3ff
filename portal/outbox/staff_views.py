"""Messages a person has to look at: sent perhaps, or not at all."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.core import db
from portal.core.access import Permission, needs
from portal.outbox import labels, operations, queries

bp = Blueprint("outbox_staff", __name__, url_prefix="/work/outbox")


@bp.get("")
@needs(Permission.PEOPLE_MANAGE)
def index() -> ResponseReturnValue:
    """To whom and when; never what it says."""
    return render_template("outbox/staff_index.html", messages=queries.to_look_at(), words=labels.PROGRESS)


@bp.post("/<uuid:message_id>/<any(again, go):what>")
@needs(Permission.PEOPLE_MANAGE)
def decide(message_id: UUID, what: str) -> ResponseReturnValue:
    """Send it again, or let it go."""
    (operations.send_again if what == "again" else operations.let_go)(queries.get_message(message_id), by=me())
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)
