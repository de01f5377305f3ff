"""The list of asks and actions: one page of it, how many are in each state, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    case,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.selectable import Subquery

from portal.accounts.models import Account
from portal.board import queries, rules
from portal.board.marks import Mark, marks_of, marks_of_action
from portal.board.models import Action, ActionState, Ask, AskAnswer, ChampionSay, ProgressNote
from portal.board.stories import ActionLine, AskStory, AskText
from portal.commitments.models import Commitment, Duty
from portal.core import clock, db
from portal.core.access import Permission, Role, permits
from portal.core.parts import Part

PER_PAGE = 25
#: As many as a page in columns or by month shows.
ON_ONE_PAGE = 100


class Show(StrEnum):
    """Which part of the list somebody wants to see."""

    ALL = "all"
    MINE = "mine"
    ORGANISATION = "organisation"
    OPEN = "open"
    OVERDUE = "overdue"
    WAITING = "waiting"
    AGREED = "agreed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Wanted:
    """Which rows somebody asked for; what is None narrows nothing."""

    show: Show = Show.ALL
    duty: Duty | None = None
    organisation_id: UUID | None = None
    theme_id: UUID | None = None


@dataclass(frozen=True)
class Row:
    """An ask, or an action that keeps a commitment."""

    ask_id: UUID | None
    action_id: UUID | None
    text: str
    words: AskText | None
    about: str | None
    organisation: str
    post: str
    due_on: date | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Counts:
    """How many rows the list has in each state that matters."""

    open: int
    overdue: int
    waiting: int
    agreed: int


@dataclass(frozen=True)
class _Key:
    ask_id: UUID | None
    action_id: UUID | None
    total: int


def counts() -> Counts:
    """The figures above the list; each is the length of the list it leads to."""
    rows = _rows(Wanted(), None, None)
    found = db.session.execute(
        select(*(func.coalesce(func.sum(rows.c[name]), 0) for name in ("open", "late", "claimed", "agreed")))
    ).one()
    return Counts(*(int(number) for number in found))


def page(
    wanted: Wanted, number: int, *, account: Account, role: Role | None, per: int = PER_PAGE, dated: bool = False
) -> Part[Row]:
    """What needs somebody first, by the day it is owed; then what is settled, unless only what has a day is wanted."""
    rows = _rows(wanted, account, role)
    listed = select(rows.c.ask_id, rows.c.action_id, func.count().over()).order_by(*_first_owed(rows))
    listed = listed.where(rows.c.owed_on.is_not(None)) if dated else listed
    found = _keys(listed, max(number, 1), per)
    if not found and number > 1:
        number = -(-(db.session.scalar(select(func.count()).select_from(listed.subquery())) or 0) // per)
        found = _keys(listed, max(number, 1), per)
    total = found[0].total if found else 0
    return Part(_load([(row.ask_id, row.action_id) for row in found]), total, max(number, 1), per)


def everything(wanted: Wanted, *, account: Account, role: Role | None) -> Sequence[Row]:
    """The whole list in the same order, for a file."""
    rows = _rows(wanted, account, role)
    query = select(rows.c.ask_id, rows.c.action_id).order_by(*_first_owed(rows))
    return _load([(row.ask_id, row.action_id) for row in db.session.execute(query)])


#: The columns of the list as a board, by how a state is drawn; in the order in which an ask moves.
COLUMNS = {
    "planned": ("planned", "hidden", "late"),
    "under_way": ("under_way",),
    "stuck": ("stuck",),
    "claimed": ("claimed",),
    "disputed": ("disputed",),
    "agreed": ("agreed",),
    "stopped": ("stopped",),
}


def in_columns(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by column, each in the order given; how far something is says its last mark, late or not."""
    columns: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for row in rows:
        kind = row.marks[-1].kind
        columns[next((name for name, kinds in COLUMNS.items() if kind in kinds), "planned")].append(row)
    return columns


def by_month(rows: Sequence[Row]) -> list[tuple[date, list[Row]]]:
    """Rows that are owed by a day, by the first day of that month, the earliest first."""
    months: dict[date, list[Row]] = {}
    for row in rows:
        if row.due_on:
            months.setdefault(row.due_on.replace(day=1), []).append(row)
    return sorted(months.items())


def last_meeting() -> date | None:
    """The newest day, up to today, on which asks went to the board."""
    return db.session.scalar(select(func.max(Ask.to_board_on)).where(Ask.to_board_on <= clock.today()))


