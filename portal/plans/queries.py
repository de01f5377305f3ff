"""Plans with what is done for their objectives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from portal.board import overview
from portal.board import rules as board_rules
from portal.board.models import Action, ActionState, Ask, ProgressNote
from portal.board.queries import late, shown
from portal.board.stories import ActionLine, action_lines
from portal.core import clock, db, parts
from portal.core.errors import NotFound
from portal.core.parts import Part
from portal.disclosure.thresholds import Audience
from portal.measures.models import Measure
from portal.measures.queries import Series, newest, series_of
from portal.plans import rules
from portal.plans.models import ImprovementArea, Objective, ObjectiveAction, ObjectiveMeasure, Plan
from portal.plans.rules import Progress

#: Nothing is done for it.
NOTHING = Progress(0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Step:
    """An objective with its actions, its measures, and how far it has come."""

    objective: Objective
    actions: Part[ActionLine]
    measures: Part[Series]
    progress: Progress


def plans(*, drafts: bool) -> Sequence[Plan]:
    """Every published plan, and with `drafts` those that are being written too, the newest first."""
    query = select(Plan).order_by(Plan.starts_on.desc(), Plan.title, Plan.id)
    return db.session.scalars(query if drafts else query.where(Plan.published_on.is_not(None))).all()


def published() -> Sequence[Plan]:
    """The plans that hold today and that everybody may read."""
    today = clock.today()
    query = select(Plan).where(Plan.published_on.is_not(None), Plan.starts_on <= today, Plan.ends_on >= today)
    return db.session.scalars(query.order_by(Plan.organisation_id.is_not(None), Plan.title, Plan.id)).all()


def get_plan(plan_id: UUID, *, drafts: bool = True) -> Plan:
    """One plan, or NotFound; one that is not published only with `drafts`."""
    found = db.get(Plan, plan_id)
    if found.published_on is None and not drafts:
        raise NotFound
    return found


def get_objective(objective_id: UUID) -> Objective:
    """One objective, or NotFound."""
    return db.get(Objective, objective_id)


def get_objective_of(objective_id: UUID, plans: Sequence[Plan]) -> Objective:
    """One objective of one of these plans, or NotFound."""
    found = get_objective(objective_id)
    if found.plan_id not in {one.id for one in plans}:
        raise NotFound
    return found


def get_area(area_id: UUID, *, drafts: bool = True) -> ImprovementArea:
    """One area for improvement, or NotFound; one of a plan that is not published only with `drafts`."""
    found = db.get(ImprovementArea, area_id)
    get_plan(found.plan_id, drafts=drafts)
    return found


def steps(plan: Plan, audience: Audience) -> list[Step]:
    """Its objectives in order, each with its first actions and measures; what moved is counted from the last meeting
    that asks went to.

    Actions for an ask whose quoted words nobody checked yet are left out, as they are everywhere else.
    """
    query = select(Objective).where(Objective.plan_id == plan.id)
    objectives = db.session.scalars(query.order_by(Objective.position, Objective.id)).all()
    ids = [one.id for one in objectives]
    heads = parts.first_of_each(_serving(ids), _order())
    wanted = [one for head in heads.values() for one in head.rows]
    found = db.session.scalars(select(Action).where(Action.id.in_(wanted)).order_by(Action.id))
    lines = {line.id: line for line in action_lines(found)}
    shows = parts.first_of_each(_showing(ids), (Measure.name, Measure.id))
    known = series_of([one for head in shows.values() for one in head.rows], audience)
    come, none = _progress(ids), Part[UUID]()
    return [
        Step(
            one,
            heads.get(one.id, none).of(lines[key] for key in heads.get(one.id, none).rows),
            shows.get(one.id, none).of(known[key] for key in shows.get(one.id, none).rows),
            come.get(one.id, NOTHING),
        )
        for one in objectives
    ]


def step(objective: Objective, audience: Audience, *, page: int, measures_page: int = 1) -> Step:
    """One objective with one page of all its actions, and one of all its measures."""
    actions = select(Action).where(Action.id.in_(select(_serving([objective.id]).subquery().c.id)))
    done = parts.page(actions.order_by(*_order()), page)
    measures = select(Measure).join(ObjectiveMeasure).where(ObjectiveMeasure.objective_id == objective.id)
    shown = parts.page(measures.order_by(Measure.name, Measure.id), measures_page)
    return Step(
        objective,
        done.of(action_lines(done.rows)),
        shown.of(newest(shown.rows, audience)),
        _progress([objective.id]).get(objective.id, NOTHING),
    )


def objectives_to_serve() -> Sequence[Objective]:
    """Objectives of the plans that have not ended, plan by plan."""
    query = select(Objective).join(Objective.plan).options(contains_eager(Objective.plan))
    query = query.where(Plan.ends_on >= clock.today())
    return db.session.scalars(query.order_by(Plan.title, Plan.id, Objective.position, Objective.id)).all()


def served_by(action: Action) -> frozenset[UUID]:
    """The objectives an action is tied to."""
    query = select(ObjectiveAction.objective_id).where(ObjectiveAction.action_id == action.id)
    return frozenset(db.session.scalars(query))


def _serving(objective_ids: Sequence[UUID]) -> Select[UUID, UUID]:
    """The actions that serve these objectives, and which."""
    return (
        select(Action.id, ObjectiveAction.objective_id)
        .join(Action, Action.id == ObjectiveAction.action_id)
        .outerjoin(Ask, Ask.id == Action.ask_id)
        .where(ObjectiveAction.objective_id.in_(objective_ids), or_(Action.ask_id.is_(None), shown()))
    )


def _showing(objective_ids: Sequence[UUID]) -> Select[UUID, UUID]:
    """The measures that show these objectives, and which."""
    query = select(Measure.id, ObjectiveMeasure.objective_id).join(Measure, Measure.id == ObjectiveMeasure.measure_id)
    return query.where(ObjectiveMeasure.objective_id.in_(objective_ids))


def _order() -> tuple[ColumnElement[Any], ...]:
    return Action.state.in_(board_rules.OPEN).desc(), Action.due_on.asc(), Action.id.asc()


def _progress(objective_ids: Sequence[UUID]) -> dict[UUID, Progress]:
    """How far each objective has come, counted by the database."""
    since = overview.since_meeting()
    moved = exists().where(ProgressNote.action_id == Action.id, ProgressNote.at >= since)
    wanted = (Action.state.in_(rules.CLAIMED), Action.state == ActionState.AGREED, late(clock.today()), moved)
    counts = [func.sum(case((one, 1), else_=0)) for one in wanted]
    served = _serving(objective_ids).with_only_columns(ObjectiveAction.objective_id, func.count(), *counts)
    query = served.group_by(ObjectiveAction.objective_id).order_by(ObjectiveAction.objective_id)
    return {key: Progress(*map(int, numbers)) for key, *numbers in db.session.execute(query)}
