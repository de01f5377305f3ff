"""Working sessions, stored: ended for real at sign-out, by idleness, by age, and when a role is lost or ends."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import OperationalError

from portal.accounts.models import Account, AccountRole, WorkSession, counting
from portal.core import clock, db
from portal.core.errors import Busy
from portal.core.sessions import token_hash

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
_TOUCH_EVERY = timedelta(minutes=1)


class DatabaseSessions:
    """Implements `core.sessions.StoredSessions` on the table `work_session`."""

    def load(self, token: str) -> dict[str, Any] | None:
        """The stored values, or None if the visit ended, the account closed, or the role was taken away or is over."""
        with db.reading():  # columns, not a row of the session: after the rollback it would be read again, as a writer
            stored = db.session.execute(
                select(*WorkSession.__table__.columns, Account.active, AccountRole.id.label("role_row"))
                .outerjoin(Account, Account.id == WorkSession.account_id)
                .outerjoin(
                    AccountRole,
                    (AccountRole.account_id == WorkSession.account_id)
                    & (AccountRole.role == WorkSession.role)
                    & counting(),
                )
                .where(WorkSession.token_hash == token_hash(token))
            ).first()
            db.session.rollback()
        if stored is None:
            return None
        now = clock.now()
        if now >= stored.ends_at or now - stored.seen_at >= IDLE or stored.started_at > now + _TOUCH_EVERY:
            return None
        if stored.account_id and (not stored.active or (stored.role and stored.role_row is None)):
            return None
        if now - stored.seen_at > _TOUCH_EVERY:
            self._touch(stored.token_hash, now)
        values: dict[str, Any] = json.loads(stored.values)
        return values

    def save(self, token: str, values: dict[str, Any], *, stored: bool = False) -> None:
        """Store the values; the account and role are also columns, so that they can be ended from elsewhere.

        A visit that was `stored` when its request began and is gone now was ended meanwhile: it is not begun again.
        """
        now = clock.now()
        columns = {
            "account_id": _account_id(values),
            "role": values.get("role"),
            "values": json.dumps(values),
            "seen_at": now,
        }
        with db.short_write() as connection:
            changed = connection.execute(
                update(WorkSession).where(WorkSession.token_hash == token_hash(token)).values(**columns)
            )
            if changed.rowcount == 0 and not stored:
                started = {"token_hash": token_hash(token), "started_at": now, "ends_at": now + LONGEST}
                connection.execute(insert(WorkSession).values(**columns, **started))

    def end(self, token: str) -> None:
        """Forget a visit for good."""
        with db.short_write() as connection:
            connection.execute(delete(WorkSession).where(WorkSession.token_hash == token_hash(token)))

    def _touch(self, hashed: str, now: datetime) -> None:
        """Note that the visit is in use; while nothing can be saved, people still may look and be told so."""
        with suppress(OperationalError, Busy), db.short_write() as connection:
            connection.execute(update(WorkSession).where(WorkSession.token_hash == hashed).values(seen_at=now))


def _account_id(values: dict[str, Any]) -> UUID | None:
    found = values.get("_user_id")
    return UUID(found) if found else None
