"""What stands on which rung, what is in trouble today, and the rules as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from portal.accounts.models import Account
from portal.board import queries as board
from portal.board import rules as board_rules
from portal.board.models import Action, ActionState, Ask, ProgressNote, Step
from portal.board.stories import ActionLine, AskStory, action_lines, stories
from portal.core import clock, db, parts
from portal.core.errors import NotFound
from portal.core.parts import Part
from portal.escalation.models import Ending, Rise, RungRule
from portal.escalation.rules import Rested, Rung, Trouble, goes_up_on, usual
from portal.escalation.rules import may_rest as may_rest_from
from portal.partnership import queries as partnership
from portal.partnership.models import GovernanceLevel


@dataclass(frozen=True)
class Item:
    """Something on a rung, fit for the board: an ask or an action, who could unblock it, how many days it has stood
    there, and how many days late it is, if it is.
    """

    rise: Rise
    ask: AskStory | None
    action: ActionLine | None
    about: str
    waits_for: str | None
    days: int
    late_days: int | None


@dataclass(frozen=True)
class Level:
    """One rung with its list or the first of it, the longest there first."""

    level: GovernanceLevel
    rung: Rung
    part: Part[Item]


@dataclass(frozen=True)
class Place:
    """A rung with its days, as the rules are read."""

    level: GovernanceLevel
    rung: Rung


def steps() -> tuple[Place, ...]:
    """The ladder with its days, nearest young people first."""
    levels = {level.id: level for level in receivers()}
    return tuple(Place(levels[rung.level_id], rung) for rung in rungs())


def words_of(subject: Ask | Action) -> str:
    """What it is, in one line, as the board may read it."""
    return board.ask_text(subject).text if isinstance(subject, Ask) else subject.title


def receivers() -> Sequence[GovernanceLevel]:
    """The rungs that unblock things: all but the first, where young people's words come in and which owes nothing."""
    return partnership.governance_ladder()[1:]


def rungs() -> tuple[Rung, ...]:
    """The ladder things go up, nearest young people first, with the days of each rung."""
    own = {row.level_id: row for row in db.session.scalars(select(RungRule))}
    found = []
    for place, level in enumerate(receivers()):
        late, stuck = usual(place)
        row = own.get(level.id)
        found.append(Rung(level.id, place, row.late_days if row else late, row.stuck_days if row else stuck))
    return tuple(found)


#: As many as the hourly look reads at a time.
BATCH = 200
#: As many of each rung as the page of the ladder shows.
SHOWN = 25


def ladder() -> tuple[Level, ...]:
    """Every rung with what has stood on it longest, the highest last."""
    places = steps()
    at = _rung_of(places)
    heads = parts.first_of_each(select(Rise.id, at.label("at")).where(Rise.ended_at.is_(None)), _longest(), SHOWN)
    shown = {one.rise.id: one for one in items(_rises(key for head in heads.values() for key in head.rows))}
    nothing = Part[UUID]()
    found = [(place, heads.get(place.level.id, nothing)) for place in places]
    return tuple(Level(place.level, place.rung, head.of(shown[key] for key in head.rows)) for place, head in found)


def on_rung(level_id: UUID, page: int) -> Level:
    """One rung with a page of all that stands on it, or NotFound."""
    places = steps()
    place = next((one for one in places if one.level.id == level_id), None)
    if place is None:
        raise NotFound
    ids = select(Rise.id).where(Rise.ended_at.is_(None), _rung_of(places) == level_id).order_by(*_longest())
    part = parts.page(ids, page)
    return Level(place.level, place.rung, part.of(items(_rises(part.rows))))


def _rung_of(places: Sequence[Place]) -> ColumnElement[UUID]:
    """Where a rise stands: what stands on a rung that receives nothing any more is shown on the first."""
    known = [one.level.id for one in places]
    return case((Rise.level_id.in_(known), Rise.level_id), else_=known[0] if known else Rise.level_id)


def _longest() -> tuple[ColumnElement[Any], ...]:
    return Rise.began_at.asc(), Rise.id.asc()


