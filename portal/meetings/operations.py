"""Planning a meeting, putting its agenda together, placing dots, saying who comes. Every write is audited by codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions.operations import hold_other_words
from portal.core import clock, crypto, db
from portal.core.errors import NotFound, RuleError
from portal.meetings import attending, immutable, queries, rules, suggesting
from portal.meetings.models import (
    AgendaItem,
    AgendaLeft,
    AgendaReview,
    Attendance,
    Coming,
    Conflict,
    Decision,
    Dot,
    ItemSource,
    Meeting,
    MeetingState,
    MeetingType,
)
from portal.meetings.suggesting import Suggestion

__all__ = ["immutable"]  # loading it puts its guards in place


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is known of a meeting beforehand. Times are moments."""

    kind: MeetingType
    starts_at: datetime
    ends_at: datetime
    place: str
    how_to_join: str
    dots: int
    arranger_id: UUID
    chair_id: UUID | None = None
    leads_to_id: UUID | None = None


def plan(wanted: Plan, *, by: Account) -> Meeting:
    """A new meeting."""
    meeting = Meeting(**vars(wanted), changed_at=clock.now())
    db.session.add(meeting)
    db.session.flush()
    audit.record("meeting.planned", by=by.id, subject=("meeting", meeting.id), facts={"kind": wanted.kind.value})
    return meeting


def change(meeting: Meeting, wanted: Plan, *, by: Account) -> None:
    """Another day, place or arranger; how many dots there are stands once they are being placed."""
    if meeting.state not in rules.AHEAD:
        raise RuleError("This meeting is over. It can’t be moved any more.")
    if meeting.state not in rules.COLLECTING and wanted.dots != meeting.dots:
        raise RuleError("Young people place their dots already. How many each has can’t change now.")
    for name, value in vars(wanted).items():
        setattr(meeting, name, value)
    _changed(meeting)
    audit.record("meeting.changed", by=by.id, subject=("meeting", meeting.id))


def call_off(meeting: Meeting, *, by: Account) -> None:
    """It does not take place; calendars are told."""
    _go(meeting, MeetingState.CALLED_OFF, by=by)
    _changed(meeting)


def open_agenda(meeting: Meeting, *, by: Account) -> None:
    """Anybody of the meeting may put points on it now; decisions whose day has come are on it by themselves."""
    _go(meeting, MeetingState.AGENDA_OPEN, by=by)
    for one in queries.decisions_to_review(clock.day_of(meeting.starts_at), meeting.kind):
        waiting = Suggestion(ItemSource.DECISION, one.id, one.what, suggesting.review_reason())
        _add(meeting, waiting, by=None)


def open_vote(meeting: Meeting, *, by: Account) -> None:
    """Champions place their dots from now on."""
    if not queries.items_of(meeting):
        raise RuleError("There is nothing on the agenda yet.")
    _go(meeting, MeetingState.VOTING, by=by)


def close_vote(meeting: Meeting, *, by: Account) -> None:
    """Dots become sums, single ones are forgotten, and the agenda stands in young people's order."""
    _hold_vote(meeting)
    _go(meeting, MeetingState.AGENDA_SET, by=by)
    items = {one.id: one for one in queries.items_of(meeting)}
    query = select(Dot.item_id, func.sum(Dot.count)).where(Dot.item_id.in_(items)).group_by(Dot.item_id)
    sums = {item_id: int(total) for item_id, total in db.session.execute(query)}
    voters = select(func.count(Dot.account_id.distinct())).where(Dot.item_id.in_(items), Dot.count > 0)
    meeting.voted = db.session.scalar(voters) or 0
    for item in items.values():
        item.dots = sums.get(item.id, 0)
    ordered = sorted(items.values(), key=lambda one: (one.added_at, one.id))
    _place(items, rules.young_order([rules.Placed(one.id, one.dots or 0) for one in ordered]))
    db.session.flush()
    db.session.execute(delete(Dot).where(Dot.item_id.in_(items)))


