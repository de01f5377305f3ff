"""Who is signed in now, through Flask-Login; the visit itself is stored by `accounts.sessions`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Flask, current_app, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from portal.accounts import two_factor
from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.core import db
from portal.core.access import Role
from portal.core.sessions import current_visit

_PENDING, _LOCKED = "pending_account", "locked"
manager = LoginManager()
# "strong" protection would keep a hash of address and browser, and sign phones out when the network changes.
manager.session_protection = None
setattr(manager, "_session_identifier_generator", lambda: "")  # noqa: B010 - no address or browser is kept at all


@dataclass(eq=False)
class SignedIn(UserMixin):
    """An account acting in one of its roles."""

    account: Account
    role: Role | None

    @property
    def owes(self) -> str | None:
        """The page somebody has to deal with before any other: a locked visit, or setting up the second step."""
        if session.get(_LOCKED):
            return str(session[_LOCKED])
        if current_app.config["SETTINGS"].demo:
            return None
        missing = two_factor.needs_second_step(self.account) and not self.account.totp_confirmed
        return "accounts_staff.enrol" if missing else None

    @property
    def id(self) -> UUID:
        """The account's id."""
        return self.account.id


@manager.user_loader
def _load(account_id: str) -> SignedIn | None:
    account = db.session.get(Account, UUID(account_id))
    if account is None or not account.active:
        return None
    role = session.get("role")
    return _acting(account, Role(role) if role else None)


def _acting(account: Account, role: Role | None) -> SignedIn:
    """Whoever is signed in; what they do from now on in this request goes into the log with their role."""
    audit.act_as({account.id: role.value} if role else {})
    return SignedIn(account, role)


def init_app(app: Flask) -> None:
    """Attach Flask-Login; each request begins with nobody acting in any role."""
    manager.init_app(app)
    app.before_request(lambda: audit.act_as({}))
    app.teardown_request(lambda error: audit.act_as({}))


def me() -> Account:
    """Whoever is signed in; only for pages marked with a permission."""
    account: Account = current_user.account
    return account


def my_role() -> Role | None:
    """The role they act in now."""
    role: Role | None = current_user.role
    return role


def begin(account: Account, role: Role | None) -> None:
    """Sign somebody in under a fresh visit, so that a cookie set before is worth nothing."""
    visit = current_visit()
    visit.close()
    visit["role"] = role.value if role else None
    login_user(_acting(account, role))


def expect_second_step(account: Account) -> None:
    """Remember, under a fresh visit, whose passphrase was right."""
    visit = current_visit()
    visit.renew()
    visit[_PENDING] = str(account.id)


def awaited() -> UUID | None:
    """Whose second step is awaited in this visit."""
    pending = session.get(_PENDING)
    return UUID(pending) if pending else None


def lock(endpoint: str) -> None:
    """From now on this visit opens nothing but one page, which asks for the passphrase: the phone changes hands."""
    session[_LOCKED] = endpoint


def is_locked() -> bool:
    """Whether this visit waits for its passphrase."""
    return _LOCKED in session


def unlock() -> None:
    """The passphrase was right: go on, under a fresh visit."""
    current_visit().renew()
    session.pop(_LOCKED, None)


def end() -> None:
    """Sign out for real: the stored visit is gone, the cookie with it."""
    visit = current_visit()
    logout_user()
    visit.close()
