from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.consultations import rules
from portal.consultations.kinds.measures import LADDER_STRETCHES

OPENS = datetime(2026, 3, 1, 9, tzinfo=UTC)
CLOSES = datetime(2026, 4, 1, 9, tzinfo=UTC)
MOMENTS = st.integers(-90, 90 * 24).map(lambda hours: OPENS + timedelta(hours=hours / 2))


@given(MOMENTS)
def test_it_is_never_open_and_settled_at_once(now):
    assert not (rules.may_finish(OPENS, CLOSES, now) and rules.is_settled(CLOSES, now))


@given(MOMENTS)
def test_who_may_start_may_finish(now):
    assert not rules.is_open(OPENS, CLOSES, now) or rules.may_finish(OPENS, CLOSES, now)


def test_the_moment_of_closing_is_closed_and_two_hours_later_nothing_comes_any_more():
    assert not rules.is_open(OPENS, CLOSES, CLOSES)
    assert rules.may_finish(OPENS, CLOSES, CLOSES + timedelta(minutes=119))
    assert rules.is_settled(CLOSES, CLOSES + timedelta(hours=2))


def test_every_step_of_the_ladder_lies_in_one_stretch():
    assert sorted(step for low, high in LADDER_STRETCHES for step in range(low, high + 1)) == list(range(11))