def set_order(meeting: Meeting, used: Sequence[UUID], difference: str, *, by: Account) -> None:
    """The order that is used; where orders differ, the minutes say why."""
    if meeting.state is not MeetingState.AGENDA_SET:
        raise RuleError("The order is set once young people’s vote is closed, and before the meeting.")
    young, officers, _ = queries.orders(meeting)
    differs = queries.some_placed(meeting) and rules.needs_explaining(young, officers, used)
    if differs and not difference:
        raise RuleError("Say why the order is not the one young people chose.")
    hold_other_words(difference)
    _place({one.id: one for one in queries.items_of(meeting)}, used)
    meeting.difference = difference if differs else None
    db.session.flush()
    audit.record("agenda.ordered", by=by.id, subject=("meeting", meeting.id), facts={"differs": differs})


def set_officers_order(meeting: Meeting, order: Sequence[UUID], *, by: Account) -> None:
    """The order officers would have chosen. It is given before dots are counted, so that nobody copies the vote."""
    if meeting.state not in (*rules.COLLECTING, MeetingState.VOTING):
        raise RuleError("Officers give their order before the dots are counted.")
    for item in queries.items_of(meeting):
        item.officers_place = order.index(item.id) + 1 if item.id in order else None
    db.session.flush()
    audit.record("agenda.officers-ordered", by=by.id, subject=("meeting", meeting.id))


def take(meeting: Meeting, suggestion: Suggestion, *, by: Account) -> AgendaItem:
    """Put a suggestion on the agenda."""
    _hold_open(meeting)
    there = (one for one in queries.items_of(meeting) if suggesting.about_of(one) == suggestion.about_id)
    if (already := next(there, None)) is not None:
        return already
    item = _add(meeting, suggestion, by=by)
    audit.record("agenda.taken", by=by.id, subject=("meeting", meeting.id), facts={"source": suggestion.source.value})
    return item


def leave(meeting: Meeting, suggestion: Suggestion, *, by: Account) -> None:
    """Not this time; another meeting is asked again."""
    _hold_open(meeting)
    db.session.merge(AgendaLeft(meeting_id=meeting.id, source=suggestion.source, about_id=suggestion.about_id))
    db.session.flush()
    audit.record("agenda.left", by=by.id, subject=("meeting", meeting.id), facts={"source": suggestion.source.value})


def add_point(meeting: Meeting, point: str, *, by: Account) -> AgendaItem:
    """Something nobody suggested."""
    _hold_open(meeting)
    hold_other_words(point)
    item = AgendaItem(
        meeting_id=meeting.id, source=ItemSource.OWN, point=point, added_at=_after_others(meeting), added_by_id=by.id
    )
    db.session.add(item)
    db.session.flush()
    audit.record("agenda.point-added", by=by.id, subject=("meeting", meeting.id))
    return item


def take_off(item: AgendaItem, *, by: Account, arranges: bool) -> None:
    """Off the agenda again: by whoever put it there, or by whoever arranges meetings."""
    _hold_open(item.meeting)
    if not arranges and item.added_by_id != by.id:
        raise NotFound
    audit.record("agenda.taken-off", by=by.id, subject=("meeting", item.meeting_id))
    db.session.delete(item)
    db.session.flush()


def place_dots(meeting: Meeting, given: Mapping[UUID, int], *, by: Account, hidden: frozenset[UUID]) -> None:
    """One champion's dots, all at once; they may be moved until the vote closes. Nobody else sees them."""
    _hold_vote(meeting)
    if not queries.may_place(meeting, by):
        raise RuleError("You can’t place dots here now.")
    items = {one.id for one in queries.items_of(meeting)}
    if not rules.dots_fit(given, items=items - hidden, most=meeting.dots):
        raise RuleError("That is more dots than you have.")
    if not any(given.values()) and not queries.dots_of(meeting, by):
        return
    db.session.execute(delete(Dot).where(Dot.account_id == by.id, Dot.item_id.in_(items)))
    db.session.add_all(Dot(item_id=one, account_id=by.id, count=count) for one, count in given.items() if count)
    db.session.flush()
    audit.record("dots.placed", by=by.id, subject=("meeting", meeting.id))


