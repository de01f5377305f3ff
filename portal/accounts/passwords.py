"""Passphrases: one slow hash per try, whether or not there is such a person."""

from __future__ import annotations

from functools import cache

from sqlalchemy import delete

from portal.accounts import rules
from portal.accounts.models import Account, WorkSession
from portal.core import db, slow_hashes
from portal.core.errors import RuleError


def hashed(password: str) -> str:
    """What is stored instead of a passphrase; RuleError if it is too short."""
    if len(password) < rules.SHORTEST_PASSWORD:
        raise RuleError(f"Use at least {rules.SHORTEST_PASSWORD} characters.")
    return slow_hashes.hashed(password)


def password_matches(account: Account | None, password: str) -> bool:
    """One hash per try whether or not there is such an account, so that time tells nothing."""
    stored = account.password_hash if account and account.active else None
    return slow_hashes.matches(stored or _nobodys(), password) and stored is not None


@cache
def _nobodys() -> str:
    return slow_hashes.hashed("nobody has this password")


def set_password(account: Account, password: str) -> None:
    """Replace the passphrase; RuleError if it is too short."""
    account.password_hash = hashed(password)


def end_visits(account: Account) -> None:
    """End every signed-in visit of an account, wherever it is open; who acts now has to begin anew."""
    db.session.execute(delete(WorkSession).where(WorkSession.account_id == account.id))
