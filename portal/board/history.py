"""How things stood at the end of a day: actions by their dated steps and by what champions said, asks by their dates
and by what they were joined with.

By which day something is due, and who owes it, are kept as they are now: no history of them is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import selectinload

from portal.audit import queries as audit
from portal.board import labels, rules
from portal.board.models import Action, ActionState, Ask, ChampionSay, Joined, ProgressNote, Step
from portal.board.owing import held_before, shown
from portal.board.stories import ActionLine, AskStory, action_lines, stories
from portal.core import clock, db


@dataclass(frozen=True)
class Then:
    """An action at one moment: its state, when it was last claimed, and when it was settled if it was."""

    state: ActionState
    claimed_at: datetime | None = None
    settled_at: datetime | None = None


def replayed(steps: Iterable[tuple[datetime, Step]], says: Iterable[tuple[datetime, rules.Said]]) -> Then:
    """What steps and champions' answers come to, in the order they happened. Pure.

    It is settled since the first moment from which it stayed so: a further yes does not settle it anew.
    """
    happened = [(at, 0, one) for at, one in steps if one is not Step.NOTE] + [(at, 1, one) for at, one in says]
    then, round_, said = Then(ActionState.PLANNED), 0, []
    for at, _, one in sorted(happened, key=lambda event: event[:2]):
        if isinstance(one, rules.Said):
            said.append(one)
            then = replace(then, state=rules.verdict_of(said, round_))
        else:
            round_ += one in (Step.CLAIMED, Step.ASKED_AGAIN)
            claimed_at = at if one is Step.CLAIMED else then.claimed_at
            then = Then(rules.LEADS_TO[one], claimed_at)
        then = replace(then, settled_at=(then.settled_at or at) if then.state in rules.SETTLED else None)
    return then


def lines_as_at(actions: Sequence[Action], day: date) -> tuple[ActionLine, ...]:
    """Actions as lines as they stood at the end of a day, in the order given; those added later are left out."""
    end = clock.end_of(day)
    there = _added_before([one.id for one in actions], end)
    found = [one for one in actions if one.id in there]
    return tuple(_line_then(one, line, day, end) for one, line in zip(found, action_lines(found), strict=True))


def stories_as_at(asks: Sequence[Ask], day: date) -> tuple[AskStory, ...]:
    """Asks as stories as they stood at the end of a day, in the order given: what was answered and done by then, by
    the ask that answered for each at that time; words are those that may be read now."""
    told = stories(asks, held_before(clock.end_of(day)))
    there = {line.id for one in told for line in one.actions}
    query = select(Action).where(Action.id.in_(there)).options(selectinload(Action.notes)).order_by(Action.id)
    lines = {one.id: one for one in lines_as_at(db.session.scalars(query).unique().all(), day)} if there else {}
    then = (replace(one, actions=tuple(lines[x.id] for x in one.actions if x.id in lines)) for one in told)
    return tuple(_unanswered(one, day) if one.answered_on is None or one.answered_on > day else one for one in then)


def joined_as_at(day: date) -> ColumnElement[bool]:
    """The asks that were answered together with another at the end of a day."""
    return exists().where(Joined.ask_id == Ask.id, held_before(clock.end_of(day)))


def waiting_as_at(day: date) -> ColumnElement[bool]:
    """The asks that somebody still had to answer at the end of a day: asked by then, neither answered nor joined."""
    end = clock.end_of(day)
    unanswered = or_(Ask.answered_at.is_(None), Ask.answered_at >= end)
    return (Ask.created_at < end) & unanswered & shown() & ~joined_as_at(day)


def late_as_at(day: date) -> ColumnElement[bool]:
    """Those of them whose day had passed."""
    return waiting_as_at(day) & (Ask.due_on < day)


def _added_before(action_ids: Collection[UUID], end: datetime) -> frozenset[UUID]:
    """The actions that were there by then; of what is older than the log it is taken that they were."""
    added = audit.first_moments("action.added", "action", action_ids)
    return frozenset(one for one in action_ids if one not in added or added[one] < end)


def _unanswered(story: AskStory, day: date) -> AskStory:
    return replace(
        story,
        answer=None,
        answer_label=None,
        because=None,
        reason_label=None,
        answered_on=None,
        late=story.due_on < day,
    )


def _line_then(action: Action, now: ActionLine, day: date, end: datetime) -> ActionLine:
    """Where nothing happened since, it stands as it stood."""
    moves = [*(one.at for one in action.notes if one.step is not Step.NOTE), *(one.at for one in action.says)]
    now = replace(now, moved_on=_day(max((at for at in moves if at < end), default=None)))
    if all(at < end for at in moves):
        return replace(now, late=rules.is_late(action.due_on, action.state, day))
    then = replayed(_steps(action.notes, end), _says(action.says, end))
    return replace(
        now,
        state=then.state,
        state_label=str(labels.STATES[then.state]),
        state_kind=labels.KINDS[then.state],
        late=rules.is_late(action.due_on, then.state, day),
        claim=now.claim if then.claimed_at == action.claimed_at else None,
        claimed_on=_day(then.claimed_at),
        settled_on=_day(then.settled_at),
    )


def _steps(notes: Iterable[ProgressNote], end: datetime) -> list[tuple[datetime, Step]]:
    return [(one.at, one.step) for one in notes if one.at < end]


def _says(says: Iterable[ChampionSay], end: datetime) -> list[tuple[datetime, rules.Said]]:
    return [(one.at, rules.Said(one.account_id, one.round, one.say)) for one in says if one.at < end]


def _day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment else None
