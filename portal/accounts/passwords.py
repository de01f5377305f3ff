"""Passphrases: one slow hash per try, whether or not there is such a person."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete

from portal.accounts import rules
from portal.accounts.models import Account, WorkSession
from portal.core import db
from portal.core.errors import RuleError

#: OWASP's floor: Argon2id, 19 MiB, two passes, one lane (Password Storage Cheat Sheet).
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_DUMMY = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """What is stored instead of a passphrase; RuleError if it is too short."""
    if len(password) < rules.SHORTEST_PASSWORD:
        raise RuleError(f"Use at least {rules.SHORTEST_PASSWORD} characters.")
    return _hasher.hash(password)


def password_matches(account: Account | None, password: str) -> bool:
    """One hash per try whether or not there is such an account, so that time tells nothing."""
    stored = account.password_hash if account and account.active else None
    try:
        _hasher.verify(stored or _DUMMY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


def set_password(account: Account, password: str) -> None:
    """Replace the passphrase; RuleError if it is too short."""
    account.password_hash = hashed(password)


def end_visits(account: Account) -> None:
    """End every signed-in visit of an account, wherever it is open; who acts now has to begin anew."""
    db.session.execute(delete(WorkSession).where(WorkSession.account_id == account.id))
