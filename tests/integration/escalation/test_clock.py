"""A clock that jumps, and the two nights it changes: nothing is lost from the ladder and nothing stands on it twice."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.board import operations as board_operations
from portal.board.models import Step
from portal.core import clock, db
from portal.core.access import Role
from portal.escalation import operations, queries, rules
from portal.escalation.models import Ending, Rise
from portal.partnership.models import GovernanceLevel
from tests.factories import board, people

#: One in the morning of universal time is when clocks here go forward, and go back.
EDGES = (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC))
MINUTES = st.integers(-3 * 1440, 3 * 1440)
JUMPS = st.integers(-500, 500).map(lambda days: days * 1440)


@pytest.fixture(autouse=True)
def levels(app):
    names = ("Where words come in", "Board", "Group", "Chief officers")
    db.session.add_all(GovernanceLevel(position=at, name=name, purpose="") for at, name in enumerate(names, start=1))
    db.session.commit()


def sweep_at(moment):
    with clock.pretend(moment):
        operations.sweep()
        return clock.today()


@pytest.mark.parametrize("edge", EDGES, ids=["clocks go forward", "clocks go back"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MINUTES | JUMPS, min_size=1, max_size=8))
def test_no_escalation_is_lost_or_doubled(edge, jumps):
    with clock.pretend(edge - timedelta(days=9)):
        ask = board.make_ask(due_on=(edge - timedelta(days=1)).date())
        action = board.make_action(due_on=edge.date())
    ladder, latest = queries.rungs(), date.min
    for jump in jumps:
        latest = max(latest, sweep_at(edge + timedelta(minutes=jump)))
        for subject in (ask, action):
            history = list(reversed(queries.history_of(subject)))
            assert Counter(one.ended_at is None for one in history)[True] == bool(history), "lost, or there twice"
            places = [one.level.position for one in sorted(history, key=lambda one: one.level.position)]
            assert len(places) == len(set(places)), "the same rung twice"
            assert {one.ending for one in history} <= {None, Ending.HIGHER}, "brought down by the calendar"
            late = (latest - subject.due_on).days
            reached = rules.due(rules.Trouble(late if late > 0 else None), ladder)
            standing = queries.standing_of(subject)
            assert (standing.level_id if standing else None) == (reached[0].level_id if reached else None)
    for one in db.session.scalars(select(Rise)).all():
        db.session.delete(one)
    db.session.flush()


@pytest.mark.parametrize("edge", EDGES, ids=["clocks go forward", "clocks go back"])
def test_every_half_hour_of_the_night_is_the_day_people_write_on_a_letter(edge):
    """Due on the day before: late from midnight here, not from midnight in London winter or summer."""
    day = edge.date()
    with clock.pretend(edge - timedelta(days=9)):
        ask = board.make_ask(due_on=day - timedelta(days=1))
    for half_hours in range(-8, 52):
        moment = edge + timedelta(minutes=30 * half_hours)
        sweep_at(moment)
        here = moment.astimezone(clock.UK)
        assert bool(queries.history_of(ask)) is (here.date() >= day), here
        assert len(queries.history_of(ask)) <= 1


def test_a_clock_that_went_back_and_came_again_changes_nothing(app):
    action = board.make_action(due_on=clock.today() + timedelta(days=300))
    lead = people.make_account(Role.CORPORATE_LEAD)
    board_operations.take_step(action, Step.STUCK, text="Money", by=lead)
    late = board.make_ask(due_on=clock.today())
    now = clock.now()
    sweep_at(now + timedelta(days=15))
    before = [(one.id, one.level_id) for one in db.session.scalars(select(Rise).order_by(Rise.id))]
    assert len(before) == 2
    for days in (-4000, -1, 15, -4000, 16):
        sweep_at(now + timedelta(days=days))
        assert [(one.id, one.level_id) for one in db.session.scalars(select(Rise).order_by(Rise.id))] == before
        assert all(queries.standing_of(one) for one in (action, late))
