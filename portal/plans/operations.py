"""Writing a plan: its objectives, what serves them, areas for improvement, and where these stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.board.models import Action
from portal.commitments.models import Duty
from portal.contributions.operations import hold_other_words
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.measures.models import Measure
from portal.plans import rules
from portal.plans.models import ImprovementArea, Objective, ObjectiveAction, Plan, PositionStatement


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a plan is called, whose it is (nobody's: everybody's together), and for how long."""

    title: str
    organisation_id: UUID | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Aim:
    """An objective as it is filled in."""

    title: str
    why: str
    duty: Duty | None
    measures: Sequence[Measure] = ()


def begin(frame: Frame, *, by: Account | None) -> Plan:
    """A plan nobody outside sees yet."""
    plan = Plan(begun_by_id=by.id if by else None)
    _frame(plan, frame)
    db.session.add(plan)
    db.session.flush()
    audit.record("plan.begun", by=by.id if by else None, subject=("plan", plan.id))
    return plan


def change(plan: Plan, frame: Frame, *, by: Account) -> None:
    """Another title, other days or another organisation."""
    _frame(plan, frame)
    db.session.flush()
    audit.record("plan.changed", by=by.id, subject=("plan", plan.id))


def publish(plan: Plan, *, by: Account | None) -> None:
    """A second person looked at it, and everybody may read it; without an objective it says nothing (section 59)."""
    if plan.published_on is not None:
        raise RuleError("This plan is published already.")
    if not plan.objectives:
        raise RuleError("Write at least one objective first.")
    if by and plan.begun_by_id == by.id:
        raise RuleError("You began this plan. A second person has to publish it.")
    plan.published_on = clock.today()
    db.session.flush()
    audit.record("plan.published", by=by.id if by else None, subject=("plan", plan.id))


def aim(plan: Plan, wanted: Aim, *, by: Account | None) -> Objective:
    """One more objective, after the others."""
    objective = Objective(plan_id=plan.id, position=_after(plan.objectives))
    _aim(objective, wanted)
    plan.objectives.append(objective)
    db.session.flush()
    audit.record("objective.added", by=by.id if by else None, subject=("objective", objective.id))
    return objective


def aim_again(objective: Objective, wanted: Aim, *, by: Account) -> None:
    """Other words, another duty, other measures."""
    _aim(objective, wanted)
    db.session.flush()
    audit.record("objective.changed", by=by.id, subject=("objective", objective.id))


def drop_objective(objective: Objective, *, by: Account) -> None:
    """Off a plan nobody outside has seen; what was published stays and is answered for."""
    if objective.plan.published_on is not None:
        raise RuleError("This plan is published. Its objectives stay, so that everybody can see what became of them.")
    audit.record("objective.dropped", by=by.id, subject=("objective", objective.id))
    db.session.delete(objective)
    db.session.flush()


def tie(action: Action, objectives: Collection[Objective], *, by: Account | None) -> None:
    """The objectives an action serves, instead of those it served before."""
    db.session.execute(delete(ObjectiveAction).where(ObjectiveAction.action_id == action.id))
    db.session.add_all(ObjectiveAction(objective_id=one.id, action_id=action.id) for one in objectives)
    db.session.flush()
    audit.record("action.tied", by=by.id if by else None, subject=("action", action.id))


def add_area(plan: Plan, title: str, source: str, *, by: Account | None) -> ImprovementArea:
    """An area for improvement, and who said that it is one."""
    hold_other_words(title, source)
    area = ImprovementArea(plan_id=plan.id, position=_after(plan.areas), title=title, source=source)
    plan.areas.append(area)
    db.session.flush()
    audit.record("area.added", by=by.id if by else None, subject=("improvement_area", area.id))
    return area


def answer_area(area: ImprovementArea, objective: Objective | None, *, by: Account | None) -> None:
    """The objective whose actions and measures answer an area, instead of the one before; None for none."""
    if objective and objective.plan_id != area.plan_id:
        raise RuleError("This objective is of another plan.")
    area.objective = objective
    db.session.flush()
    audit.record("area.tied", by=by.id if by else None, subject=("improvement_area", area.id))


def state(area: ImprovementArea, said: str, evidence: str, *, by: Account) -> PositionStatement:
    """Say where an area stands. Earlier statements stay as they were."""
    hold_other_words(said, evidence)
    statement = PositionStatement(area_id=area.id, text=said, evidence=evidence, at=clock.now(), by_id=by.id)
    db.session.add(statement)
    db.session.flush()
    db.session.expire(area, ["statements"])
    audit.record("position.stated", by=by.id, subject=("position_statement", statement.id))
    return statement


def _frame(plan: Plan, frame: Frame) -> None:
    hold_other_words(frame.title)
    if not rules.in_order(frame.starts_on, frame.ends_on):
        raise RuleError("The last day has to come after the first.")
    for name, value in vars(frame).items():
        setattr(plan, name, value)


def _aim(objective: Objective, wanted: Aim) -> None:
    hold_other_words(wanted.title, wanted.why)
    objective.title, objective.why, objective.duty = wanted.title, wanted.why, wanted.duty
    objective.measures = list(wanted.measures)


def _after(rows: Sequence[Objective] | Sequence[ImprovementArea]) -> int:
    """The place behind all that are left, also where one between them went."""
    return max((one.position for one in rows), default=0) + 1
