"""Accounts in any role."""

from uuid import uuid4

from portal.accounts.models import Account, AccountRole
from portal.accounts.rules import LASTS
from portal.core import clock, db
from portal.core.access import WORKING_ROLES, Role
from tests.factories import place


def make_account(*roles: Role, name: str = "Ada Tester", organisation: str = "", **changes: object) -> Account:
    """An active account with these roles and no password (hashing one is slow; set it where it matters).

    Unless told otherwise champions belong to a group of their own and everybody else to the council.
    """
    if not organisation and roles == (Role.CHAMPION,):
        changes = {"organisation_id": place.champions_group().id, "post_id": None} | changes
    organisation = organisation or "Council"
    username = f"person-{uuid4().hex[:8]}"
    account = Account(
        username=username,
        email=f"{username}@example.org" if WORKING_ROLES.intersection(roles) else None,
        name=name,
        organisation_id=place.organisation(organisation).id,
        post_id=place.post(organisation).id,
        team_id=None,
        created_at=clock.now(),
    )
    for key, value in changes.items():
        setattr(account, key, value)
    ends = {role: clock.now() + lasts for role, lasts in LASTS.items()}
    account.roles = [AccountRole(role=role, approved=True, ends_at=ends.get(role)) for role in roles]
    db.session.add(account)
    db.session.flush()
    db.session.refresh(account)
    return account
