"""What somebody's interest of their own reaches: it comes back with the decision, the ask or the action it was in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select

from portal.accounts.models import Account
from portal.board.models import Action
from portal.core import db
from portal.meetings.models import AgendaItem, AgendaReview, Conflict, Decision, ItemSource

_NONE: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Reach:
    """Ids of everything one person's conflicts reach, at every meeting."""

    items: frozenset[UUID] = _NONE
    asks: frozenset[UUID] = _NONE
    actions: frozenset[UUID] = _NONE
    decisions: frozenset[UUID] = _NONE

    def covers(self, source: ItemSource, about_id: UUID) -> bool:
        """Whether the row an item would be about is kept from this person."""
        kept = {ItemSource.ASK: self.asks, ItemSource.ACTION: self.actions, ItemSource.DECISION: self.decisions}
        return about_id in kept.get(source, _NONE)


def said_by(account: Account) -> Select[UUID]:
    """The items somebody said it of."""
    return select(Conflict.item_id).where(Conflict.account_id == account.id).order_by(Conflict.item_id)


def reach(account: Account) -> Reach:
    """From the items somebody said it of to every item about the same ask or action, or that looks at what was
    decided under one of them, and so on until nothing is new."""
    new, items, asks, actions = set(db.session.scalars(said_by(account))), set[UUID](), set[UUID](), set[UUID]()
    while new:
        items |= new
        for ask_id, action_id in db.session.execute(
            select(AgendaItem.ask_id, AgendaItem.action_id).where(AgendaItem.id.in_(new))
        ):
            asks |= {ask_id} if ask_id else _NONE
            actions |= {action_id} if action_id else _NONE
        actions |= set(db.session.scalars(select(Action.id).where(Action.ask_id.in_(asks))))
        new = _items_of(items, asks, actions) - items
    if not items:
        return Reach()
    decided = db.session.scalars(select(Decision.id).where(Decision.item_id.in_(items)))
    return Reach(frozenset(items), frozenset(asks), frozenset(actions), frozenset(decided))


def _items_of(items: Collection[UUID], asks: Collection[UUID], actions: Collection[UUID]) -> set[UUID]:
    looks_at = select(AgendaReview.item_id).join(Decision).where(Decision.item_id.in_(items))
    same = or_(AgendaItem.ask_id.in_(asks), AgendaItem.action_id.in_(actions), AgendaItem.id.in_(looks_at))
    return set(db.session.scalars(select(AgendaItem.id).where(same)))
