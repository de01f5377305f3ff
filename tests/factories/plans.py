"""Plans, objectives, and areas for improvement."""

from datetime import timedelta

from portal.accounts.models import Account
from portal.board.models import Action
from portal.core import clock
from portal.measures.models import Measure
from portal.partnership.models import Organisation
from portal.plans import operations
from portal.plans.models import ImprovementArea, Objective, Plan, PositionStatement
from portal.plans.operations import Aim, Frame


def make_plan(
    title: str = "Our plan for three years", *, published: bool = False, organisation: Organisation | None = None
) -> Plan:
    """A plan that began a hundred days ago; a published one has an objective."""
    today = clock.today()
    frame = Frame(
        title=title,
        organisation_id=organisation.id if organisation else None,
        starts_on=today - timedelta(days=100),
        ends_on=today + timedelta(days=995),
    )
    plan = operations.begin(frame, by=None)
    if published:
        make_objective(plan, title="Everybody is listened to")
        operations.publish(plan, by=None)
    return plan


def make_objective(
    plan: Plan,
    *,
    title: str = "Nobody leaves home before they are ready",
    measure: Measure | None = None,
    action: Action | None = None,
) -> Objective:
    """What a plan wants to reach, served by an action and shown by a measure if there are any."""
    aim = Aim(title=title, why="Moving too early is lonely.", duty=None, measures=[measure] if measure else [])
    made = operations.aim(plan, aim, by=None)
    if action:
        operations.tie(action, [made], by=None)
    return made


def make_area(plan: Plan, title: str = "Permanence takes too long") -> ImprovementArea:
    """What an inspection said has to get better."""
    return operations.add_area(plan, title, "An inspection, 2015", by=None)


def make_statement(area: ImprovementArea, *, by: Account, said: str = "Half as long as before") -> PositionStatement:
    """Where it stands."""
    return operations.state(area, said, "Case records of two years", by=by)