def items(rises: Sequence[Rise]) -> tuple[Item, ...]:
    """Rises as they may be shown, in the order given, with one question to the database for all their words."""
    told = {one.id: one for one in stories([rise.ask for rise in rises if rise.ask])}
    actions = [rise.action for rise in rises if rise.action]
    lines = {line.id: line for line in action_lines(actions)}
    about = board.abouts_of(actions)
    today = clock.today()
    return tuple(
        Item(
            rise=rise,
            ask=told.get(rise.ask_id) if rise.ask_id else None,
            action=lines.get(rise.action_id) if rise.action_id else None,
            about=about.get(rise.action_id, "") if rise.action_id else "",
            waits_for=rise.action.stuck_on if rise.action else None,
            days=max(0, (today - clock.day_of(rise.began_at)).days),
            late_days=_late_days(rise.action or rise.ask, today),
        )
        for rise in rises
    )


def _late_days(subject: Ask | Action | None, today: date) -> int | None:
    return trouble_of(subject, today).late_days if subject else None


def count() -> int:
    """How many asks and actions stand on the ladder."""
    return db.session.scalar(select(func.count()).select_from(Rise).where(Rise.ended_at.is_(None))) or 0


def standing_of(subject: Ask | Action) -> Rise | None:
    """Where it stands now, if it stands on the ladder."""
    return db.session.scalar(select(Rise).where(_of(subject), Rise.ended_at.is_(None)))


def history_of(subject: Ask | Action) -> Sequence[Rise]:
    """Each of its times on a rung, the newest first."""
    query = select(Rise).where(_of(subject)).options(joinedload(Rise.by), joinedload(Rise.ended_by))
    return db.session.scalars(query.order_by(Rise.began_at.desc(), Rise.id)).all()


def get_subject(what: str, subject_id: UUID) -> Ask | Action:
    """The ask or the action an address names, if the board may know of it; or NotFound."""
    if what == "ask":
        found = board.get_ask(subject_id)
        if not board.is_shown(found):
            raise NotFound
        return found
    return board.get_action(subject_id)


@dataclass(frozen=True)
class Case:
    """An ask or an action that is late, stuck or on the ladder, with all that decides where it goes."""

    subject: Ask | Action
    standing: Rise | None
    is_open: bool
    rests_until: date | None


def may_rest(subject: Ask | Action, account: Account) -> bool:
    """Whether this account may bring it down from where it stands now (`rules.may_rest`)."""
    standing = standing_of(subject)
    places = {rung.level_id: rung.place for rung in rungs()}
    query = select(Rise.ended_by_id, Rise.level_id).where(_of(subject), Rise.ending == Ending.BROUGHT_DOWN)
    last = db.session.execute(query.order_by(Rise.ended_at.desc(), Rise.id).limit(1)).first()
    return standing is None or may_rest_from(
        Rested(last.ended_by_id, places.get(last.level_id, 0)) if last else None,
        by_id=account.id,
        place=places.get(standing.level_id, 0),
        put_here_by=standing.by_id,
    )


@dataclass(frozen=True)
class Waiting:
    """An ask or an action that is late or stuck, not long enough to stand on the ladder; the day it goes up."""

    subject: Ask | Action
    text: str
    trouble: Trouble
    goes_up_on: date

    @property
    def is_action(self) -> bool:
        """Whether it is an action; otherwise it is an ask."""
        return isinstance(self.subject, Action)


def not_yet_up(limit: int = SHOWN) -> Part[Waiting]:
    """What is late or stuck and does not stand on the ladder yet, or rests, what goes up first before the rest."""
    today, ladder = clock.today(), rungs()
    found = []
    for one in in_trouble(standing=False):
        trouble = trouble_of(one.subject, today)
        stuck, rests = trouble.stuck_days, one.rests_until
        day = goes_up_on(one.subject.due_on, stuck, ladder, rests_until=rests, today=today)
        if one.is_open and day:
            found.append((day, str(one.subject.id), one.subject, trouble))
    found.sort(key=lambda row: row[:2])
    first = found[:limit]
    words = board.ask_texts([row[2] for row in first if isinstance(row[2], Ask)])
    texts = {row[2].id: words[row[2].id].text if isinstance(row[2], Ask) else row[2].title for row in first}
    rows = tuple(Waiting(subject, texts[subject.id], trouble, day) for day, _id, subject, trouble in first)
    return Part(rows, len(found), per=limit)


