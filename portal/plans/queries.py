"""Plans with what is done for their objectives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.board import overview
from portal.board.models import Action, Ask, ProgressNote
from portal.board.queries import shown
from portal.board.stories import ActionLine, action_lines
from portal.core import clock, db
from portal.disclosure.thresholds import Audience
from portal.measures.queries import Series, all_series
from portal.plans import rules
from portal.plans.models import ImprovementArea, Objective, ObjectiveAction, Plan
from portal.plans.rules import Progress


@dataclass(frozen=True)
class Step:
    """An objective with its actions, its measures, and how far it has come."""

    objective: Objective
    actions: tuple[ActionLine, ...]
    measures: tuple[Series, ...]
    progress: Progress


def plans() -> Sequence[Plan]:
    """Every plan, the newest first."""
    return db.session.scalars(select(Plan).order_by(Plan.starts_on.desc(), Plan.title, Plan.id)).all()


def published() -> Sequence[Plan]:
    """The plans that hold today and that everybody may read."""
    today = clock.today()
    query = select(Plan).where(Plan.published_on.is_not(None), Plan.starts_on <= today, Plan.ends_on >= today)
    return db.session.scalars(query.order_by(Plan.organisation_id.is_not(None), Plan.title, Plan.id)).all()


def get_plan(plan_id: UUID) -> Plan:
    """One plan, or NotFound."""
    return db.get(Plan, plan_id)


def get_objective(objective_id: UUID) -> Objective:
    """One objective, or NotFound."""
    return db.get(Objective, objective_id)


def get_area(area_id: UUID) -> ImprovementArea:
    """One area for improvement, or NotFound."""
    return db.get(ImprovementArea, area_id)


def steps(plan: Plan, audience: Audience) -> list[Step]:
    """Its objectives in order; what moved is counted from the last meeting that asks went to.

    Actions for an ask whose quoted words nobody checked yet are left out, as they are everywhere else.
    """
    query = select(Objective).where(Objective.plan_id == plan.id).options(selectinload(Objective.measures))
    objectives = db.session.scalars(query.order_by(Objective.position, Objective.id)).all()
    kept, today, since = _actions(plan), clock.today(), overview.since_meeting()
    last = _last_lines([action.id for actions in kept.values() for action in actions])
    shows = list({measure.id: measure for one in objectives for measure in one.measures}.values())
    measured = {one.measure.id: one for one in all_series(shows, audience)}
    found = []
    for one in objectives:
        actions = kept.get(one.id, [])
        states = [(action.state, action.due_on, last.get(action.id)) for action in actions]
        progress = rules.progress(states, today, since)
        series = tuple(measured[measure.id] for measure in one.measures)
        found.append(Step(one, action_lines(actions), series, progress))
    return found


def objectives_to_serve() -> Sequence[Objective]:
    """Objectives of the plans that have not ended, plan by plan."""
    query = select(Objective).join(Objective.plan).options(contains_eager(Objective.plan))
    query = query.where(Plan.ends_on >= clock.today())
    return db.session.scalars(query.order_by(Plan.title, Plan.id, Objective.position, Objective.id)).all()


def served_by(action: Action) -> frozenset[UUID]:
    """The objectives an action is tied to."""
    query = select(ObjectiveAction.objective_id).where(ObjectiveAction.action_id == action.id)
    return frozenset(db.session.scalars(query))


def _actions(plan: Plan) -> dict[UUID, list[Action]]:
    query = (
        select(ObjectiveAction.objective_id, Action)
        .join(Action, Action.id == ObjectiveAction.action_id)
        .join(Objective, Objective.id == ObjectiveAction.objective_id)
        .outerjoin(Ask, Ask.id == Action.ask_id)
        .where(Objective.plan_id == plan.id, or_(Action.ask_id.is_(None), shown()))
        .order_by(Action.due_on, Action.id)
    )
    found: dict[UUID, list[Action]] = {}
    for objective_id, action in db.session.execute(query).unique():
        found.setdefault(objective_id, []).append(action)
    return found


def _last_lines(action_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    query = select(ProgressNote.action_id, func.max(ProgressNote.at)).where(ProgressNote.action_id.in_(action_ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(ProgressNote.action_id))}
