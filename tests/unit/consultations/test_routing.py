"""Which page comes next, over questionnaires with any conditions that look back, and any answers."""

import random
from itertools import pairwise
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.consultations import checks, conditions, paths, routing
from portal.consultations.conditions import Comparison, Condition, Mode, Operator, Said
from portal.consultations.kinds import KINDS, kind_of
from portal.consultations.models import About, Audience, Kind
from portal.consultations.questionnaire import Asked, Choice, Edition, Part
from tests.factories.evidence import invent

SPACE = UUID(int=9)
LISTED = (Kind.SINGLE, Kind.SEVERAL, Kind.ORDER)


def asked(number, kind=Kind.SINGLE, *, part=None, condition=None, **more):
    listed = [("a", "A"), ("b", "B"), ("c", "C")] if KINDS[kind].fewest_options else []
    choices = tuple(Choice(uuid5(SPACE, f"{number}{key}"), key, label) for key, label in listed)
    ends = {"low": "Low", "high": "High"} if kind is Kind.LADDER else {}
    told = {"help": "Told"} if kind is Kind.TELL else {}
    own = {"section": part or Part("all"), "condition": condition, "choices": choices} | ends | told | more
    return Asked(id=uuid5(SPACE, str(number)), number=number, key=f"q{number}", kind=kind, prompt=f"Q{number}", **own)


def edition(*questions):
    return Edition(SPACE, SPACE, Audience.ALL, 1, questions)


def when(question, operator, *values, mode=Mode.ALL):
    return Condition(mode, (Comparison(question, operator, values),))


@st.composite
def conditions_on(draw, earlier):
    """One to three tests on earlier questions, with operators and values that fit them."""
    tests = []
    for question in draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=3)):
        operator = draw(st.sampled_from(sorted(kind_of(question).operators)))
        if operator in conditions.BARE:
            values = ()
        elif operator in conditions.MEASURES:
            values = (str(draw(st.integers(0, 10))),)
        else:
            values = tuple(draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True)))
        tests.append(Comparison(question.key, operator, values))
    return Condition(draw(st.sampled_from(list(Mode))), tuple(tests))


@st.composite
def questionnaires(draw):
    """Up to a dozen pages in sections, any of them routed by what came before."""
    questions, part = [], Part("s0")
    for number in range(1, draw(st.integers(2, 12)) + 1):
        earlier = [one for one in questions if kind_of(one).operators]
        if questions and draw(st.integers(0, 3)) == 0:
            routed = draw(conditions_on(earlier)) if earlier and draw(st.booleans()) else None
            part = Part(f"s{number}", f"Section {number}", condition=routed)
        condition = draw(conditions_on(earlier)) if earlier and draw(st.booleans()) else None
        kind = draw(st.sampled_from([kind for kind in KINDS if kind not in (Kind.FACES5,)]))
        questions.append(asked(number, kind, part=part, condition=condition))
    return edition(*questions)


def answer(question, dice):
    return invent(question, dice) if kind_of(question).asks and dice.random() < 0.8 else None


@settings(max_examples=50, deadline=None)
@given(questionnaires(), st.integers(0, 2**32))
def test_somebody_going_forward_sees_each_page_once_and_sends_just_what_they_said(whole, seed):
    dice, answers, seen, shares = random.Random(seed), {}, [], [0.0]
    page = next(iter(routing.pages(whole, answers)), None)
    while page is not None:
        seen.append(page)
        shares.append(routing.progress(whole, answers, page.key).share)
        said = answer(page, dice)
        if said is not None:
            answers[page.key] = said
        page = routing.after(whole, answers, page.key)
    assert tuple(seen) == routing.pages(whole, answers), "no page was missed, none seen that is not on the way"
    assert shares == sorted(shares) and shares[-1] <= 1
    assert routing.progress(whole, answers, None).share == 1
    assert {one.key: said for one, said in routing.sendable(whole, answers).items()} == answers


@settings(max_examples=50, deadline=None)
@given(questionnaires(), st.integers(0, 2**32))
def test_back_and_forth_at_random_never_loses_an_answer(whole, seed):
    dice, answers, given_last = random.Random(seed), {}, {}
    page = next(iter(routing.pages(whole, answers)), None)
    for _ in range(40):
        if page is None:
            page = routing.before(whole, answers, None)
            continue
        said = answer(page, dice)
        if said is not None:
            answers[page.key] = given_last[page.key] = said
        if dice.random() < 0.4:
            previous = routing.before(whole, answers, page.key)
            assert previous is None or previous.number < page.number
            page = previous or next(iter(routing.pages(whole, answers)), None)
        else:
            page = routing.after(whole, answers, page.key)
    assert answers == given_last
    on_the_way = {one.key for one in routing.pages(whole, answers)}
    assert {one.key for one in routing.sendable(whole, answers)} == answers.keys() & on_the_way


