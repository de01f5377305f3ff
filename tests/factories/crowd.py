"""Asks, actions, measures and what hangs on them, in bulk: a partnership after years of work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import insert

from portal.board.models import Action, ActionState, Ask, AskAnswer, ChampionSay, Milestone, ProgressNote, Say, Wording
from portal.board.models import Step as Line
from portal.commitments.models import Duty
from portal.core import clock, crypto, db
from portal.escalation.models import Ending, Rise, Why
from portal.feedback.models import Feedback, Told
from portal.measures.models import Direction, Every, Measure, MeasureReading
from portal.plans.models import ObjectiveAction, ObjectiveMeasure
from tests.factories import commitments, people, place, plans, themes

One = TypeVar("One")
Rows = list[dict[str, Any]]

READINGS = 40
_STATES = (
    ActionState.PLANNED,
    ActionState.UNDER_WAY,
    ActionState.STUCK,
    ActionState.CLAIMED,
    ActionState.DISPUTED,
    ActionState.PARTLY,
    ActionState.AGREED,
    ActionState.STOPPED,
)


@dataclass(frozen=True)
class Ground:
    """What does not grow: who owes what to whom, and under which promises, objectives and themes."""

    posts: Sequence[tuple[UUID, UUID]]
    promises: Sequence[UUID]
    objectives: Sequence[UUID]
    themes: Sequence[UUID]
    levels: Sequence[UUID]
    words_id: UUID
    officer_id: UUID
    second_id: UUID
    lead_id: UUID
    champion_id: UUID


def lay(*, theme_ids: Sequence[UUID], levels: Sequence[UUID], words_id: UUID, people_ids: Sequence[UUID]) -> Ground:
    """Eight promises, a published plan of six objectives, and four more themes."""
    plan = plans.make_plan("The plan that everything serves", published=True)
    objectives = [plans.make_objective(plan, title=f"Objective {number}").id for number in range(6)]
    promises = [commitments.make_commitment(f"Promise {number}", duty=Duty.ACCESS).id for number in range(8)]
    officer = people.make_account()
    more = [themes.make_theme(f"Theme {number}", by=officer).id for number in range(4)]
    posts = [place.post(name) for name in ("Council", "Council", "NHS")]
    return Ground(
        posts=[(post.id, post.organisation_id) for post in posts],
        promises=promises,
        objectives=objectives,
        themes=[*theme_ids, *more],
        levels=levels,
        words_id=words_id,
        officer_id=people_ids[0],
        second_id=people_ids[1],
        lead_id=people_ids[2],
        champion_id=people_ids[3],
    )


def fill(ground: Ground, actions: int, measures: int, *, start: int = 0) -> None:
    """So many actions, half as many asks, their stories and rungs; so many measures with forty readings each."""
    asks = list(_asks(ground, actions // 2, start))
    acts = list(_actions(ground, [row for row in asks if row["answer"]], actions, start))
    counted = list(_measures(ground, measures, start))
    for table, rows in (
        (Ask, asks),
        (Action, acts),
        (ProgressNote, [note for row in acts for note in _notes(ground, row)]),
        (ChampionSay, [_say(ground, row) for row in acts if row["state"] in (ActionState.AGREED, ActionState.PARTLY)]),
        (Milestone, [_milestone(row) for row in acts[::2]]),
        (
            ObjectiveAction,
            [{"objective_id": _of(ground.objectives, at), "action_id": one["id"]} for at, one in enumerate(acts)],
        ),
        (Rise, [*_rises(ground, asks, acts)]),
        (Feedback, [*_stories(ground, asks)]),
        (Measure, counted),
        (
            ObjectiveMeasure,
            [{"objective_id": _of(ground.objectives, at), "measure_id": one["id"]} for at, one in enumerate(counted)],
        ),
        (MeasureReading, [reading for one in counted for reading in _readings(ground, one["id"])]),
    ):
        if rows:
            db.session.execute(insert(table), rows)
    db.session.commit()


def _of(things: Sequence[One], at: int) -> One:
    return things[at % len(things)]


def _days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def _asks(ground: Ground, number: int, start: int) -> Iterator[dict[str, Any]]:
    today = clock.today()
    for at in range(number):
        post_id, organisation_id = _of(ground.posts, at)
        answered, quote = at % 5 < 3, at % 20 == 19
        row: dict[str, Any] = {
            "id": uuid4(),
            "wording": Wording.WRITTEN,
            "text": f"Ask {start + at}: let us see our brothers and sisters without asking three times",
            "quote_sealed": None,
            "words_id": None,
            "quote_gone": False,
            "theme_id": _of(ground.themes, at),
            "organisation_id": organisation_id,
            "post_id": post_id,
            "duty": _of(list(Duty), at),
            "created_at": _days_ago(20 + at % 300),
            "created_by_id": ground.officer_id,
            "to_board_on": today - timedelta(days=7 + at % 90),
            "due_on": today + timedelta(days=at % 60 - 30),
            "confirmed_by_id": ground.champion_id if at % 2 and not quote else None,
            "confirmed_at": clock.now() if at % 2 and not quote else None,
            "answer": _of([AskAnswer.YES], at) if answered else None,
            "because": "Every plan will say when." if answered else None,
            "answered_at": _days_ago(at % 200) if answered else None,
            "answered_by_id": ground.lead_id if answered else None,
        }
        if quote:
            sealed = Ask(id=row["id"])
            crypto.seal(sealed, "quote", "Ask me first, not after.")
            row |= {
                "wording": Wording.QUOTE,
                "text": None,
                "words_id": ground.words_id,
                "quote_sealed": sealed.quote_sealed,
            }
        yield row


def _actions(ground: Ground, answered: Rows, number: int, start: int) -> Iterator[dict[str, Any]]:
    today = clock.today()
    for at in range(number):
        post_id, organisation_id = _of(ground.posts, at)
        state, under = _of(_STATES, at), at % 5 < 3
        claimed = state in (ActionState.CLAIMED, ActionState.DISPUTED, ActionState.PARTLY, ActionState.AGREED)
        settled = state in (ActionState.AGREED, ActionState.STOPPED)
        yield {
            "id": uuid4(),
            "ask_id": _of(answered, at)["id"] if under else None,
            "commitment_id": None if under else _of(ground.promises, at),
            "title": f"Action {start + at}: write family time into every plan",
            "organisation_id": organisation_id,
            "post_id": post_id,
            "starts_on": today - timedelta(days=200),
            "due_on": today + timedelta(days=at % 400 - 100),
            "state": state,
            "stuck_on": "The other partner" if state is ActionState.STUCK else None,
            "stopped_because": "Not needed" if state is ActionState.STOPPED else None,
            "claim": "Every plan says it now." if claimed else None,
            "claimed_at": _days_ago(at % 50) if claimed else None,
            "claimed_by_id": ground.lead_id if claimed else None,
            "round": 1 if claimed else 0,
            "settled_on": today - timedelta(days=at % 30) if settled else None,
            "duty": _of(list(Duty), at),
        }


def _notes(ground: Ground, action: dict[str, Any]) -> Rows:
    steps = [Line.STARTED, Line.NOTE]
    steps += [Line.CLAIMED] if action["claim"] else []
    steps += [Line.STUCK] if action["stuck_on"] else []
    return [
        {
            "id": uuid4(),
            "action_id": action["id"],
            "step": step,
            "text": "Done so far.",
            "at": _days_ago(90 - 5 * at),
            "by_id": ground.lead_id,
        }
        for at, step in enumerate(steps)
    ]


def _say(ground: Ground, action: dict[str, Any]) -> dict[str, Any]:
    agreed = action["state"] is ActionState.AGREED
    return {
        "id": uuid4(),
        "action_id": action["id"],
        "round": 1,
        "account_id": ground.champion_id,
        "say": Say.YES if agreed else Say.PARTLY,
        "because": None if agreed else "Not for all of us",
        "at": clock.now(),
    }


def _milestone(action: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "action_id": action["id"],
        "title": "Half of the plans",
        "due_on": action["due_on"],
        "done_on": None,
    }


def _rises(ground: Ground, asks: Rows, actions: Rows) -> Iterator[dict[str, Any]]:
    today = clock.today()
    late = [("ask_id", row) for row in asks if not row["answer"] and row["due_on"] < today]
    stuck = [("action_id", row) for row in actions if row["state"] is ActionState.STUCK]
    for at, (what, row) in enumerate([*late, *stuck]):
        ended = at % 4 == 3
        yield {
            "id": uuid4(),
            "ask_id": None,
            "action_id": None,
            "level_id": _of(ground.levels, at),
            "why": Why.LATE if what == "ask_id" else Why.STUCK,
            "began_at": _days_ago(10 + at % 30),
            "ended_at": clock.now() if ended else None,
            "ending": Ending.BROUGHT_DOWN if ended else None,
            "ended_by_id": ground.officer_id if ended else None,
            "outcome": "Somebody was asked to help" if ended else None,
            "look_again_on": today + timedelta(days=30) if ended else None,
        } | {what: row["id"]}


def _stories(ground: Ground, asks: Rows) -> Iterator[dict[str, Any]]:
    for at, row in enumerate(one for one in asks if one["answer"]):
        if at % 3 == 2:
            continue
        published = at % 6 < 4
        yield {
            "id": uuid4(),
            "ask_id": row["id"],
            "told": _of(list(Told), at),
            "you_said": "We hardly see them",
            "answer": "We are on it",
            "drafted_at": _days_ago(5),
            "drafted_by_id": ground.officer_id,
            "published_at": _days_ago(at % 5) if published else None,
            "published_by_id": ground.second_id if published else None,
        }


def _measures(ground: Ground, number: int, start: int) -> Iterator[dict[str, Any]]:
    for at in range(number):
        yield {
            "id": uuid4(),
            "name": f"Measure {start + at}: advocacy offered",
            "numerator": "Young people who were offered an advocacy worker",
            "denominator": "Young people in care",
            "every": Every.QUARTER,
            "source": "Case records",
            "direction": Direction.UP,
            "baseline": 40,
            "target": 90,
            "amber_within": 10,
            "post_id": _of(ground.posts, at)[0],
            "commitment_id": _of(ground.promises, at),
        }


def _readings(ground: Ground, measure_id: UUID) -> Iterator[dict[str, Any]]:
    today = clock.today()
    for at in range(READINGS):
        year, quarter = divmod(at, 4)
        starts = date(today.year - 11 + year, 3 * quarter + 1, 1)
        approved = at < READINGS - 1
        yield {
            "id": uuid4(),
            "measure_id": measure_id,
            "starts_on": starts,
            "ends_on": starts + timedelta(days=89),
            "numerator": 50 + at,
            "denominator": 120,
            "note": "",
            "entered_by_id": ground.officer_id,
            "approved_by_id": ground.second_id if approved else None,
            "approved_on": today if approved else None,
        }
