"""What one post owes, by its due days, and how often somebody wants to hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from portal.accounts.models import Account
from portal.board import queries as board
from portal.board.models import Action, Ask
from portal.core import db
from portal.core.access import Permission, Role, permits
from portal.reminders.models import Often, ReminderWish
from portal.signed_reports import due


def wish_of(account: Account) -> Often:
    """What they chose; young champions are never reminded unless they chose it."""
    row = db.session.get(ReminderWish, account.id)
    if row is not None:
        return row.often
    return Often.NEVER if account.acting_roles == [Role.CHAMPION] else Often.DAILY


def readers() -> Sequence[Account]:
    """Everybody who can be reminded: active, with an email and a post."""
    query = select(Account).where(Account.active, Account.email.is_not(None), Account.post_id.is_not(None))
    return db.session.scalars(query.order_by(Account.id)).all()


def due_days(account: Account) -> list[date]:
    """The days on which what their post owes is due: asks without an answer, and open actions nobody claimed done."""
    asks = select(Ask.due_on).where(Ask.post_id == account.post_id, board.owed())
    actions = select(Action.due_on).where(Action.post_id == account.post_id, board.doing())
    return sorted([*db.session.scalars(asks), *db.session.scalars(actions)])


def report_days(account: Account) -> list[date]:
    """The days by which reports that a law asks for should be out, for whoever may sign one: within half a year, or
    past."""
    if not any(permits(role, Permission.REPORTS_SIGN) for role in account.acting_roles):
        return []
    return [one.due_on for one in due.near(account.organisation_id) if one.due_on]
