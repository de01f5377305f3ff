"""A group's size is told as the thresholds say, and nobody agrees who was not there."""

from hypothesis import given
from hypothesis import strategies as st

from portal.disclosure.thresholds import ROUND_TO, SLACK, Audience, Subject, threshold
from portal.together import rules
from portal.together.models import FEWEST, MOST

people = st.integers(FEWEST, MOST)


@given(people, st.sampled_from(Audience))
def test_a_size_is_rounded_or_hidden(people, audience):
    figure = rules.size_shown(people, audience)
    least = threshold(audience, Subject.ANSWERS)
    if people < least:
        assert figure.shown is None
    elif figure.shown is not None:
        assert figure.shown % ROUND_TO == 0
        assert abs(figure.shown - people) <= SLACK


@given(people, people)
def test_small_groups_all_look_the_same(one, other):
    for audience in Audience:
        if max(one, other) < threshold(audience, Subject.ANSWERS):
            assert rules.size_shown(one, audience) == rules.size_shown(other, audience)


@given(st.integers(-5, 300), people)
def test_only_who_was_there_agrees(agreed, people):
    assert rules.can_agree(agreed, people) == (agreed in range(1, people + 1))


@given(st.integers(-5, 400))
def test_a_group_is_more_than_one(number):
    assert rules.is_group(number) == (number in range(2, 201))
