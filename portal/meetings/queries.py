"""Finding meetings, their agendas and who comes. Words of asks are shown through the board's own `ask_texts` only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from portal.accounts.models import Account
from portal.board import queries as board
from portal.board import rules as board_rules
from portal.board.models import ActionState, Wording
from portal.core import db, parts
from portal.core.access import Permission, Role, permits
from portal.core.errors import NotFound
from portal.core.parts import Part
from portal.meetings import interests, rules
from portal.meetings.models import (
    AgendaItem,
    AgendaReview,
    BoardPack,
    Conflict,
    Decision,
    Dot,
    ItemSource,
    Meeting,
    MeetingState,
    MeetingType,
)

#: How many meetings that are over one page shows.
SHOWN = 30
CLAIM_OPEN = board_rules.ASKED - {ActionState.AGREED}


@dataclass(frozen=True)
class ItemText:
    """What an item is called. `kind` is the wording of an ask, `gone` that its owner took the words back."""

    text: str
    label: str = ""
    kind: Wording | None = None
    gone: bool = False


@dataclass(frozen=True)
class Line:
    """An item as one person may see it; a `hidden` one keeps its place alone; `said` that they said so of it."""

    item: AgendaItem
    text: ItemText
    hidden: bool
    stood_aside: int
    said: bool


def visible_kinds(role: Role | None) -> list[MeetingType]:
    """The kinds of meeting this role may see."""
    return [kind for kind in MeetingType if rules.may_see(kind, role)]


def get_meeting(meeting_id: UUID, role: Role | None) -> Meeting:
    """A meeting this role may see, or NotFound."""
    found = db.session.get(Meeting, meeting_id)
    if found is None or not _may_see(found, role):
        raise NotFound
    return found


def get_item(item_id: UUID, role: Role | None) -> AgendaItem:
    """An item of a meeting this role may see, or NotFound."""
    found = db.get(AgendaItem, item_id)
    get_meeting(found.meeting_id, role)
    return found


def get_open_item(item_id: UUID, account: Account, role: Role | None) -> AgendaItem:
    """The same, and nothing that is hidden from this person."""
    found = get_item(item_id, role)
    if hidden_from([found], account, role):
        raise NotFound
    return found


def get_pack(pack_id: UUID, role: Role | None) -> BoardPack:
    """A pack of a meeting this role may see, or NotFound."""
    found = db.get(BoardPack, pack_id)
    get_meeting(found.meeting_id, role)
    return found


def packs_of(meeting: Meeting) -> Sequence[BoardPack]:
    """The packs of a meeting, newest first."""
    query = select(BoardPack).where(BoardPack.meeting_id == meeting.id)
    return db.session.scalars(query.order_by(BoardPack.number.desc())).all()


def ahead(role: Role | None) -> Sequence[Meeting]:
    """Meetings that are not over, soonest first."""
    states = rules.AHEAD & rules.states_seen(role)
    query = select(Meeting).where(Meeting.kind.in_(visible_kinds(role)), Meeting.state.in_(states))
    return db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)).all()


def over(role: Role | None, number: int = 1) -> Part[Meeting]:
    """One page of the meetings that took place or were called off, newest first."""
    states = rules.OVER & rules.states_seen(role)
    query = select(Meeting).where(Meeting.kind.in_(visible_kinds(role)), Meeting.state.in_(states))
    return parts.page(query.order_by(Meeting.starts_at.desc(), Meeting.id), number, SHOWN)


def leading_to(meeting: Meeting) -> Sequence[Meeting]:
    """The meetings that get this one ready, soonest first."""
    query = select(Meeting).where(Meeting.leads_to_id == meeting.id)
    return db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)).all()


def led_to(meeting: Meeting, role: Role | None) -> Meeting | None:
    """The meeting this one gets ready, where this role may see it."""
    found = db.session.get(Meeting, meeting.leads_to_id) if meeting.leads_to_id else None
    return found if found is not None and _may_see(found, role) else None


def _may_see(meeting: Meeting, role: Role | None) -> bool:
    return rules.may_see(meeting.kind, role) and meeting.state in rules.states_seen(role)


def told(number: int = 1) -> Part[Meeting]:
    """One page of the board meetings whose minutes are agreed, newest first: what anybody may read."""
    return parts.page(select(Meeting).where(_told()).order_by(Meeting.starts_at.desc(), Meeting.id), number, SHOWN)


def get_told(meeting_id: UUID) -> Meeting:
    """One of those, or NotFound."""
    found = db.session.scalar(select(Meeting).where(Meeting.id == meeting_id, _told()))
    if found is None:
        raise NotFound
    return found


def decisions_of(meeting_ids: Collection[UUID]) -> Sequence[Decision]:
    """What these meetings decided, in the order it was decided."""
    query = select(Decision).where(Decision.meeting_id.in_(meeting_ids))
    return db.session.scalars(query.order_by(Decision.decided_at, Decision.id)).all()


def decisions_to_review(day: date, kind: MeetingType) -> Sequence[Decision]:
    """Decisions of such a meeting whose day has come by `day` and that none has looked at since; the longest due first.

    What young people decided among themselves comes back to themselves.
    """
    looked = (
        select(AgendaReview.decision_id)
        .join(AgendaItem, AgendaItem.id == AgendaReview.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.state.in_(rules.HELD))
    )
    query = select(Decision).join(Meeting, Meeting.id == Decision.meeting_id).where(Meeting.kind == kind)
    query = query.where(Decision.review_on <= day, Decision.id.not_in(looked))
    return db.session.scalars(query.order_by(Decision.review_on, Decision.id)).all()


def last_board_before(meeting: Meeting) -> Meeting | None:
    """The newest board meeting that took place before this one."""
    query = select(Meeting).where(Meeting.kind == MeetingType.BOARD, Meeting.state.in_(rules.HELD))
    query = query.where(Meeting.starts_at < meeting.starts_at, Meeting.id != meeting.id)
    return db.session.scalar(query.order_by(Meeting.starts_at.desc(), Meeting.id).limit(1))


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda in the order it stands in now: as set, else as it was put together."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    query = query.options(selectinload(AgendaItem.action), selectinload(AgendaItem.ask))
    return list(
        db.session.scalars(query.order_by(AgendaItem.place.asc().nulls_last(), AgendaItem.added_at, AgendaItem.id))
    )


def texts(items: Iterable[AgendaItem]) -> dict[UUID, ItemText]:
    """What items are called now; words of asks as their owners allow at this moment."""
    shown = list(items)
    asks = {one.ask_id: one.ask for one in shown if one.ask}
    words = board.ask_texts(asks.values())
    return {one.id: _text(one, words) for one in shown}


def lines(meeting: Meeting, account: Account, role: Role | None) -> list[Line]:
    """The agenda as this person may see it."""
    items = items_of(meeting)
    named, hidden = texts(items), hidden_from(items, account, role)
    aside, said = _stood_aside(items), set(db.session.scalars(interests.said_by(account)))
    return [Line(one, named[one.id], one.id in hidden, aside.get(one.id, 0), one.id in said) for one in items]


def hidden_from(items: Collection[AgendaItem], account: Account, role: Role | None) -> frozenset[UUID]:
    """Items with a conflict of interest: those this person said so of, at whichever meeting, and claims of their side.

    Whoever answers for an organisation, or arranges meetings, has to see its claims; nobody of it sits in judgement.
    """
    found = {one.id for one in items} & interests.reach(account).items
    if not (role is Role.CORPORATE_LEAD or permits(role, Permission.MEETINGS_ARRANGE)):
        claimed = [one.action.id for one in items if one.action and one.action.state in CLAIM_OPEN]
        own = board.claims_of_own_side(claimed, account.id)
        found |= {one.id for one in items if one.action_id in own}
    return frozenset(found)


def has_said_conflict(item: AgendaItem, account: Account) -> bool:
    """Whether this person said that they have an interest of their own."""
    return db.session.get(Conflict, (item.id, account.id)) is not None


def dots_of(meeting: Meeting, account: Account) -> dict[UUID, int]:
    """One champion's own dots; nobody else's are ever read while the vote is open."""
    query = select(Dot.item_id, Dot.count).join(AgendaItem, AgendaItem.id == Dot.item_id)
    rows = db.session.execute(query.where(AgendaItem.meeting_id == meeting.id, Dot.account_id == account.id))
    return dict(rows.all())


def may_place(meeting: Meeting, account: Account) -> bool:
    """Whether this champion may place dots now; whoever arranges a meeting does not vote in it."""
    return meeting.state is MeetingState.VOTING and meeting.arranger_id != account.id


def orders(meeting: Meeting) -> tuple[list[UUID], list[UUID], list[UUID]]:
    """Young people's order, the officers' (empty if they gave none), and the one used; only once dots are counted."""
    if meeting.state not in rules.COUNTED:
        return [], [], []
    items = sorted(items_of(meeting), key=lambda one: (one.added_at, one.id))
    young = rules.young_order([rules.Placed(one.id, one.dots or 0) for one in items])
    by_officers = [one for one in items if one.officers_place is not None]
    officers = [one.id for one in sorted(by_officers, key=lambda one: one.officers_place or 0)]
    used = [one.id for one in sorted(items, key=lambda one: (one.place is None, one.place or 0))]
    return young, officers, used


def dots_shown(meeting: Meeting) -> bool:
    """Whether the dots of this meeting may be seen: counted, and placed by enough champions."""
    sums = [one.dots or 0 for one in meeting.items]
    return meeting.state in rules.COUNTED and rules.dots_may_show(meeting.voted, sums=sums, each=meeting.dots)


def some_placed(meeting: Meeting) -> bool:
    """Whether a dot lies on this agenda: on which item and whose is not asked."""
    if meeting.state in rules.COUNTED:
        return any(one.dots for one in meeting.items)
    here = select(Dot.item_id).join(AgendaItem, AgendaItem.id == Dot.item_id)
    return db.session.scalar(here.where(AgendaItem.meeting_id == meeting.id).order_by(Dot.item_id).limit(1)) is not None


def chosen_by(meeting: Meeting) -> rules.Chosen:
    """Whose the order is that is used, once dots are counted."""
    young, _officers, used = orders(meeting)
    return rules.chosen_by(young, used, placed=some_placed(meeting))


def differs(meeting: Meeting) -> bool:
    """Whether the order used, or the officers', is not the one young people chose; where they chose one."""
    return some_placed(meeting) and rules.needs_explaining(*orders(meeting))


def needs_explaining(meeting: Meeting) -> bool:
    """Whether an explanation of a difference between the orders is owed and not there."""
    return not meeting.difference and differs(meeting)


def _told() -> ColumnElement[bool]:
    return (Meeting.state == MeetingState.MINUTES_AGREED) & (Meeting.kind == MeetingType.BOARD)


def _stood_aside(items: Collection[AgendaItem]) -> dict[UUID, int]:
    query = select(Conflict.item_id, func.count()).where(Conflict.item_id.in_([one.id for one in items]))
    return dict(db.session.execute(query.group_by(Conflict.item_id)).all())


def _text(item: AgendaItem, words: dict[UUID, board.AskText]) -> ItemText:
    if item.ask_id is not None:
        found = words[item.ask_id]
        return ItemText(found.text, found.label, found.kind, found.gone or not found.checked)
    named = {
        ItemSource.THEME: item.theme.young_word if item.theme else "",
        ItemSource.ACTION: item.action.title if item.action else "",
        ItemSource.DECISION: item.review.decision.what if item.review else "",
        ItemSource.PROMISE: item.commitment.name if item.commitment else "",
        ItemSource.OWN: item.point or "",
    }
    return ItemText(named[item.source])
