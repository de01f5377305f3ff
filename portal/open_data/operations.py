"""Making, revoking and noting the use of tokens."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import delete

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.open_data import queries, rules
from portal.open_data.models import ApiToken, Scope
from portal.partnership.models import Organisation

#: How long a token that opens nothing any more stays on the list.
KEPT_AFTER = timedelta(days=365)


def make(
    name: str, *, organisation: Organisation, scopes: Collection[Scope], last_day: date, by: Account, role: Role
) -> tuple[ApiToken, str]:
    """A new token, and the text of it (256 random bits): it is shown once and kept nowhere."""
    if not rules.may_make_for(role, by.organisation_id, organisation.id):
        raise RuleError("You make tokens for your own organisation.")
    if not scopes or not rules.may_give(scopes, role, organisation):
        raise RuleError("Only a lead of a corporate parent gives a program the figures for partners.")
    today = clock.today()
    if not today <= last_day <= rules.last_day(today):
        raise RuleError("A token works for a year at most.")
    text = rules.PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        name=name,
        organisation_id=organisation.id,
        scopes=",".join(scope.value for scope in Scope if scope in scopes),
        token_hash=queries.token_hash(text),
        created_at=clock.now(),
        created_by_id=by.id,
        expires_at=clock.end_of(last_day),
    )
    db.session.add(token)
    db.session.flush()
    audit.record(
        "api-token.made",
        by=by.id,
        role=role.value,
        subject=("api-token", token.id),
        facts={"scopes": token.scopes, "days": (last_day - today).days},
    )
    return token, text


def revoke(token: ApiToken, *, by: Account) -> None:
    """It opens nothing from the next request on."""
    db.hold(token)
    if token.revoked_at is not None:
        raise RuleError("This token was revoked before.")
    token.revoked_at, token.revoked_by_id = clock.now(), by.id
    db.session.flush()
    audit.record("api-token.revoked", by=by.id, subject=("api-token", token.id))


def note_use(token: ApiToken) -> None:
    """The first use of a day is in the log; no other leaves a trace."""
    db.hold(token)
    if token.last_used_on == clock.today():
        return
    token.last_used_on = clock.today()
    db.session.flush()
    audit.record("api-token.used", by=None, subject=("api-token", token.id))


def forget_old_tokens() -> int:
    """Delete what stands for tokens that ended or were revoked a year ago; how many went."""
    before = clock.now() - KEPT_AFTER
    old = delete(ApiToken).where((ApiToken.expires_at < before) | (ApiToken.revoked_at < before))
    return len(db.session.execute(old.returning(ApiToken.id)).all())
