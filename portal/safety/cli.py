"""Whether a concern waits, for a duty phone: the portal itself sends nothing to anybody."""

from __future__ import annotations

from collections.abc import Sequence

from portal.accounts import queries as accounts
from portal.core import clock
from portal.core.access import Role
from portal.safety import barring, queries
from portal.safety.models import Concern


def waiting(username: str | None = None) -> tuple[int, str]:
    """How many concerns one person's phone rings for, and a sentence without a word of them, fit for a locked phone.

    Each person hears of what they may open, and of nothing else: even that there is one would warn whoever it is
    about. What nobody may open rings administrators. A phone of nobody in particular rings only for concerns about
    nobody who works here.
    """
    found = _theirs(username) if username else queries.rings_for_all()
    if not found:
        return 0, "Nobody waits."
    minutes = int((clock.now() - found[0].received_at).total_seconds() // 60)
    return len(found), f"{len(found)} waiting, the longest for {minutes} minutes. Sign in and look."


def _theirs(username: str) -> Sequence[Concern]:
    account = accounts.find_account(username)
    if account is None or not account.active:
        return ()
    if Role.SAFEGUARDING_OFFICER in account.acting_roles:
        return queries.rings_for(account)
    return barring.unreadable() if Role.ADMINISTRATOR in account.acting_roles else ()
