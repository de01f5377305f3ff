"""Whom a promise is for: every boundary of age and day, what is not known, and rules that start later."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.commitments.models import Care
from portal.commitments.rules import Answer, Conditions, Fit, Situation, applies, examples, fits, has_words, meets
from portal.contributions.models import HomeType, LivesIn, Responsible

START, DAY, END = date(2015, 4, 1), date(2026, 11, 27), date(2027, 3, 31)
#: The 2014 Act, section 57: who was in care on their 16th birthday or later, until 26; as records, not as code.
NOW = Conditions(from_on=START, care=Care.NOW)
LEFT = Conditions(from_on=START, care=Care.LEFT, left_at_least=16, age_to=25)
#: What the law may say one day: also who left sooner.
SOONER = Conditions(from_on=END + timedelta(days=1), care=Care.LEFT, age_to=25)
ANY = Conditions(from_on=START)


def left(age, at):
    return Situation(care=Care.LEFT, age=age, left_at=at)


@pytest.mark.parametrize(
    ("said", "fit"),
    [
        (left(25, 16), Fit.YES),
        (left(26, 16), Fit.NO),
        (left(25, 15), Fit.NO),
        (left(None, 16), Fit.MAYBE),
        (left(25, None), Fit.MAYBE),
        (left(26, None), Fit.NO),
        (left(None, 15), Fit.NO),
        (Situation(care=Care.NOW, age=20, left_at=16), Fit.NO),
        (Situation(age=20, left_at=17), Fit.MAYBE),
        (Situation(), Fit.MAYBE),
    ],
)
def test_who_left_care(said, fit):
    assert meets(LEFT, said) is fit


@pytest.mark.parametrize(
    ("age", "fit"), [(15, Fit.NO), (16, Fit.YES), (17, Fit.YES), (18, Fit.NO), (0, Fit.NO), (None, Fit.MAYBE)]
)
def test_ages_include_both_ends(age, fit):
    assert meets(Conditions(from_on=START, age_from=16, age_to=17), Situation(age=age)) is fit


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (START - timedelta(days=1), False),
        (START, True),
        (END, True),
        (END + timedelta(days=1), False),
    ],
)
def test_days_include_both_ends(day, there):
    assert applies(Conditions(from_on=START, until_on=END), day) is there


def test_without_an_end_a_rule_goes_on():
    assert applies(ANY, date(2999, 1, 1))


@pytest.mark.parametrize(
    ("rule", "yes", "no"),
    [
        (
            {"homes": frozenset({HomeType.KINSHIP, HomeType.FOSTER})},
            {"home": HomeType.FOSTER},
            {"home": HomeType.HOUSE},
        ),
        ({"kinship_order": True}, {"kinship_order": True}, {"kinship_order": False}),
        ({"kinship_order": False}, {"kinship_order": False}, {"kinship_order": True}),
        ({"lives_in": LivesIn.HERE}, {"lives_in": LivesIn.HERE}, {"lives_in": LivesIn.ELSEWHERE}),
        (
            {"responsible": Responsible.OURS},
            {"responsible": Responsible.OURS},
            {"responsible": Responsible.OTHER},
        ),
        ({"care": Care.NOW}, {"care": Care.NOW}, {"care": Care.LEFT}),
    ],
)
def test_each_condition_is_met_failed_or_not_known(rule, yes, no):
    asked = Conditions(from_on=START, **rule)
    assert meets(asked, Situation(**yes)) is Fit.YES
    assert meets(asked, Situation(**no)) is Fit.NO
    assert meets(asked, Situation()) is Fit.MAYBE


@pytest.mark.parametrize(
    ("day", "said", "answer"),
    [
        (END, left(20, 14), Answer(Fit.NO, SOONER.from_on)),
        (SOONER.from_on, left(20, 14), Answer(Fit.YES)),
        (END, left(20, 16), Answer(Fit.YES)),
        (END, left(26, 14), Answer(Fit.NO)),
        (END, left(None, 16), Answer(Fit.MAYBE)),
        (END, left(20, None), Answer(Fit.MAYBE, SOONER.from_on)),
        (START - timedelta(days=1), Situation(care=Care.NOW), Answer(Fit.NO, START)),
    ],
)
def test_a_rule_that_starts_later(day, said, answer):
    assert fits([NOW, LEFT, SOONER], said, day) == answer


def test_without_rules_it_may_be_for_anybody():
    assert fits([], Situation(), DAY) == Answer(Fit.MAYBE)


def test_a_rule_that_ended_is_for_nobody():
    assert fits([Conditions(from_on=START, until_on=DAY - timedelta(days=1))], Situation(), DAY) == Answer(Fit.NO)


situations = st.builds(
    Situation,
    age=st.none() | st.integers(0, 40),
    care=st.none() | st.sampled_from(Care),
    left_at=st.none() | st.integers(0, 26),
    home=st.none() | st.sampled_from(HomeType),
    kinship_order=st.none() | st.booleans(),
    lives_in=st.none() | st.sampled_from(LivesIn),
    responsible=st.none() | st.sampled_from(Responsible),
)
rules = st.builds(
    Conditions,
    from_on=st.dates(START, END),
    until_on=st.none() | st.dates(END, END + timedelta(days=900)),
    age_from=st.none() | st.integers(0, 20),
    age_to=st.none() | st.integers(20, 30),
    care=st.none() | st.sampled_from(Care),
    homes=st.frozensets(st.sampled_from(HomeType)),
    kinship_order=st.none() | st.booleans(),
    lives_in=st.none() | st.sampled_from(LivesIn),
    responsible=st.none() | st.sampled_from(Responsible),
)


BOUNDARY_DAYS = [edge + timedelta(days=by) for edge in (START, END, SOONER.from_on) for by in (-1, 0, 1)]


@pytest.mark.parametrize("day", sorted(set(BOUNDARY_DAYS)))
def test_every_age_on_every_boundary_day_as_the_act_says_it(day):
    """Written out a second time, from section 57 and from what is to start later, without any of our rules."""
    for age, at in ((age, at) for age in range(41) for at in range(27)):
        in_force = day >= START
        under_the_act = at >= 16 and age < 26
        later = age < 26
        expected = in_force and (under_the_act or (later and day > END))
        answer = fits([NOW, LEFT, SOONER], left(age, at), day)
        assert (answer.fit is Fit.YES) is expected, (day, age, at)
        waits = not expected and later
        first = (START if under_the_act else SOONER.from_on) if waits else None
        assert answer.starts_on == first, (day, age, at)


@given(st.lists(rules, max_size=3), rules, situations, st.dates(START, END))
def test_another_rule_never_takes_a_promise_away(some, more, said, day):
    assert not some or fits([*some, more], said, day).fit >= fits(some, said, day).fit


@given(rules, situations)
def test_saying_less_is_never_a_refusal(rule, said):
    if meets(rule, said) is not Fit.NO:
        assert meets(rule, Situation()) is not Fit.NO


@given(st.text(max_size=30), st.text(max_size=60))
def test_a_text_has_its_own_words_and_none_is_asked_by_none(looked_for, text):
    assert has_words("", text)
    assert has_words(looked_for, f"{text} {looked_for}")
    assert has_words(looked_for, text) == all(has_words(one, text) for one in looked_for.split())


def test_words_are_found_in_longer_ones_and_all_are_needed():
    assert has_words("BUS pass", "A pass for every bus")
    assert not has_words("bus flat", "A pass for every bus")


@given(st.lists(st.text(min_size=1)), st.lists(st.text()), st.integers(0, 4))
def test_every_example_finds_something(words, texts, most):
    found = examples(words, texts, most)
    assert len(found) <= most
    assert all(any(has_words(word, text) for text in texts) for word in found)


def test_examples_keep_their_order_and_leave_out_what_finds_nothing():
    assert examples(["school", "bus", "money"], ["Money for trips", "Help at school"]) == ["school", "money"]
