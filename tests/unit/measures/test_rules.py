"""When a reading stands, what of it is shown, where it lies."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosure.thresholds import Audience
from portal.measures.models import Direction, Every
from portal.measures.rules import Count, Light, Problem, Trend, light, problems, share, stands, trend

TODAY = date(2026, 11, 27)
FIRST, SECOND = date(2026, 1, 1), date(2026, 4, 1)


def quarter(part, whole, starts=FIRST, ends=None):
    return Count(starts, ends or starts + timedelta(days=89), part, whole)


@pytest.mark.parametrize(
    ("part", "whole", "audience", "percent"),
    [
        (10, 20, Audience.PUBLIC, 50),
        (10, 19, Audience.PUBLIC, None),
        (10, 19, Audience.PARTNERS, None),
        (9, 40, Audience.PUBLIC, None),
        (9, 40, Audience.PARTNERS, 23),
        (4, 40, Audience.PARTNERS, None),
        (31, 40, Audience.PUBLIC, None),
        (36, 40, Audience.PARTNERS, None),
        (0, 0, Audience.PARTNERS, None),
    ],
)
def test_what_is_shown(part, whole, audience, percent):
    assert share(quarter(part, whole), audience) == percent


@given(st.integers(0, 19), st.integers(0, 19), st.sampled_from(Audience))
def test_never_a_percentage_on_a_base_under_20(part, more, audience):
    whole = min(19, part + more)
    assert share(quarter(min(part, whole), whole), audience) is None


@pytest.mark.parametrize(
    ("percent", "direction", "found"),
    [
        (90, Direction.UP, Light.GREEN),
        (89, Direction.UP, Light.AMBER),
        (81, Direction.UP, Light.AMBER),
        (80, Direction.UP, Light.RED),
        (90, Direction.DOWN, Light.GREEN),
        (91, Direction.DOWN, Light.AMBER),
        (99, Direction.DOWN, Light.AMBER),
        (100, Direction.DOWN, Light.RED),
        (None, Direction.UP, None),
    ],
)
def test_lights(percent, direction, found):
    assert light(percent, 90, direction, 10) is found


def test_without_a_target_there_is_no_light():
    assert light(50, None, Direction.UP, 10) is None


@pytest.mark.parametrize(
    ("new", "before", "wrong"),
    [
        (quarter(10, 20), [], ()),
        (quarter(21, 20), [], (Problem.ABOVE_WHOLE,)),
        (quarter(1, 20, ends=FIRST), [], (Problem.DAYS,)),
        (quarter(1, 20, ends=date(2026, 2, 28)), [], (Problem.LENGTH,)),
        (quarter(1, 20, date(2026, 8, 30)), [], (Problem.AHEAD,)),
        (quarter(1, 20, date(2026, 8, 29)), [], ()),
        (quarter(10, 20), [quarter(10, 20)], (Problem.OVERLAP,)),
        (quarter(10, 20, SECOND), [quarter(10, 20)], ()),
        (quarter(10, 20, date(2026, 4, 2)), [quarter(10, 20)], (Problem.GAP,)),
        (quarter(14, 20, SECOND), [quarter(10, 20)], (Problem.JUMP,)),
        (quarter(139, 200, SECOND), [quarter(10, 20)], ()),
        (quarter(0, 0, SECOND), [quarter(10, 20)], ()),
    ],
)
def test_what_is_wrong(new, before, wrong):
    assert problems(new, before, Every.QUARTER, TODAY) == wrong


@pytest.mark.parametrize(
    ("found", "note", "may"),
    [
        ((), "", True),
        ((Problem.GAP,), "", False),
        ((Problem.GAP,), "  ", False),
        ((Problem.GAP, Problem.JUMP), "A new way of counting", True),
        ((Problem.ABOVE_WHOLE,), "A new way of counting", False),
        ((Problem.OVERLAP, Problem.GAP), "Why", False),
    ],
)
def test_a_note_explains_gaps_and_jumps_only(found, note, may):
    assert stands(found, note) is may


@pytest.mark.parametrize(
    ("percents", "direction", "said"),
    [
        ([], Direction.UP, Trend.FIRST),
        ([50], Direction.UP, Trend.FIRST),
        ([50, None], Direction.UP, Trend.UNKNOWN),
        ([50, 50], Direction.UP, Trend.SAME),
        ([50, 51], Direction.UP, Trend.BETTER),
        ([50, 51], Direction.DOWN, Trend.WORSE),
        ([99, 51, 50], Direction.DOWN, Trend.BETTER),
    ],
)
def test_trends(percents, direction, said):
    assert trend(percents, direction) is said
