"""Opening and closing accounts, giving and taking roles. What would be too much for one person waits for another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts import queries, rules
from portal.accounts.models import FORGOTTEN, Account, AccountRole, Invitation, RecoveryCode
from portal.audit import operations as audit
from portal.core import clock, db
from portal.core.access import WORKING_ROLES, Role
from portal.core.errors import RuleError


def open_account(
    *,
    name: str,
    organisation_id: UUID,
    roles: Collection[Role],
    by: Account | None,
    email: str | None = None,
    username: str | None = None,
    post_id: UUID | None = None,
    team_id: UUID | None = None,
    approved: bool = False,
) -> Account:
    """Open an account nobody can sign in to yet; its roles wait for a second person unless they come `approved`.

    A role that ends by itself always waits: from the second person's yes on its time runs.
    """
    email, username = rules.tidy(email), rules.tidy(username)
    if email is None and not WORKING_ROLES.isdisjoint(roles):
        raise RuleError("Everybody but champions needs an email.")
    if email and queries.find_account(email):
        raise RuleError("Somebody already has this email.")
    account = Account(
        email=email,
        username=username,
        name=name,
        organisation_id=organisation_id,
        post_id=post_id,
        team_id=team_id,
        created_at=clock.now(),
    )
    granted_by = None if approved or by is None else by.id
    account.roles = [
        AccountRole(role=role, approved=approved and role not in rules.LASTS, granted_by_id=granted_by)
        for role in sorted(set(roles))
    ]
    db.session.add(account)
    db.session.flush()
    facts: dict[str, audit.Fact] = {"roles": ",".join(sorted(role.value for role in roles)), "approved": approved}
    audit.record("account.opened", by=by.id if by else None, subject=("account", account.id), facts=facts)
    return account


def grant_role(account: Account, role: Role, *, by: Account) -> AccountRole:
    """Give somebody another role, which waits for a second person."""
    if not account.active:
        raise RuleError("This account is closed.")
    _drop_over([held for held in account.roles if held.role is role and held.is_over])
    if any(held.role is role for held in account.roles):
        raise RuleError("They have this role, or wait for it, already.")
    if role in WORKING_ROLES and account.email is None:
        raise RuleError("Everybody but champions needs an email. Invite them anew with one.")
    held = AccountRole(account_id=account.id, role=role, approved=False, granted_by_id=by.id)
    db.session.add(held)
    db.session.flush()
    db.session.refresh(account)
    _note("role.granted", held, by)
    return held


def approve_role(held: AccountRole, *, by: Account) -> None:
    """Agree to a role somebody else granted; nobody agrees to their own grant or their own role."""
    if held.approved:
        raise RuleError("This role was agreed already.")
    _refuse_same_person(by, asked_by_id=held.granted_by_id, about_id=held.account_id)
    if queries.waits_for_link(held.account):
        raise RuleError("They have not used their link yet. Agree once they have, and after asking them yourself.")
    held.approved, held.approved_by_id, held.ends_at = True, by.id, _end_of(held.role)
    db.session.flush()
    _note("role.approved", held, by)


def refuse_role(held: AccountRole, *, by: Account) -> None:
    """Say no to a role that waits; it is gone."""
    if held.approved:
        raise RuleError("This role was agreed already.")
    _refuse_same_person(by, asked_by_id=None, about_id=held.account_id)
    _drop(held, by, "role.refused")


def take_role(held: AccountRole, *, by: Account) -> bool:
    """Take a role away; its visit ends with the next request. False if a second person has to agree first.

    An administrator alone could otherwise leave a concern with nobody to read it.
    """
    if not held.approved:
        _drop(held, by, "role.withdrawn")
        return True
    _refuse_last(held)
    if held.role is Role.SAFEGUARDING_OFFICER:
        held.taking_asked_by_id = by.id
        db.session.flush()
        _note("role.taking-asked", held, by)
        return False
    _drop(held, by, "role.taken")
    return True


def agree_taking(held: AccountRole, *, by: Account) -> None:
    """Agree as the second person that a safeguarding officer's role is taken away."""
    if held.taking_asked_by_id is None:
        raise RuleError("Nobody asks to take this role away any more.")
    _refuse_same_person(by, asked_by_id=held.taking_asked_by_id, about_id=held.account_id)
    _refuse_last(held)
    _drop(held, by, "role.taken")


def refuse_taking(held: AccountRole, *, by: Account) -> None:
    """Say no: they keep the role."""
    if held.taking_asked_by_id is None:
        raise RuleError("Nobody asks to take this role away any more.")
    _refuse_same_person(by, asked_by_id=None, about_id=held.account_id)
    held.taking_asked_by_id = None
    db.session.flush()
    _note("role.taking-refused", held, by)


def ask_longer(held: AccountRole, *, by: Account) -> None:
    """Ask a second person to let a role go on that would end by itself."""
    if held.ends_at is None or not held.counts:
        raise RuleError("This role does not end, or has ended. Give it anew.")
    if held.longer_asked_by_id is not None:
        raise RuleError("Somebody has asked for this already.")
    held.longer_asked_by_id = by.id
    db.session.flush()
    _note("role.longer-asked", held, by)


