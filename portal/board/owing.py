"""What an ask and an action still owe, for the database: the one place that says it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select

from portal.board import rules
from portal.board.models import Action, Ask, Joined, Wording


def shown() -> ColumnElement[bool]:
    """The asks the board may know of: a quote only once a second person checked it (`queries.is_shown`)."""
    return or_(Ask.wording != Wording.QUOTE, Ask.checked_at.is_not(None))


def is_joined() -> ColumnElement[bool]:
    """The asks that are answered together with another."""
    return exists().where(Joined.ask_id == Ask.id, Joined.parted_at.is_(None))


def held_before(moment: datetime) -> ColumnElement[bool]:
    """The joins that held just before a moment."""
    return (Joined.at < moment) & or_(Joined.parted_at.is_(None), Joined.parted_at >= moment)


def whole_id() -> ColumnElement[UUID]:
    """The ask that answers for an ask: the one it is joined into, or itself (`stories.whole_of`). Never a chain."""
    into = select(Joined.into_id).where(Joined.ask_id == Ask.id, Joined.parted_at.is_(None))
    return func.coalesce(into.correlate(Ask).scalar_subquery(), Ask.id)


def owed() -> ColumnElement[bool]:
    """The asks somebody still has to answer: the board knows them, and no other ask answers for them."""
    return Ask.answered_at.is_(None) & shown() & ~is_joined()


def doing() -> ColumnElement[bool]:
    """The actions that are owed by their day: neither settled nor claimed done."""
    return Action.state.not_in(rules.NEVER_LATE)


def late(today: date) -> ColumnElement[bool]:
    """The actions whose day has passed: the same as `rules.is_late`."""
    return doing() & (Action.due_on < today)


def late_asks(today: date) -> ColumnElement[bool]:
    """The asks whose answer is owed and late."""
    return owed() & (Ask.due_on < today)
