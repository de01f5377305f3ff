"""A link instead of a first password: whoever is invited chooses their own, and no administrator ever sees one."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from portal.accounts import passwords, queries, rules, two_factor
from portal.accounts.models import Account, Invitation
from portal.accounts.operations import open_account
from portal.audit import operations as audit
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError

LASTS = timedelta(days=7)


def invite(
    *,
    name: str,
    email: str,
    organisation_id: UUID,
    roles: Collection[Role],
    by: Account | None,
    post_id: UUID | None = None,
    team_id: UUID | None = None,
) -> tuple[Account, str]:
    """Open an account for somebody new; the token of their link is returned once and never stored.

    Only on the terminal (`by` None) are its roles agreed at once, since nobody can agree to them there.
    """
    account = open_account(
        name=name,
        email=email,
        organisation_id=organisation_id,
        post_id=post_id,
        team_id=team_id,
        roles=roles,
        by=by,
        approved=by is None,
    )
    return account, send_link(account, by=by)


def send_link(account: Account, *, by: Account | None) -> str:
    """The token of a new link for an account; every older link of it is worth nothing from now on."""
    if not account.active:
        raise RuleError("This account is closed.")
    if by is not None and by.id == account.id:
        raise RuleError("Somebody else has to make a link for you.")
    db.session.execute(delete(Invitation).where(Invitation.account_id == account.id))
    token = secrets.token_urlsafe(32)
    db.session.add(
        Invitation(
            account_id=account.id,
            token_hash=queries.token_hash(token),
            invited_by_id=by.id if by else None,
            expires_at=clock.now() + LASTS,
        )
    )
    db.session.flush()
    audit.record("invitation.made", by=by.id if by else None, subject=("account", account.id))
    return token


def accept(invitation: Invitation, *, password: str, username: str | None = None) -> bool:
    """Choose a passphrase, and a champion's own name. False if it counts only once a second person agrees."""
    account = invitation.account
    invitation.used_at = clock.now()
    if account.email is None and account.username is None:
        account.username = _free_name(username or "")
    chosen = passwords.hashed(password)
    at_once = not needs_second(invitation)
    audit.record("invitation.used", by=account.id, subject=("account", account.id), facts={"counts": at_once})
    if at_once:
        _let_in_anew(account, chosen)
    else:
        invitation.chosen_hash = chosen
    db.session.flush()
    return at_once


def needs_second(invitation: Invitation) -> bool:
    """Whether a passphrase chosen with this link would open what somebody else already opens with theirs.

    That holds for champions too, since they decide what counts as done, and whatever the roles are just now: one
    person may take a role away and grant it back.
    """
    account = invitation.account
    in_use = account.password_hash is not None or bool(account.acting_roles)
    return invitation.invited_by_id is not None and in_use


def agree(invitation: Invitation, *, by: Account) -> None:
    """Agree that this is really them: the new passphrase counts, every visit ends, the old second step goes."""
    if invitation.chosen_hash is None:
        raise RuleError("Nothing waits here any more.")
    if by.id in (invitation.invited_by_id, invitation.account_id):
        raise RuleError("A second person has to agree to this.")
    account, chosen = invitation.account, invitation.chosen_hash
    db.session.delete(invitation)
    audit.record("way-in.approved", by=by.id, subject=("account", account.id))
    _let_in_anew(account, chosen)
    db.session.flush()


def refuse(invitation: Invitation, *, by: Account) -> None:
    """Say no: the passphrase and second step they had still count."""
    if invitation.chosen_hash is None:
        raise RuleError("Nothing waits here any more.")
    audit.record("way-in.refused", by=by.id, subject=("account", invitation.account_id))
    db.session.delete(invitation)
    db.session.flush()


def _let_in_anew(account: Account, chosen: str) -> None:
    account.password_hash = chosen
    two_factor.forget(account)
    passwords.end_visits(account)


def _free_name(typed: str) -> str:
    name = rules.tidy(typed)
    if name is None or not rules.is_name(name):
        raise RuleError("Choose a name of 3 to 40 letters, without @.")
    if queries.find_account(name):
        raise RuleError("Somebody has this name already. Choose another one.")
    return name
