"""What meetings with agreed minutes said and decided about asks: for one reader, or for anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.accounts.models import Account
from portal.board.models import Action
from portal.board.stories import whole_ids
from portal.core import clock, db
from portal.core.access import Role
from portal.meetings import queries
from portal.meetings.models import AgendaItem, Decision, Meeting, MeetingState, MeetingType


@dataclass(frozen=True)
class Dealt:
    """That one meeting dealt with an ask, or with an action under it, on a day in Scotland, and what it decided."""

    meeting_id: UUID
    on: date
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class About:
    """What meetings decided about one ask, oldest first, and how many decisions are kept from this reader."""

    dealt: tuple[Dealt, ...] = ()
    kept: int = 0


def for_reader(ask_ids: Collection[UUID], account: Account, role: Role | None) -> dict[UUID, About]:
    """What this person may know of the decisions about these asks; those with an interest of their own are kept."""
    if not ask_ids:
        return {}
    asked = _asked_by(ask_ids)
    items = _items(asked, queries.visible_kinds(role))
    hidden = queries.hidden_from(items, account, role)
    kept: dict[UUID, int] = defaultdict(int)
    for one in items:
        if one.id in hidden:
            for ask_id in asked[_ask_of(one)]:
                kept[ask_id] += len(one.decisions)
    dealt = _by_ask((one for one in items if one.id not in hidden), asked)
    return {ask_id: About(tuple(dealt.get(ask_id, ())), kept[ask_id]) for ask_id in {*dealt, *kept}}


def for_anybody(ask_ids: Collection[UUID]) -> dict[UUID, list[Dealt]]:
    """What the board's own meetings, which anybody may read of, decided about these asks, oldest first."""
    asked = _asked_by(ask_ids)
    return _by_ask(_items(asked, [MeetingType.BOARD]), asked) if ask_ids else {}


def _asked_by(ask_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The asks a meeting may have dealt with, and whose each is: an ask's own, and the one it is answered with."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for ask_id, whole_id in whole_ids(ask_ids).items():
        found[ask_id].add(ask_id)
        found[whole_id].add(ask_id)
    return found


def _items(ask_ids: Collection[UUID], kinds: Collection[MeetingType]) -> list[AgendaItem]:
    query = _agreed(kinds).where(or_(AgendaItem.ask_id.in_(ask_ids), Action.ask_id.in_(ask_ids)))
    return list(db.session.scalars(query).unique())


def _agreed(kinds: Collection[MeetingType]) -> Select[AgendaItem]:
    return (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .outerjoin(AgendaItem.action)
        .options(
            contains_eager(AgendaItem.meeting), contains_eager(AgendaItem.action), selectinload(AgendaItem.decisions)
        )
        .where(Meeting.state == MeetingState.MINUTES_AGREED, Meeting.kind.in_(kinds))
        .order_by(Meeting.starts_at, Meeting.id, AgendaItem.place.asc().nulls_last(), AgendaItem.id)
    )


def _by_ask(items: Iterable[AgendaItem], asked: dict[UUID, set[UUID]]) -> dict[UUID, list[Dealt]]:
    """Several items of one meeting about one ask, such as its actions, are one."""
    found: dict[UUID, dict[UUID, list[AgendaItem]]] = defaultdict(lambda: defaultdict(list))
    for one in items:
        for ask_id in asked[_ask_of(one)]:
            found[ask_id][one.meeting_id].append(one)
    return {ask_id: [_dealt(same) for same in meetings.values()] for ask_id, meetings in found.items()}


def _dealt(items: list[AgendaItem]) -> Dealt:
    meeting = items[0].meeting
    decisions = tuple(decision for one in items for decision in one.decisions)
    return Dealt(meeting.id, clock.day_of(meeting.starts_at), decisions)


def _ask_of(item: AgendaItem) -> UUID:
    """The ask an item is about; `_items` finds no others."""
    found = item.ask_id or (item.action.ask_id if item.action else None)
    if found is None:
        raise ValueError("an item about no ask")
    return found
