"""The first people, invited on the terminal: until somebody may agree to roles, nobody's role can be agreed to."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from portal.accounts import invitations, queries, rules
from portal.accounts.models import Account
from portal.core import db
from portal.core.access import ROLE_PERMISSIONS, Permission, Role
from portal.core.errors import PortalError, RuleError
from portal.partnership import queries as partnership
from portal.partnership.models import Organisation

#: Who invites, and who agrees: with one of each, everybody else goes by the pages.
FIRST_ROLES = tuple(
    role
    for role, permitted in ROLE_PERMISSIONS.items()
    if permitted & {Permission.PEOPLE_MANAGE, Permission.PEOPLE_APPROVE}
)

people = AppGroup("people", help="People who sign in.")


@people.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="As colleagues know them.")
@click.option("--role", required=True, type=click.Choice([role.value for role in FIRST_ROLES]))
@click.option("--organisation", default="", help="Short name of the partner they work for.")
@click.option("--locked-out", is_flag=True, help="Though others hold the role: none of them can sign in.")
def invite_command(email: str, name: str, role: str, organisation: str, locked_out: bool) -> None:
    """Invite the first person with a role; prints the link to pass on."""
    given = {"name": name, "organisation": organisation, "origin": current_app.config["SETTINGS"].origin}
    try:
        click.echo(invite(email, role=Role(role), locked_out=locked_out, **given))
    except PortalError as reason:
        raise click.ClickException(str(reason)) from None


def invite(email: str, *, name: str, role: Role, organisation: str, locked_out: bool, origin: str) -> str:
    """Open the account, or for somebody locked out make a new link for the one they have; the link as text.

    Where somebody holds the role already, only `locked_out` says that none of them can sign in any more.
    """
    if not rules.is_email(email):
        raise RuleError("Type an email like name@example.org.")
    there = queries.active_accounts(role)
    if there and not locked_out:
        raise RuleError(
            f"{there[0].name} has this role already and can invite others with a second person on the page People."
            " If nobody with this role can sign in any more, add --locked-out; the log keeps that it was done here."
        )
    account, token = _link_for(email, name, role, organisation)
    db.session.commit()
    return (
        f"{account.name} opens this link once, within {invitations.LASTS.days} days, and chooses a passphrase.\n"
        f"  {origin}/work/invited/{token}\n"
        "Pass it on by a way you know is theirs. It is shown only now.\n"
        "The authenticator is set up at the first sign-in."
    )


def _link_for(email: str, name: str, role: Role, organisation: str) -> tuple[Account, str]:
    known = queries.find_account(email)
    if known is None:
        works_for = _find_organisation(organisation)
        return invitations.invite(name=name, email=email, organisation_id=works_for.id, roles=[role], by=None)
    if role not in known.acting_roles:
        raise RuleError("Somebody with another role has this email. Use another one.")
    return known, invitations.send_link(known, by=None)


def _find_organisation(typed: str) -> Organisation:
    known = partnership.organisations()
    if not known:
        raise RuleError("There is no partnership yet: run `python -m portal starter load` first.")
    for one in known:
        if typed.strip().lower() in (one.short_name.lower(), one.name.lower()):
            return one
    names = ", ".join(one.short_name for one in known if one.local)
    raise RuleError(f"No partner is called {typed or 'nothing'}: add --organisation. Here are: {names}.")
