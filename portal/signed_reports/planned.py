"""Plans with what was done for their objectives, and what organisations did together. Nothing here counts anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from portal.board.models import Action, ActionState
from portal.board.stories import ActionLine, AskStory
from portal.core import clock, db
from portal.disclosure.thresholds import Audience
from portal.measures.queries import Series
from portal.meetings.models import Decision
from portal.partnership import queries as partnership
from portal.plans.models import ImprovementArea, Objective, ObjectiveAction, Plan
from portal.signed_reports import sources
from portal.signed_reports.gathering import Scope
from portal.signed_reports.tagged import CLAIMED


@dataclass(frozen=True)
class Aimed:
    """An objective, the actions that serve it, and its measures with their readings of the days."""

    objective: Objective
    actions: tuple[ActionLine, ...]
    measures: tuple[Series, ...]

    @property
    def agreed(self) -> int:
        """How many of its actions young people agree are done."""
        return sum(one.state is ActionState.AGREED for one in self.actions)

    @property
    def claimed(self) -> int:
        """How many adults alone say are done."""
        return sum(one.state in CLAIMED for one in self.actions)

    @property
    def late(self) -> int:
        """How many were late at the end of the days."""
        return sum(one.late for one in self.actions)


def plans(scope: Scope) -> Sequence[Plan]:
    """Plans that held on any of the days and were published by their end: everybody's, then of each organisation."""
    published = Plan.published_on <= sources.last_of(scope)
    query = select(Plan).where(published, Plan.starts_on <= scope.last_day, Plan.ends_on >= scope.first_day)
    if scope.organisation_id:
        query = query.where(or_(Plan.organisation_id.is_(None), Plan.organisation_id == scope.organisation_id))
    order = (Plan.organisation_id.is_not(None), Plan.starts_on, Plan.title, Plan.id)
    return db.session.scalars(query.order_by(*order)).unique().all()


def objectives(scope: Scope, found: Sequence[Plan], audience: Audience) -> list[Aimed]:
    """The objectives of these plans in their order, with what the scope's own organisation does for each."""
    rows = [one for plan in found for one in plan.objectives]
    query = select(ObjectiveAction.objective_id, ObjectiveAction.action_id)
    query = query.where(ObjectiveAction.objective_id.in_([one.id for one in rows]))
    pairs = db.session.execute(query.order_by(ObjectiveAction.objective_id, ObjectiveAction.action_id)).all()
    lines = sources.of_board(scope, select(Action).where(Action.id.in_({action for _, action in pairs})))
    serving: dict[UUID, set[UUID]] = {}
    for objective_id, action_id in pairs:
        serving.setdefault(objective_id, set()).add(action_id)
    known = {one.measure.id: one for one in sources.measured(scope, audience)}
    return [
        Aimed(
            one,
            tuple(line for line in lines if line.id in serving.get(one.id, ())),
            tuple(known[measure.id] for measure in one.measures if measure.id in known),
        )
        for one in rows
    ]


def areas(found: Sequence[Plan]) -> list[ImprovementArea]:
    """What has to get better, by the plans that name it."""
    return [one for plan in found for one in plan.areas]


def joint_asks(scope: Scope) -> list[AskStory]:
    """Asks of the days that several organisations answer or act on; of one organisation those it has a part in."""
    own = partnership.get_organisation(scope.organisation_id).name if scope.organisation_id else None
    found = []
    for story in sources.concerned(Scope(scope.first_day, scope.last_day)):
        parts = {story.organisation, *(one.organisation for one in story.actions)}
        if len(parts) > 1 and own in (None, *parts):
            found.append(story)
    return found


def joint_decisions(scope: Scope) -> list[Decision]:
    """Decisions of board meetings that gave several organisations something to do; of one those it was among."""
    found = sources.decisions(Scope(scope.first_day, scope.last_day))
    doing: dict[UUID, set[UUID]] = {}
    for one in found:
        doing.setdefault(one.meeting_id, set()).add(one.organisation_id)
    return [
        one
        for one in found
        if len(doing[one.meeting_id]) > 1 and any(scope.owes(each) for each in doing[one.meeting_id])
    ]


def statements(area: ImprovementArea, scope: Scope) -> list[tuple[date, str, str]]:
    """Day, words and evidence of what was said of an area until the days end, the newest first."""
    said = [(clock.day_of(one.at), one.text, one.evidence) for one in area.statements]
    return [one for one in said if one[0] <= scope.last_day]
