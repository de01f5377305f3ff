"""The ladder as rules: nothing is lost, doubled or brought down by the calendar, whatever the clock does."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.escalation import rules
from portal.escalation.models import Why
from portal.escalation.rules import Move, Rung, Standing, Trouble

TODAY = date(2026, 10, 25)  # the day the clocks go back
LADDER = tuple(Rung(UUID(int=place), place, *rules.usual(place)) for place in range(5))
DAYS = st.integers(-400, 400)


def decide(standing=None, trouble=None, *, is_open=True, rests_until=None, today=TODAY, ladder=LADDER):
    return rules.decide(standing, trouble or Trouble(), ladder, is_open=is_open, rests_until=rests_until, today=today)


@pytest.mark.parametrize(
    ("trouble", "place"),
    [
        (Trouble(), None),
        (Trouble(late_days=0), None),
        (Trouble(late_days=1), 0),
        (Trouble(late_days=27), 0),
        (Trouble(late_days=28), 1),
        (Trouble(late_days=5000), 4),
        (Trouble(stuck_days=13), None),
        (Trouble(stuck_days=14), 0),
        (Trouble(stuck_days=42), 1),
        (Trouble(late_days=1, stuck_days=70), 2),
        (Trouble(late_days=56, stuck_days=14), 2),
    ],
)
def test_the_highest_rung_a_trouble_has_reached(trouble, place):
    found = rules.due(trouble, LADDER)
    assert (found[0].place if found else None) == place


def test_what_moved_leaves_and_what_somebody_raised_stays_until_it_is_settled():
    assert decide(Standing(LADDER[1].level_id, Why.LATE), Trouble()).move is Move.LEAVE
    assert decide(Standing(LADDER[1].level_id, Why.RAISED), Trouble()).move is Move.STAY
    assert decide(Standing(LADDER[1].level_id, Why.RAISED), Trouble(), is_open=False).move is Move.LEAVE


@pytest.mark.parametrize(("days", "move"), [(1, Move.STAY), (0, Move.RISE), (-1, Move.RISE)])
def test_what_was_dealt_with_rests_until_the_day_to_look_again(days, move):
    rests = TODAY + timedelta(days=days)
    assert decide(None, Trouble(late_days=40), rests_until=rests).move is move


def test_what_is_settled_never_goes_up():
    assert decide(None, Trouble(late_days=400), is_open=False).move is Move.STAY


@given(st.lists(DAYS, min_size=1, max_size=40))
def test_whatever_the_clock_does_nothing_comes_down_by_it_or_stands_twice(jumps):
    """A due date stays; the days are whatever a clock that jumps says they are."""
    due_on, standing, highest = TODAY, None, -1
    for jump in jumps:
        today = due_on + timedelta(days=jump)
        late = Trouble(jump) if jump > 0 else Trouble(0)
        decision = decide(standing, late, today=today)
        assert decision.move is not Move.LEAVE
        if decision.move is Move.RISE:
            assert decision.rung.place > highest
            standing, highest = Standing(decision.rung.level_id, decision.why), decision.rung.place
    reached = rules.due(Trouble(max(jumps)), LADDER) if max(jumps) > 0 else None
    assert highest == (reached[0].place if reached else -1), "the highest it reached is where it stands"


@pytest.mark.parametrize(("days", "move"), [(-1, Move.STAY), (0, Move.LEAVE), (1, Move.LEAVE)])
def test_before_the_day_it_came_here_only_the_clock_moved(days, move):
    standing = Standing(LADDER[1].level_id, Why.LATE, since=TODAY)
    assert decide(standing, Trouble(), today=TODAY + timedelta(days=days)).move is move
    assert decide(standing, Trouble(), today=TODAY + timedelta(days=days), is_open=False).move is Move.LEAVE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NHS has to say who pays", True),
        ("The NHS.", True),
        ("Waiting for Health and Social Care", True),
        ("nhs", False),
        ("NHSX", False),
        ("The house", False),
        ("", False),
    ],
)
def test_whom_a_text_names(text, found):
    assert rules.names(text, ("NHS", "Health and Social Care", "")) is found


@given(st.integers(0, 500), st.integers(0, 500))
def test_deciding_twice_is_deciding_once(late, stuck):
    trouble = Trouble(late, stuck)
    first = decide(None, trouble)
    if first.move is Move.RISE:
        assert decide(Standing(first.rung.level_id, first.why), trouble).move is Move.STAY


@given(st.lists(st.tuples(st.integers(1, 200), st.integers(1, 200)), max_size=6))
def test_a_ladder_is_in_order_when_every_rung_waits_longer(days):
    ladder = [Rung(UUID(int=place), place, *pair) for place, pair in enumerate(days)]
    lates, stucks = [one[0] for one in days], [one[1] for one in days]
    strictly = all(len(set(some)) == len(some) and sorted(some) == some for some in (lates, stucks))
    assert rules.in_order(ladder) is strictly


def test_a_rung_that_was_retired_lets_go_upwards():
    """Where it stands is no rung any more: the next rise takes it to one that is."""
    gone = Standing(UUID(int=99), Why.LATE)
    assert decide(gone, Trouble(late_days=1)).rung is LADDER[0]
    assert rules.next_above(UUID(int=99), LADDER) is LADDER[0]
    assert rules.next_above(LADDER[4].level_id, LADDER) is None


@pytest.mark.parametrize(("days", "fine"), [(0, False), (1, True), (92, True), (93, False), (-1, False)])
def test_a_day_to_look_again_lies_ahead_and_not_too_far(days, fine):
    assert rules.rests_well(TODAY + timedelta(days=days), TODAY) is fine


ONE, OTHER = UUID(int=1), UUID(int=2)


@given(st.integers(0, 4), st.integers(0, 4), st.sampled_from([None, ONE, OTHER]))
def test_the_same_person_never_lets_the_same_thing_rest_twice_on_one_rung(before, now, put_here_by):
    last = rules.Rested(ONE, before)
    assert rules.may_rest(None, by_id=ONE, place=now, put_here_by=put_here_by)
    assert rules.may_rest(last, by_id=OTHER, place=now, put_here_by=put_here_by)
    assert rules.may_rest(last, by_id=ONE, place=now, put_here_by=put_here_by) == (now > before and put_here_by != ONE)


@given(
    st.integers(-400, 400),
    st.none() | st.integers(0, 400),
    st.none() | st.integers(-90, 90).map(lambda days: TODAY + timedelta(days=days)),
)
def test_the_day_it_goes_up_is_the_first_on_which_it_does(late, stuck, rests_until):
    due_on = TODAY - timedelta(days=late)
    day = rules.goes_up_on(due_on, stuck, LADDER, rests_until=rests_until, today=TODAY)
    assert day is not None

    def goes_up(on):
        days = (on - TODAY).days
        overdue = (on - due_on).days
        trouble = Trouble(overdue if overdue > 0 else None, None if stuck is None else stuck + days)
        return decide(None, trouble, rests_until=rests_until, today=on).move is Move.RISE

    assert goes_up(day)
    assert not any(goes_up(TODAY + timedelta(days=ahead)) for ahead in range((day - TODAY).days))


def test_without_a_ladder_nothing_goes_up():
    assert rules.goes_up_on(TODAY, 3, (), rests_until=None, today=TODAY) is None