def since_meeting() -> datetime:
    """The morning after the last meeting; without one, everything is new."""
    last = last_meeting()
    return clock.end_of(last) if last else datetime(2000, 1, 1, tzinfo=UTC)


def _first_owed(rows: Subquery) -> tuple[ColumnElement[Any], ...]:
    return rows.c.open.desc(), rows.c.owed_on.asc().nulls_last(), rows.c.id


def _keys(listed: Select[*tuple[Any, ...]], number: int, per: int) -> Sequence[_Key]:
    """One page of ids, each with the length of the whole list, so that the list is worked out once."""
    return [_Key(*row) for row in db.session.execute(listed.limit(per).offset((number - 1) * per))]


_NOTHING = type_coerce(null(), Uuid())


def _rows(wanted: Wanted, account: Account | None, role: Role | None) -> Subquery:
    asks, actions = _asks(wanted, account, role), _actions(wanted, account, role)
    return union_all(asks, actions).subquery()


def _asks(asked: Wanted, account: Account | None, role: Role | None) -> Select[*tuple[object, ...]]:
    today, show = clock.today(), asked.show
    done = _progress_by_ask(today)
    unanswered = Ask.answered_at.is_(None)
    late = or_(queries.late_asks(today), done.c.late == 1)
    agreed = (done.c.agreed == 1) & (done.c.short == 0)
    begun = func.coalesce(done.c.actions, 0) > 0
    is_open = or_(unanswered, done.c.open == 1, ~begun & (Ask.answer != AskAnswer.NO))
    columns: list[ColumnElement[Any]] = [
        Ask.id.label("id"),
        Ask.id.label("ask_id"),
        _NOTHING.label("action_id"),
        case((unanswered, Ask.due_on), else_=done.c.owed_on).label("owed_on"),
        _one(is_open).label("open"),
        _one(late).label("late"),
        func.coalesce(done.c.claimed, 0).label("claimed"),
        _one(agreed).label("agreed"),
    ]
    query = select(*columns).outerjoin(done, done.c.ask_id == Ask.id).where(~queries.is_joined(), *_about(asked))
    if not queries.sees_unchecked(role):
        query = query.where(queries.shown())
    wanted = {
        Show.OPEN: is_open,
        Show.OVERDUE: late,
        Show.WAITING: done.c.claimed == 1,
        Show.AGREED: agreed,
        Show.CHANGED: _ask_changed(),
    }
    if show in wanted:
        query = query.where(wanted[show])
    if account and show is Show.MINE:
        query = query.where(_my_asks(account, role))
    if account and show is Show.ORGANISATION:
        own = exists().where(Action.ask_id == Ask.id, Action.organisation_id == account.organisation_id)
        query = query.where(or_(Ask.organisation_id == account.organisation_id, own))
    return query


def _about(asked: Wanted) -> list[ColumnElement[bool]]:
    """The asks about a duty and a theme that an organisation owes, itself or by an action."""
    found: list[ColumnElement[bool]] = []
    if asked.duty:
        found.append(or_(Ask.duty == asked.duty, exists().where(Action.ask_id == Ask.id, Action.duty == asked.duty)))
    if asked.theme_id:
        found.append(Ask.theme_id == asked.theme_id)
    if asked.organisation_id:
        does = exists().where(Action.ask_id == Ask.id, Action.organisation_id == asked.organisation_id)
        found.append(or_(Ask.organisation_id == asked.organisation_id, does))
    return found


def _ask_changed() -> ColumnElement[bool]:
    """Asked, answered, or with something done or said under it, since the last meeting."""
    since = since_meeting()
    under = exists().where(Action.ask_id == Ask.id, _action_changed())
    return or_(Ask.created_at >= since, Ask.answered_at >= since, under)


def _action_changed() -> ColumnElement[bool]:
    since = since_meeting()
    noted = exists().where(ProgressNote.action_id == Action.id, ProgressNote.at >= since)
    return or_(noted, exists().where(ChampionSay.action_id == Action.id, ChampionSay.at >= since))