@settings(max_examples=50, deadline=None)
@given(questionnaires(), st.integers(0, 2**32))
def test_a_page_called_unreachable_is_never_reached_and_the_map_knows_every_step(whole, seed):
    never = {one.key for one in checks.unreachable(whole)}
    edges = {(edge.start, edge.end) for edge in paths.paths_map(whole).edges}
    dice = random.Random(seed)
    for _ in range(20):
        answers, steps, page = {}, [paths.START], next(iter(routing.pages(whole, {})), None)
        while page is not None:
            steps.append(page.key)
            said = answer(page, dice)
            if said is not None:
                answers[page.key] = said
            page = routing.after(whole, answers, page.key)
        steps.append(paths.END)
        assert not never & set(steps)
        assert set(pairwise(steps)) <= edges


@given(questionnaires())
def test_conditions_come_back_from_the_database_as_they_were(whole):
    for one in whole.questions:
        for condition in one.conditions:
            assert conditions.from_json(condition.as_json()) == condition


def test_an_answer_off_the_way_decides_nothing_and_comes_back_with_its_page():
    whole = edition(
        asked(1),
        asked(2, condition=when("q1", Operator.IS, "a")),
        asked(3, condition=when("q2", Operator.IS, "b")),
    )
    answers = {"q1": ["a"], "q2": ["b"]}
    assert [page.key for page in routing.pages(whole, answers)] == ["q1", "q2", "q3"]
    answers["q1"] = ["c"]
    assert [page.key for page in routing.pages(whole, answers)] == ["q1"]
    assert [one.key for one in routing.sendable(whole, answers)] == ["q1"]
    answers["q1"] = ["a"]
    assert [page.key for page in routing.pages(whole, answers)] == ["q1", "q2", "q3"]


def test_a_band_known_beforehand_is_not_asked_and_still_decides():
    whole = edition(asked(1, about=About.AGE_BAND), asked(2, condition=when("q1", Operator.IS, "16_17")))
    assert [page.key for page in routing.pages(whole, {}, {"age_band": "16_17"})] == ["q2"]
    assert routing.pages(whole, {}, {"age_band": "under_12"}) == ()


@pytest.mark.parametrize(
    ("operator", "values", "said", "holds"),
    [
        (Operator.IS, ("a",), Said(frozenset("ab")), True),
        (Operator.IS, ("a",), None, False),
        (Operator.IS_NOT, ("a",), None, True),
        (Operator.NONE_OF, ("a", "b"), Said(frozenset("b")), False),
        (Operator.ANY_OF, ("a", "b"), Said(frozenset("c")), False),
        (Operator.AT_LEAST, ("4",), Said(size=4), True),
        (Operator.AT_MOST, ("4",), Said(size=5), False),
        (Operator.AT_MOST, ("4",), None, False),
        (Operator.ANSWERED, (), Said(), True),
        (Operator.NOT_ANSWERED, (), None, True),
    ],
)
def test_what_each_operator_asks(operator, values, said, holds):
    assert Comparison("q1", operator, values).holds(said) is holds


def texts(*questions):
    return [(one.where, one.text) for one in checks.problems(edition(*questions))]


def test_what_looks_forward_or_at_itself_or_at_nothing_is_refused():
    ahead = texts(asked(1, condition=when("q2", Operator.ANSWERED)), asked(2))
    assert ahead == [("q1", "It depends on a later answer: Q2")]
    assert texts(asked(1, condition=when("q1", Operator.ANSWERED)))[0][1].startswith("It depends on a later")
    assert texts(asked(1), asked(2, condition=when("gone", Operator.ANSWERED)))[0][1].endswith("not here: gone.")
    own = Part("s", condition=when("q1", Operator.ANSWERED))
    assert texts(asked(1, part=own))[0][0] == "s"


def test_what_nobody_can_answer_is_refused():
    assert "compares with something" in texts(asked(1), asked(2, condition=when("q1", Operator.IS, "z")))[0][1]
    assert "compares with something" in texts(asked(1), asked(2, condition=when("q1", Operator.AT_LEAST, "3")))[0][1]


def test_a_page_no_answers_lead_to_is_found_through_others():
    never = asked(
        3, condition=Condition(Mode.ALL, (Comparison("q1", Operator.IS, ("a",)), Comparison("q2", Operator.ANSWERED)))
    )
    assert texts(asked(1), asked(2, condition=when("q1", Operator.IS, "b")), never) == [
        ("q3", "No answers lead to this page.")
    ]


def test_both_of_two_boxes_can_be_ticked_but_not_two_of_one_choice():
    both = Condition(Mode.ALL, (Comparison("q1", Operator.IS, ("a",)), Comparison("q1", Operator.IS, ("b",))))
    assert texts(asked(1, Kind.SEVERAL), asked(2, condition=both)) == []
    assert texts(asked(1), asked(2, condition=both)) != []


def test_a_photo_alone_is_enough_to_ask_for():
    photo = Asked(id=SPACE, number=1, key="q1", kind=Kind.PHOTO, prompt="Show us", section=Part("all"))
    assert texts(photo) == []


def test_progress_says_at_most_while_later_pages_are_open():
    whole = edition(asked(1), asked(2, condition=when("q1", Operator.IS, "a")), asked(3))
    first = routing.progress(whole, {}, "q1")
    assert (first.number, first.most, first.is_certain) == (1, 3, False)
    last = routing.progress(whole, {"q1": ["b"]}, "q3")
    assert (last.number, last.most, last.is_certain) == (2, 2, True)
