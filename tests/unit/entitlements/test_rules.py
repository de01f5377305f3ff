"""The gap between what is claimed and what is felt, case by case."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.board.models import ActionState
from portal.contributions.marks import mark
from portal.disclosure.figures import End, Figure, Showing
from portal.entitlements.rules import Gap, Officers, Reached, Width, gap, officers_say, reached
from portal.measures.rules import Light


@pytest.mark.parametrize(
    ("officers", "light", "felt", "found"),
    [
        (Officers.DONE, None, Reached(50, 50), Gap(Width.WIDE, 50)),
        (Officers.DONE, None, Reached(51, 51), Gap(Width.SOME, 49)),
        (Officers.AGREED, None, Reached(80, 80), Gap(Width.SOME, 20)),
        (Officers.AGREED, None, Reached(81, 81), Gap(Width.NONE, 19)),
        (Officers.DONE, None, Reached(0, 100), Gap(Width.WIDE, 50)),
        (Officers.UNDER_WAY, None, Reached(10, 10), Gap(Width.SOME, 40)),
        (Officers.UNDER_WAY, Light.GREEN, Reached(10, 10), Gap(Width.WIDE, 90)),
        (Officers.UNDER_WAY, Light.RED, Reached(10, 10), Gap(Width.SOME, 40)),
        (Officers.NOTHING, Light.AMBER, Reached(10, 10), Gap(Width.SOME, 40)),
        (Officers.NOTHING, None, Reached(90, 90), Gap(Width.NONE, 0)),
        (Officers.STUCK, None, Reached(5, 5), Gap(Width.NONE, 0)),
        (Officers.DONE, Light.GREEN, None, Gap(Width.UNHEARD, 0)),
    ],
)
def test_the_gap(officers, light, felt, found):
    assert gap(officers, light, felt) == found


@given(st.sampled_from(Officers), st.none() | st.sampled_from(Light), st.integers(0, 100), st.integers(0, 100))
def test_more_reached_never_widens_it(officers, light, wholly, more):
    partly = min(100, wholly + more)
    assert gap(officers, light, Reached(partly, partly)).points <= gap(officers, light, Reached(wholly, partly)).points


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], Officers.NOTHING),
        ([ActionState.STOPPED], Officers.NOTHING),
        ([ActionState.AGREED, ActionState.STOPPED], Officers.AGREED),
        ([ActionState.AGREED, ActionState.CLAIMED], Officers.DONE),
        ([ActionState.DISPUTED], Officers.DONE),
        ([ActionState.CLAIMED, ActionState.PLANNED], Officers.UNDER_WAY),
        ([ActionState.UNDER_WAY, ActionState.STUCK], Officers.STUCK),
    ],
)
def test_a_promise_is_as_far_as_its_slowest_action(states, said):
    assert officers_say(states) is said


def count(shown, percent):
    return Figure(Showing.COUNT, 10, shown, percent)


FEWER, WITHHELD = Figure(Showing.FEWER, 10), Figure(Showing.WITHHELD, 10)


@pytest.mark.parametrize(
    ("yes", "partly", "base", "found"),
    [
        (count(20, 40), count(15, 30), 50, Reached(40, 70)),
        (count(45, End.MOST), count(10, End.FEW), 50, Reached(95, 100)),
        (count(20, 40), FEWER, 50, Reached(40, 58)),
        (FEWER, FEWER, 50, Reached(18, 36)),
        (FEWER, FEWER, 25, Reached(39, 78)),
        (FEWER, FEWER, 20, None),
        (count(20, 40), WITHHELD, 50, None),
        (count(20, None), count(15, 30), 50, None),
    ],
)
def test_shares_come_from_shown_figures_and_never_prove_too_much(yes, partly, base, found):
    assert reached({("Got it",): yes, ("Partly",): partly}, count(base, None)) == found


def test_without_figures_nobody_is_heard():
    assert reached({}, count(50, None)) is None
    assert reached({("Got it",): FEWER, ("Partly",): FEWER}, FEWER) is None


def test_marks_of_one_code_do_not_meet():
    one, other = uuid.uuid4(), uuid.uuid4()
    assert mark(b"k", one, "code") != mark(b"k", other, "code")
    assert mark(b"k", one, "code") != mark(b"l", one, "code")
