"""Putting the day's digests into the outbox, and keeping how often somebody wants them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.core import clock, db
from portal.outbox import operations as outbox
from portal.outbox import queries as outbox_queries
from portal.partnership import queries as partnership
from portal.reminders import queries, rules
from portal.reminders.models import Often, ReminderWish
from portal.reminders.rules import Digest


def remind(*, origin: str) -> int:
    """Put a digest in for everybody who owes something today; how many were new. Run as often as you like."""
    holidays = partnership.holidays()
    day = rules.day_of(clock.local(clock.now()), holidays)
    if day is None:
        return 0
    midnight, new = clock.start_of(day), 0
    for account in queries.readers():
        often = queries.wish_of(account)
        looked = rules.looked_before(day, often, holidays)
        found = rules.digest(queries.due_days(account), day, often, queries.report_days(account), looked)
        # Whoever changed how often between two looks of this day has had today's.
        if found.any and not outbox_queries.was_put(account, begins="digest:", since=midnight):
            once = rules.once(str(account.id), day, often)
            new += outbox.put(account, once=once, subject=subject(), body=words(found, origin))
    return new


def choose(account: Account, often: Often) -> None:
    """How often they want to be reminded."""
    row = db.session.get(ReminderWish, account.id) or ReminderWish(account_id=account.id)
    row.often = often
    db.session.add(row)
    db.session.flush()
    audit.record("reminders.chosen", by=account.id, facts={"often": often.value})


def subject() -> str:
    """Fit for a lock screen: nobody learns from it what it is about."""
    return str(_("A reminder"))


def words(found: Digest, origin: str) -> str:
    """Counts and an address; what is due stands behind the sign-in."""
    parts = []
    if found.late:
        parts.append(ngettext("%(num)s thing is late.", "%(num)s things are late.", found.late))
    if found.today:
        parts.append(ngettext("%(num)s thing is due today.", "%(num)s things are due today.", found.today))
    if found.soon:
        parts.append(ngettext("%(num)s thing is due this week.", "%(num)s things are due this week.", found.soon))
    if found.reports:
        parts.append(
            ngettext(
                "%(num)s report is due within half a year, or late.",
                "%(num)s reports are due within half a year, or late.",
                found.reports,
            )
        )
    told = _("Sign in to see what it is, or to be reminded less often:")
    return "\n".join([*map(str, parts), "", str(told), f"{origin}/work/"])