def in_trouble(*, standing: bool = True) -> Iterator[Case]:
    """Every ask and action that is late, stuck, or still on the ladder; read some hundred at a time.

    Without those that are `standing` on the ladder, only what may still come onto it.
    """
    today = clock.today()
    on_ladder = Rise.ended_at.is_(None)
    up_asks = Ask.id.in_(select(Rise.ask_id).where(on_ladder, Rise.ask_id.is_not(None)))
    up_actions = Action.id.in_(select(Rise.action_id).where(on_ladder, Rise.action_id.is_not(None)))
    asks = select(Ask.id).where(or_(board.late_asks(today), up_asks) if standing else board.late_asks(today) & ~up_asks)
    for ids in _batches(db.session.scalars(asks.order_by(Ask.due_on, Ask.id)).all()):
        found = db.session.scalars(select(Ask).where(Ask.id.in_(ids)).order_by(Ask.due_on, Ask.id)).all()
        together = set(db.session.scalars(select(Ask.id).where(Ask.id.in_(ids), board.is_joined())))
        yield from _cases(
            found, Rise.ask_id, {one.id: one.answered_at is None and one.id not in together for one in found}
        )
    pressing = or_(board.late(today), Action.state == ActionState.STUCK)
    actions = select(Action.id).where(or_(pressing, up_actions) if standing else pressing & ~up_actions)
    for ids in _batches(db.session.scalars(actions.order_by(Action.due_on, Action.id)).all()):
        loaded = select(Action).where(Action.id.in_(ids)).options(selectinload(Action.notes))
        doing = db.session.scalars(loaded.order_by(Action.due_on, Action.id)).all()
        yield from _cases(doing, Rise.action_id, {one.id: is_open(one) for one in doing})


def _batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _cases(
    subjects: Sequence[Ask | Action], key: InstrumentedAttribute[UUID | None], still_open: dict[UUID, bool]
) -> Iterator[Case]:
    ids = [one.id for one in subjects]
    standing = select(Rise).where(key.in_(ids), Rise.ended_at.is_(None)).order_by(Rise.id)
    now = {one.ask_id or one.action_id: one for one in db.session.scalars(standing)}
    dealt = select(key, Rise.look_again_on).where(key.in_(ids), Rise.ending == Ending.BROUGHT_DOWN)
    rests = {row[0]: row[1] for row in db.session.execute(dealt.order_by(Rise.ended_at, Rise.id))}
    return (Case(one, now.get(one.id), still_open[one.id], rests.get(one.id)) for one in subjects)


def trouble_of(subject: Ask | Action, today: date) -> Trouble:
    """How late it is, and how long stuck."""
    if isinstance(subject, Ask):
        late = subject.answered_at is None and subject.due_on < today
        return Trouble(board_rules.days_late(subject.due_on, today) if late else None)
    late = board_rules.is_late(subject.due_on, subject.state, today)
    return Trouble(
        board_rules.days_late(subject.due_on, today) if late else None,
        _days_stuck(subject.notes, today) if subject.state is ActionState.STUCK else None,
    )


def is_open(subject: Ask | Action) -> bool:
    """Whether anything is still owed."""
    if isinstance(subject, Ask):
        return subject.answered_at is None and board.joined_into(subject) is None
    return subject.state not in board_rules.NEVER_LATE


def is_owed_by(subject: Ask | Action, account: Account) -> bool:
    """Whether the account works for the body that owes it."""
    return subject.organisation_id == account.organisation_id


def _days_stuck(notes: Sequence[ProgressNote], today: date) -> int:
    """Days since the newest line that says so; the notes come newest first."""
    said = next((line for line in notes if line.step is Step.STUCK), None)
    return max(0, (today - clock.day_of(said.at)).days) if said else 0


def _of(subject: Ask | Action) -> ColumnElement[bool]:
    return Rise.ask_id == subject.id if isinstance(subject, Ask) else Rise.action_id == subject.id


def _rises(ids: Iterable[UUID]) -> Sequence[Rise]:
    query = select(Rise).where(Rise.id.in_(list(ids))).order_by(*_longest())
    whole = selectinload(Rise.action)
    return db.session.scalars(
        query.options(
            selectinload(Rise.ask),
            whole.selectinload(Action.ask),
            whole.selectinload(Action.commitment),
            whole.selectinload(Action.notes),
        )
    ).all()


def level(level_id: UUID) -> GovernanceLevel:
    """One rung."""
    return db.session.get_one(GovernanceLevel, level_id)