def agree_longer(held: AccountRole, *, by: Account) -> None:
    """Agree as the second person: its whole time begins anew now."""
    asked_by_id = _longer_asked(held)
    _refuse_same_person(by, asked_by_id=asked_by_id, about_id=held.account_id)
    held.granted_by_id, held.approved_by_id = asked_by_id, by.id
    held.ends_at, held.longer_asked_by_id = _end_of(held.role), None
    db.session.flush()
    _note("role.longer-agreed", held, by)


def refuse_longer(held: AccountRole, *, by: Account) -> None:
    """Say no: it ends when it would have."""
    _longer_asked(held)
    _refuse_same_person(by, asked_by_id=None, about_id=held.account_id)
    held.longer_asked_by_id = None
    db.session.flush()
    _note("role.longer-refused", held, by)


def end_over() -> int:
    """Drop the roles whose end has come; they open nothing already. Returns how many."""
    found = queries.over()
    _drop_over(found)
    return len(found)


def close_account(account: Account, *, by: Account) -> bool:
    """Close an account; what it did stays on record. False if a second person has to agree first."""
    if account.id == by.id:
        raise RuleError("Somebody else has to close your account.")
    if not account.active:
        raise RuleError("This account is closed already.")
    for held in account.roles:
        _refuse_last(held)
    if Role.SAFEGUARDING_OFFICER in account.acting_roles:
        account.closing_asked_by_id = by.id
        db.session.flush()
        audit.record("account.closing-asked", by=by.id, subject=("account", account.id))
        return False
    _close(account, by)
    return True


def agree_closing(account: Account, *, by: Account) -> None:
    """Agree as the second person that a safeguarding officer's account is closed."""
    if account.closing_asked_by_id is None or not account.active:
        raise RuleError("Nobody asks to close this account any more.")
    _refuse_same_person(by, asked_by_id=account.closing_asked_by_id, about_id=account.id)
    for held in account.roles:
        _refuse_last(held)
    _close(account, by)


def refuse_closing(account: Account, *, by: Account) -> None:
    """Say no: the account stays open."""
    if account.closing_asked_by_id is None:
        raise RuleError("Nobody asks to close this account any more.")
    _refuse_same_person(by, asked_by_id=None, about_id=account.id)
    account.closing_asked_by_id = None
    db.session.flush()
    audit.record("account.closing-refused", by=by.id, subject=("account", account.id))


def _close(account: Account, by: Account) -> None:
    account.active, account.closing_asked_by_id, account.closed_on = False, None, clock.today()
    db.session.flush()
    audit.record("account.closed", by=by.id, subject=("account", account.id))


def forget_closed(closed_until: date) -> int:
    """Blank who held the accounts closed by that day: what they did stays on record as somebody's. Returns how many."""
    old = Account.active.is_(False) & (Account.closed_on <= closed_until) & (Account.name != FORGOTTEN)
    found = db.session.scalars(select(Account).where(old).order_by(Account.id)).all()
    for account in found:
        account.name, account.username, account.email = FORGOTTEN, f"closed-{account.id.hex}", None
        account.password_hash = account.totp_secret_sealed = account.totp_last_step = None
        account.roles = []
        for model in (RecoveryCode, Invitation):
            db.session.execute(delete(model).where(model.account_id == account.id))
        db.session.flush()
        audit.record("account.forgotten", by=None, subject=("account", account.id))
    return len(found)


def _end_of(role: Role) -> datetime | None:
    """When a role that is agreed now ends by itself."""
    return clock.now() + rules.LASTS[role] if role in rules.LASTS else None


def _longer_asked(held: AccountRole) -> UUID:
    if held.longer_asked_by_id is None or not held.counts:
        raise RuleError("Nobody asks for more time any more, or it has ended.")
    return held.longer_asked_by_id


def _drop_over(found: Sequence[AccountRole]) -> None:
    for held in found:
        _drop(held, None, "role.ended")


def _drop(held: AccountRole, by: Account | None, action: str) -> None:
    _note(action, held, by)
    account = held.account
    db.session.delete(held)
    db.session.flush()
    db.session.refresh(account)


def _note(action: str, held: AccountRole, by: Account | None) -> None:
    audit.record(
        action, by=by.id if by else None, subject=("account", held.account_id), facts={"role": held.role.value}
    )


def _refuse_same_person(by: Account, *, asked_by_id: UUID | None, about_id: UUID) -> None:
    """Two roles of one person are one person."""
    if by.id in (asked_by_id, about_id):
        raise RuleError("A second person has to agree to this.")


def _refuse_last(held: AccountRole) -> None:
    """Somebody must be left to keep people safe, and somebody to look after accounts."""
    if not held.approved or held.role not in rules.NEVER_WITHOUT:
        return
    if not any(one.id != held.account_id for one in queries.active_accounts(held.role)):
        raise RuleError(rules.NEVER_WITHOUT[held.role])
