"""Plans with what is done for their objectives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, or_, select

from portal.board import overview
from portal.board.models import Action, Ask, ProgressNote
from portal.board.queries import shown
from portal.board.stories import ActionLine, action_lines
from portal.core import clock, db
from portal.core.errors import NotFound
from portal.disclosure.thresholds import Audience
from portal.measures.models import Measure
from portal.measures.queries import Series, all_series
from portal.plans import rules
from portal.plans.models import ImprovementArea, Objective, ObjectiveAction, ObjectiveMeasure, Plan
from portal.plans.rules import Progress

_T = TypeVar("_T", Plan, Objective, ImprovementArea)


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
    return _get(Plan, plan_id)


def get_objective(objective_id: UUID) -> Objective:
    """One objective, or NotFound."""
    return _get(Objective, objective_id)


def get_area(area_id: UUID) -> ImprovementArea:
    """One area for improvement, or NotFound."""
    return _get(ImprovementArea, area_id)


def steps(plan: Plan, audience: Audience) -> list[Step]:
    """Its objectives in order; what moved is counted from the last meeting that asks went to.

    Actions for an ask whose quoted words nobody checked yet are left out, as they are everywhere else.
    """
    kept = _actions(plan)
    last = _last_lines([action.id for actions in kept.values() for action in actions])
    measured = {one.measure.id: one for one in all_series(_measures(plan), audience)}
    found = []
    for one in plan.objectives:
        actions = kept.get(one.id, [])
        states = [(action.state, action.due_on, last.get(action.id)) for action in actions]
        progress = rules.progress(states, clock.today(), overview.since_meeting())
        series = tuple(measured[measure.id] for measure in one.measures)
        found.append(Step(one, action_lines(actions), series, progress))
    return found


def objectives_to_serve() -> Sequence[Objective]:
    """Objectives of the plans that have not ended, plan by plan."""
    query = select(Objective).join(Objective.plan).where(Plan.ends_on >= clock.today())
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


def _measures(plan: Plan) -> Sequence[Measure]:
    query = select(Measure).join(ObjectiveMeasure, ObjectiveMeasure.measure_id == Measure.id)
    query = query.join(Objective, Objective.id == ObjectiveMeasure.objective_id).where(Objective.plan_id == plan.id)
    return db.session.scalars(query.distinct()).all()


def _last_lines(action_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    query = select(ProgressNote.action_id, func.max(ProgressNote.at)).where(ProgressNote.action_id.in_(action_ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(ProgressNote.action_id))}


def _get(kind: type[_T], row_id: UUID) -> _T:
    found = db.session.get(kind, row_id)
    if found is None:
        raise NotFound
    return found