def _actions(asked: Wanted, account: Account | None, role: Role | None) -> Select[*tuple[object, ...]]:
    state, show = _states(clock.today()), asked.show
    columns: list[ColumnElement[Any]] = [
        Action.id.label("id"),
        _NOTHING.label("ask_id"),
        Action.id.label("action_id"),
        case((state["open"], Action.due_on)).label("owed_on"),
        *[_one(state[name]).label(name) for name in ("open", "late", "claimed", "agreed")],
    ]
    query = select(*columns).where(Action.ask_id.is_(None))
    if asked.theme_id:
        query = query.where(false())
    if asked.duty:
        promised = exists().where(Commitment.id == Action.commitment_id, Commitment.duty == asked.duty)
        query = query.where(or_(Action.duty == asked.duty, promised))
    if asked.organisation_id:
        query = query.where(Action.organisation_id == asked.organisation_id)
    if show is Show.CHANGED:
        query = query.where(_action_changed())
    wanted = {Show.OPEN: "open", Show.OVERDUE: "late", Show.WAITING: "claimed", Show.AGREED: "agreed"}
    if show in wanted:
        query = query.where(state[wanted[show]])
    if account and show is Show.MINE:
        query = query.where(_my_actions(account, role))
    if account and show is Show.ORGANISATION:
        query = query.where(Action.organisation_id == account.organisation_id)
    return query


def _my_asks(account: Account, role: Role | None) -> ColumnElement[bool]:
    """A champion's are those with a claim to answer; everybody else's are their post's, or those they wrote."""
    if permits(role, Permission.ACTIONS_CONFIRM):
        return exists().where(Action.ask_id == Ask.id, queries.waits_for(account.id))
    own = Ask.post_id == account.post_id if account.post_id else false()
    done_by_my_post = exists().where(Action.ask_id == Ask.id, Action.post_id == account.post_id)
    return or_(own, Ask.created_by_id == account.id, done_by_my_post)


def _my_actions(account: Account, role: Role | None) -> ColumnElement[bool]:
    if permits(role, Permission.ACTIONS_CONFIRM):
        return queries.waits_for(account.id)
    return Action.post_id == account.post_id if account.post_id else false()


def _progress_by_ask(today: date) -> Subquery:
    state = _states(today)
    flags = (func.max(_one(state[name])).label(name) for name in ("open", "late", "claimed", "agreed"))
    return (
        select(
            Action.ask_id.label("ask_id"),
            func.count().label("actions"),
            func.min(case((state["open"], Action.due_on))).label("owed_on"),
            *flags,
            func.max(_one(Action.state != ActionState.AGREED)).label("short"),
        )
        .where(Action.ask_id.is_not(None))
        .group_by(Action.ask_id)
        .subquery()
    )


def _states(today: date) -> dict[str, ColumnElement[bool]]:
    return {
        "open": Action.state.in_(rules.OPEN),
        "late": queries.late(today),
        "claimed": Action.state == ActionState.CLAIMED,
        "agreed": (Action.state == ActionState.AGREED) & (Action.settled_on >= date(today.year, 1, 1)),
    }


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, literal(1)), else_=literal(0))


def _load(keys: Sequence[tuple[UUID | None, UUID | None]]) -> list[Row]:
    today = clock.today()
    asks = db.session.scalars(select(Ask).where(Ask.id.in_([ask_id for ask_id, _ in keys if ask_id]))).all()
    loaded = select(Action).where(Action.id.in_([action_id for _, action_id in keys if action_id]))
    actions = db.session.scalars(loaded.options(joinedload(Action.commitment))).all()
    told = {story.id: story for story in queries.stories(asks)}
    done = {one.id: (one, line) for one, line in zip(actions, queries.action_lines(actions), strict=True)}
    rows = []
    for ask_id, action_id in keys:
        if ask_id:
            rows.append(_ask_row(told[ask_id], today))
        elif action_id:
            rows.append(_action_row(*done[action_id], today))
    return rows


def _ask_row(story: AskStory, today: date) -> Row:
    owed = [line.due_on for line in story.actions if line.state in rules.OPEN]
    return Row(
        ask_id=story.id,
        action_id=None,
        text=story.text.text,
        words=story.text,
        about=None,
        organisation=story.organisation,
        post=story.post,
        due_on=story.due_on if story.answer is None else min(owed, default=None),
        marks=marks_of(story, today),
    )


def _action_row(action: Action, line: ActionLine, today: date) -> Row:
    return Row(
        ask_id=None,
        action_id=action.id,
        text=line.title,
        words=None,
        about=action.commitment.name if action.commitment else None,
        organisation=line.organisation,
        post=line.post,
        due_on=line.due_on if line.state in rules.OPEN else None,
        marks=marks_of_action(line, today),
    )
