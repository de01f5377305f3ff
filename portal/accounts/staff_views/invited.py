"""Opening a link: looking at it changes nothing; what is chosen there is sent by POST with the token inside."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts import invitations, queries
from portal.accounts.forms import AcceptForm, ChampionAcceptForm
from portal.accounts.labels import ROLE_LABELS
from portal.accounts.models import Account, Invitation
from portal.accounts.staff_views.blueprint import bp, names
from portal.core import db
from portal.core.access import Permission, anyone
from portal.core.forms import text
from portal.core.limits import limiter


@bp.get("/invited/<string:token>")
@limiter.limit("60 per 15 minutes")
@anyone
def invited(token: str) -> ResponseReturnValue:
    """The form a link leads to. Whoever checks links in mails may open it as often as they like."""
    invitation = queries.find_open_invitation(token)
    if invitation is None:
        return _gone()
    form = _form(invitation)
    form.token.data = token
    return _page(invitation, form)


@bp.post("/invited")
@limiter.limit("60 per 15 minutes")
@anyone
def accept() -> ResponseReturnValue:
    """Choose a passphrase; the link is used up."""
    invitation = queries.find_open_invitation(text(AcceptForm().token))
    if invitation is None:
        return _gone()
    form = _form(invitation)
    if not form.validate_on_submit():
        return _page(invitation, form)
    name = text(form.username) if isinstance(form, ChampionAcceptForm) else None
    counts = invitations.accept(invitation, password=text(form.new), username=name)
    db.session.commit()
    account = invitation.account
    asked_by = invitation.invited_by_id
    return render_template(
        "accounts/staff_accepted.html",
        account=account,
        counts=counts,
        acting=bool(account.acting_roles),
        who=names(one for one in _agreeing(account) if one.id != asked_by),
    )


def _form(invitation: Invitation) -> AcceptForm:
    return AcceptForm() if invitation.account.signs_in_as else ChampionAcceptForm()


def _page(invitation: Invitation, form: AcceptForm) -> str:
    return render_template(
        "accounts/staff_invited.html",
        form=form,
        account=invitation.account,
        roles=[ROLE_LABELS[held.role] for held in invitation.account.roles],
    )


def _gone() -> ResponseReturnValue:
    return render_template("accounts/staff_link_gone.html"), 410


def _agreeing(account: Account) -> list[Account]:
    return list(queries.others_who_may(Permission.PEOPLE_APPROVE, but=account.id))
