"""Finding people, and what waits for a second person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import FORGOTTEN, Account, AccountRole, Invitation, counting
from portal.core import clock, db
from portal.core.access import ROLE_PERMISSIONS, Permission, Role


class ChangeKind(StrEnum):
    """What a second person is asked to agree to."""

    ROLE = "role"
    TAKING = "taking"
    LONGER = "longer"
    CLOSING = "closing"
    WAY_IN = "link"


@dataclass(frozen=True)
class Change:
    """Something about somebody that waits, and who can agree to it."""

    kind: ChangeKind
    row_id: UUID
    account: Account
    role: Role | None
    asked_by_id: UUID | None
    ready: bool
    who: tuple[Account, ...]


def find_account(typed: str) -> Account | None:
    """The account with this email or chosen name, whatever its case; names never hold an @, emails always do."""
    name = typed.strip().lower()
    column = Account.email if "@" in name else Account.username
    return db.session.scalar(select(Account).where(column == name))


def active_accounts(role: Role | None = None) -> Sequence[Account]:
    """Everybody who can sign in, by name; only those who may act in `role` if one is given."""
    query = select(Account).where(Account.active).order_by(Account.name, Account.id)
    if role:
        query = query.where(Account.roles.any((AccountRole.role == role) & counting()))
    return db.session.scalars(query).all()


def holders(permission: Permission) -> Sequence[Account]:
    """Everybody whose agreed roles carry a permission, by name."""
    roles = [role for role, permitted in ROLE_PERMISSIONS.items() if permission in permitted]
    held = Account.roles.any(AccountRole.role.in_(roles) & counting())
    return db.session.scalars(select(Account).where(Account.active, held).order_by(Account.name, Account.id)).all()


def reachable() -> Sequence[Account]:
    """Adults with an email who can sign in, by name. A champion's own address is nobody's to write to."""
    young = Account.roles.any(AccountRole.role == Role.CHAMPION)
    query = select(Account).where(Account.active, Account.email.is_not(None), ~young)
    return db.session.scalars(query.order_by(Account.name, Account.id)).all()


def others_who_may(permission: Permission, *, but: UUID) -> Sequence[Account]:
    """Everybody who could be the second person beside `but`, by name: a wait always says who can end it."""
    return [one for one in holders(permission) if one.id != but]


def get_account(account_id: UUID) -> Account:
    """One account, or NotFound."""
    return db.get(Account, account_id)


def get_role(role_id: UUID) -> AccountRole:
    """One role somebody holds or waits for, or NotFound."""
    return db.get(AccountRole, role_id)


def end_of(account: Account, role: Role | None) -> datetime | None:
    """When somebody's acting in a role ends by itself (UTC); None where it does not."""
    return next((held.ends_at for held in account.roles if held.role is role and held.counts), None)


def over() -> Sequence[AccountRole]:
    """Roles whose end has come, the longest over first."""
    query = select(AccountRole).where(AccountRole.ends_at <= clock.now())
    return db.session.scalars(query.order_by(AccountRole.ends_at, AccountRole.id)).all()


def get_invitation(invitation_id: UUID) -> Invitation:
    """One invitation, or NotFound."""
    return db.get(Invitation, invitation_id)


def everybody() -> Sequence[Account]:
    """Every account that still says whose it is, open ones first, by name."""
    known = select(Account).where(Account.name != FORGOTTEN)
    return db.session.scalars(known.order_by(Account.active.desc(), Account.name, Account.id)).all()


def token_hash(token: str) -> str:
    """What is stored instead of a link's token: SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_open_invitation(token: str) -> Invitation | None:
    """The invitation a link stands for, if it was not used, has not expired and the account is open."""
    query = select(Invitation).where(
        Invitation.token_hash == token_hash(token), Invitation.used_at.is_(None), Invitation.expires_at > clock.now()
    )
    found = db.session.scalar(query)
    return found if found and found.account.active else None


def find_invitation(account: Account) -> Invitation | None:
    """The newest link of an account, used or not."""
    return db.session.scalar(
        select(Invitation).where(Invitation.account_id == account.id).order_by(Invitation.expires_at.desc()).limit(1)
    )


def waits_for_link(account: Account) -> bool:
    """Whether they were sent a link, did not use it, and so chose nothing yet."""
    invitation = find_invitation(account)
    return account.password_hash is None and invitation is not None and invitation.used_at is None


def waiting_changes() -> list[Change]:
    """Everything about people that waits for a second person, by name."""
    who = holders(Permission.PEOPLE_APPROVE)
    found = [_of_role(held, who) for held in _waiting_roles()]
    found += [
        _change(ChangeKind.CLOSING, account.id, account, account.closing_asked_by_id, who)
        for account in _waiting_closings()
    ]
    found += [_change(ChangeKind.WAY_IN, link.id, link.account, link.invited_by_id, who) for link in _waiting_links()]
    return sorted(found, key=lambda change: (change.account.name, change.kind, change.role or ""))


def waiting_for(account: Account) -> list[Change]:
    """Of those, what this person can agree to now."""
    return [change for change in waiting_changes() if change.ready and account in change.who]


def _waiting_roles() -> Sequence[AccountRole]:
    asked = AccountRole.taking_asked_by_id.is_not(None) | AccountRole.longer_asked_by_id.is_not(None)
    waits = AccountRole.approved.is_(False) | (counting() & asked)
    return db.session.scalars(select(AccountRole).join(Account).where(Account.active, waits)).all()


def _waiting_closings() -> Sequence[Account]:
    asked = Account.closing_asked_by_id.is_not(None)
    return db.session.scalars(select(Account).where(Account.active, asked)).all()


def _waiting_links() -> Sequence[Invitation]:
    chosen = (Invitation.chosen_hash.is_not(None), Invitation.expires_at > clock.now())
    return db.session.scalars(select(Invitation).join(Account).where(Account.active, *chosen)).all()


def _of_role(held: AccountRole, who: Sequence[Account]) -> Change:
    if held.longer_asked_by_id is not None:
        return _change(ChangeKind.LONGER, held.id, held.account, held.longer_asked_by_id, who, role=held.role)
    if held.approved:
        return _change(ChangeKind.TAKING, held.id, held.account, held.taking_asked_by_id, who, role=held.role)
    change = _change(ChangeKind.ROLE, held.id, held.account, held.granted_by_id, who, role=held.role)
    return replace(change, ready=not waits_for_link(held.account))


def _change(
    kind: ChangeKind,
    row_id: UUID,
    account: Account,
    asked_by_id: UUID | None,
    who: Sequence[Account],
    *,
    role: Role | None = None,
) -> Change:
    others = tuple(one for one in who if one.id not in (asked_by_id, account.id))
    return Change(kind, row_id, account, role, asked_by_id, ready=True, who=others)
