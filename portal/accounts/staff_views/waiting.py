"""The second person's page: what waits, who asked, and saying yes or no."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import invitations, operations, queries, rules
from portal.accounts.labels import ROLE_LABELS
from portal.accounts.login import me
from portal.accounts.models import Account
from portal.accounts.queries import Change, ChangeKind
from portal.accounts.staff_views.blueprint import bp, names
from portal.core import db
from portal.core.access import Permission, needs


@bp.get("/people/waiting")
@needs(Permission.PEOPLE_APPROVE)
def waiting() -> ResponseReturnValue:
    """What waits for a second person, and who that can be."""
    changes = queries.waiting_changes()
    asked_by = {one.id: one.name for one in queries.everybody()}
    rows = [(change, _sentence(change), names(change.who), me() in change.who) for change in changes]
    return render_template("accounts/staff_waiting.html", rows=rows, asked_by=asked_by)


def _sentence(change: Change) -> str:
    role = ROLE_LABELS[change.role] if change.role else ""
    days = rules.LASTS[change.role].days if change.role in rules.LASTS else 0
    sentences: dict[ChangeKind, str] = {
        ChangeKind.ROLE: _("Gets the role: %(role)s", role=role)
        if not days
        else _("Gets the role: %(role)s, for %(days)s days from your yes", role=role, days=days),
        ChangeKind.TAKING: _("Loses the role: %(role)s", role=role),
        ChangeKind.LONGER: _("Keeps the role: %(role)s, for %(days)s more days from your yes", role=role, days=days),
        ChangeKind.CLOSING: _("The account is closed"),
        ChangeKind.WAY_IN: _("A new passphrase and authenticator, because the old way in was lost"),
    }
    return sentences[change.kind]


@bp.post("/people/waiting/<any(role, taking, longer, closing, link):kind>/<uuid:row_id>/<any(agree, refuse):answer>")
@needs(Permission.PEOPLE_APPROVE)
def agree(kind: str, row_id: UUID, answer: str) -> ResponseReturnValue:
    """Say yes or no to what somebody else asked for."""
    _act(ChangeKind(kind), row_id, yes=answer == "agree", by=me())
    db.session.commit()
    flash(_("Agreed.") if answer == "agree" else _("Not agreed. It stays as it was."))
    return redirect(url_for(".waiting"), 303)


def _act(kind: ChangeKind, row_id: UUID, *, yes: bool, by: Account) -> None:
    acts: dict[ChangeKind, Callable[[], None]] = {
        ChangeKind.ROLE: lambda: (operations.approve_role if yes else operations.refuse_role)(
            queries.get_role(row_id), by=by
        ),
        ChangeKind.TAKING: lambda: (operations.agree_taking if yes else operations.refuse_taking)(
            queries.get_role(row_id), by=by
        ),
        ChangeKind.LONGER: lambda: (operations.agree_longer if yes else operations.refuse_longer)(
            queries.get_role(row_id), by=by
        ),
        ChangeKind.CLOSING: lambda: (operations.agree_closing if yes else operations.refuse_closing)(
            queries.get_account(row_id), by=by
        ),
        ChangeKind.WAY_IN: lambda: (invitations.agree if yes else invitations.refuse)(
            queries.get_invitation(row_id), by=by
        ),
    }
    acts[kind]()
