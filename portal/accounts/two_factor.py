"""The second step: a time-based code from an authenticator (RFC 6238), used once, or a recovery code."""

from __future__ import annotations

import hashlib
import hmac
import secrets

import pyotp
import segno
from sqlalchemy import delete, func, select

from portal.accounts.models import Account, RecoveryCode
from portal.core import clock, crypto, db
from portal.core.access import WORKING_ROLES
from portal.core.errors import RuleError

STEP_SECONDS = 30
RECOVERY_CODES = 8


def needs_second_step(account: Account) -> bool:
    """Everybody but champions: young people are not made to own an authenticator (ASVS 6.3.3, written exception)."""
    return not WORKING_ROLES.isdisjoint(account.acting_roles)


def begin_enrolment(account: Account) -> None:
    """A fresh secret each time, which counts once a code from it was shown: nobody may have seen it before."""
    if account.totp_confirmed:
        raise RuleError("Your second step is set up already.")
    crypto.seal(account, "totp_secret", pyotp.random_base32())
    account.totp_last_step = None


def forget_unfinished(account: Account) -> None:
    """Drop a secret whose setting up was never finished: whoever began it may not be whoever is here now."""
    if not account.totp_confirmed:
        account.totp_secret_sealed = None


def forget(account: Account) -> None:
    """Drop the second step with its recovery codes; the next sign-in sets up another."""
    account.totp_confirmed, account.totp_secret_sealed, account.totp_last_step = False, None, None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def enrolment_uri(account: Account, *, issuer: str) -> str:
    """The address an authenticator reads."""
    return pyotp.TOTP(crypto.unseal(account, "totp_secret")).provisioning_uri(
        name=account.signs_in_as, issuer_name=issuer
    )


def enrolment_picture(uri: str) -> str:
    """The same address as a picture to scan: an SVG as a data URI, so that no markup is made here."""
    return segno.make(uri, error="m").svg_data_uri(scale=5, dark="#1d1b2e", light="#ffffff")


def verify(account: Account, typed: str) -> bool:
    """Whether a typed code is right now, one step either side, and was not used before."""
    digits = "".join(c for c in typed if c.isdigit())
    if len(digits) != 6 or not account.totp_secret_sealed:
        return False
    totp = pyotp.TOTP(crypto.unseal(account, "totp_secret"))
    current = int(clock.now().timestamp()) // STEP_SECONDS
    for step in (current - 1, current, current + 1):
        fresh = account.totp_last_step is None or step > account.totp_last_step
        if fresh and hmac.compare_digest(totp.at(step * STEP_SECONDS), digits):
            account.totp_last_step = step
            return True
    return False


def confirm_enrolment(account: Account) -> list[str]:
    """Make the second step count and return fresh recovery codes; they are shown once."""
    account.totp_confirmed = True
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    fresh = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(account_id=account.id, code_hash=_hashed(account, code)) for code in fresh)
    db.session.flush()
    return fresh


def use_recovery_code(account: Account, typed: str) -> bool:
    """Spend a recovery code; False if there is no such unspent one."""
    found = db.session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.code_hash == _hashed(account, typed.strip().lower()), RecoveryCode.used_at.is_(None)
        )
    )
    if found is None:
        return False
    found.used_at = clock.now()
    db.session.flush()
    return True


def codes_left(account: Account) -> int:
    """How many recovery codes are unspent."""
    unspent = (RecoveryCode.account_id == account.id) & RecoveryCode.used_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(unspent)) or 0


def _hashed(account: Account, code: str) -> str:
    key = crypto.keys().derive("recovery-code")
    return hmac.digest(key, f"{account.id}|{code}".encode(), hashlib.sha256).hex()