def answer(
    meeting: Meeting, coming: Coming, *, access: str = "", travel: str = "", payment: str = "", by: Account
) -> Attendance:
    """Whether somebody comes, and what they need for it."""
    if meeting.state not in rules.AHEAD:
        raise RuleError("This meeting is over.")
    found = attending.attendance_of(meeting, by)
    if found is None:
        found = Attendance(meeting_id=meeting.id, account_id=by.id, coming=coming)
        db.session.add(found)
    before = attending.needs_of(found)
    found.coming = coming
    for field, text in (("access", access), ("travel", travel), ("payment", payment)):
        crypto.seal(found, field, text)
    if attending.needs_of(found) != before:
        found.arranged_on = None
    db.session.flush()
    audit.record("meeting.answered", by=by.id, subject=("meeting", meeting.id), facts={"coming": coming.value})
    return found


def arranged(attendance: Attendance, *, by: Account) -> None:
    """What somebody needs is arranged; they see it on their page."""
    attendance.arranged_on = clock.today()
    db.session.flush()
    audit.record("meeting.needs-arranged", by=by.id, subject=("attendance", attendance.id))


def say_conflict(item: AgendaItem, *, by: Account) -> None:
    """Somebody has an interest of their own: the item is hidden from them from now on, and their dots on it go."""
    if not queries.has_said_conflict(item, by):
        db.session.execute(delete(Dot).where(Dot.account_id == by.id, Dot.item_id == item.id))
        db.session.add(Conflict(item_id=item.id, account_id=by.id))
        db.session.flush()
        audit.record("conflict.said", by=by.id, subject=("agenda_item", item.id))


def end_conflict(item: AgendaItem, *, by: Account) -> None:
    """It was a slip, or it is over; that it was said and taken back is on record."""
    if queries.has_said_conflict(item, by):
        db.session.execute(delete(Conflict).where(Conflict.account_id == by.id, Conflict.item_id == item.id))
        db.session.flush()
        audit.record("conflict.ended", by=by.id, subject=("agenda_item", item.id))


def forget_coming() -> int:
    """Delete who came and what they needed for meetings long over; how many rows went."""
    past = select(Meeting.id).where(Meeting.ends_at <= clock.now() - rules.NEEDS_KEPT)
    old = delete(Attendance).where(Attendance.meeting_id.in_(past))
    return len(db.session.execute(old.returning(Attendance.id)).all())


def _add(meeting: Meeting, suggestion: Suggestion, *, by: Account | None) -> AgendaItem:
    about = {
        ItemSource.THEME: "theme_id",
        ItemSource.ASK: "ask_id",
        ItemSource.ACTION: "action_id",
        ItemSource.PROMISE: "commitment_id",
    }
    item = AgendaItem(
        meeting_id=meeting.id,
        source=suggestion.source,
        reason=suggestion.reason,
        added_at=_after_others(meeting),
        added_by_id=by.id if by else None,
    )
    if suggestion.source is ItemSource.DECISION:
        item.review = AgendaReview(decision=db.session.get_one(Decision, suggestion.about_id))
    else:
        setattr(item, about[suggestion.source], suggestion.about_id)
    db.session.add(item)
    db.session.flush()
    return item


def _after_others(meeting: Meeting) -> datetime:
    """Now, and later than everything on the agenda: two points of one moment still have an order."""
    newest = db.session.scalar(select(func.max(AgendaItem.added_at)).where(AgendaItem.meeting_id == meeting.id))
    return max(clock.now(), newest + timedelta(microseconds=1)) if newest else clock.now()


def _place(items: Mapping[UUID, AgendaItem], order: Sequence[UUID]) -> None:
    for place, item_id in enumerate(order, start=1):
        items[item_id].place = place


def _hold_open(meeting: Meeting) -> None:
    db.hold(meeting)
    if meeting.state is not MeetingState.AGENDA_OPEN:
        raise RuleError("The agenda is not open now.")


def _hold_vote(meeting: Meeting) -> None:
    """Placing and counting take turns: nobody's dots come in while they are being summed."""
    db.hold(meeting)
    if meeting.state is not MeetingState.VOTING:
        raise RuleError("The vote is not open now. Nothing was changed.")


def _go(meeting: Meeting, to: MeetingState, *, by: Account) -> None:
    db.hold(meeting)
    if not rules.may_go(meeting.state, to):
        raise RuleError("This meeting is not at that point now. Look at it again.")
    meeting.state = to
    db.session.flush()
    audit.record("meeting.went-on", by=by.id, subject=("meeting", meeting.id), facts={"to": to.value})


def _changed(meeting: Meeting) -> None:
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    db.session.flush()
