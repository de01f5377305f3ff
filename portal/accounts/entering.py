"""Coming in and going out, each with its line in the log, written with the act itself."""

from __future__ import annotations

from portal.accounts import passwords, two_factor
from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.core import db
from portal.core.access import Role
from portal.core.errors import RuleError


def try_password(account: Account | None, password: str) -> bool:
    """Whether the passphrase is right; a wrong one is recorded."""
    if passwords.password_matches(account, password):
        return True
    audit.record("sign-in.refused", by=account.id if account else None)
    return False


def try_second_step(account: Account, typed: str) -> bool:
    """Whether a code from the authenticator, or an unspent recovery code, is right."""
    if two_factor.verify(account, typed):
        return True
    if two_factor.use_recovery_code(account, typed):
        audit.record("recovery-code.spent", by=account.id, facts={"left": two_factor.codes_left(account)})
        return True
    audit.record("second-step.refused", by=account.id)
    return False


def enter(account: Account) -> Role | None:
    """Let somebody in, in their one role, or None where they choose; RuleError while no role of theirs is agreed."""
    roles = account.acting_roles
    if not roles:
        raise RuleError("A second person has to agree to your role first.")
    two_factor.forget_unfinished(account)
    role = roles[0] if len(roles) == 1 else None
    audit.record("sign-in", by=account.id, role=role.value if role else None)
    return role


def take_up(account: Account, role: Role) -> None:
    """Act in another of one's roles."""
    if role not in account.acting_roles:
        raise RuleError("This is not a role of yours.")
    audit.record("role.taken-up", by=account.id, role=role.value)


def leave(account: Account) -> None:
    """Sign out."""
    audit.record("sign-out", by=account.id)


def change_password(account: Account, password: str) -> None:
    """A new passphrase; every visit ends, also the one it was changed in."""
    passwords.set_password(account, password)
    passwords.end_visits(account)
    audit.record("password.changed", by=account.id)


def begin_second_step(account: Account) -> None:
    """Begin to set up the authenticator with a secret nobody has seen before."""
    two_factor.begin_enrolment(account)
    audit.record("second-step.begun", by=account.id)


def set_up_second_step(account: Account, typed: str) -> list[str] | None:
    """Fresh recovery codes, shown once, if a code from the new authenticator is right; None if it is not."""
    if not two_factor.verify(account, typed):
        return None
    codes = two_factor.confirm_enrolment(account)
    audit.record("second-step.set-up", by=account.id)
    db.session.flush()
    return codes
