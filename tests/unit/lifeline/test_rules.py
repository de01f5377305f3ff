from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.lifeline.rules import LONGEST_QUIET, SLACK, is_believable

BEGUN = datetime(2026, 11, 2, 9, tzinfo=UTC)
small = st.timedeltas(min_value=-SLACK, max_value=LONGEST_QUIET)
jump = st.timedeltas(min_value=LONGEST_QUIET + timedelta(seconds=1), max_value=timedelta(days=9000))


def walk(steps):
    moments, at = [], BEGUN
    for step in steps:
        at += step
        moments.append(at)
    return moments


@given(st.lists(small, min_size=1, max_size=20))
def test_time_that_goes_in_small_steps_is_believed_however_far_it_goes(steps):
    *noted, now = walk(steps)
    assert is_believable(BEGUN, noted, now)


@given(st.lists(small, max_size=10), st.sampled_from([1, -1]), jump, st.lists(small, max_size=10))
def test_one_jump_anywhere_either_way_is_not(before, way, by, after):
    *noted, now = walk([*before, by * way, *after])
    assert not is_believable(BEGUN, noted, now)


def test_a_clock_put_back_in_autumn_is_no_jump():
    assert is_believable(BEGUN, [], BEGUN - timedelta(minutes=59))
