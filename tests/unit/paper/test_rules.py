"""What a typist types is what the paper says; two who typed it agree or differ, question by question."""

from contextlib import suppress
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.consultations.conditions import Comparison, Condition, Mode, Operator
from portal.consultations.kinds import KINDS
from portal.consultations.models import Audience, Kind
from portal.consultations.questionnaire import Asked, Choice, Edition, Part
from portal.paper import rules
from portal.paper.rules import Misread, MisreadError, Paper

PART = Part("all")
TYPED = [kind for kind in Kind if KINDS[kind].asks and KINDS[kind].media is None]


def question(kind, number=1, options=5, **more):
    few = () if kind in (Kind.LADDER, Kind.NUMBER, Kind.LONG, Kind.SHORT, Kind.TELL) else range(options)
    choices = tuple(Choice(uuid4(), f"o{place}", f"Thing {place}") for place in few)
    return Asked(uuid4(), number, f"k{number}", kind, "What?", PART, choices=choices, **more)


def answers_to(asked):
    """Any answer the website could have taken."""
    keys = st.lists(st.sampled_from([one.key for one in asked.choices] or ["-"]), min_size=1, unique=True)
    match asked.kind:
        case Kind.SEVERAL:
            return keys.map(lambda some: [one.key for one in asked.choices if one.key in some])
        case Kind.ORDER:
            return keys
        case Kind.TILES:
            return keys.flatmap(lambda some: st.fixed_dictionaries({key: st.sampled_from("012") for key in some}))
        case Kind.LADDER:
            return st.integers(0, 10)
        case Kind.NUMBER:
            return st.integers(0, 100)
        case Kind.LONG | Kind.SHORT:
            return st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)
    return st.sampled_from([[one.key] for one in asked.choices])


@pytest.mark.parametrize("kind", TYPED)
@given(data=st.data())
def test_typed_from_paper_is_what_would_have_been_answered_on_a_phone(kind, data):
    asked = question(kind)
    answer = data.draw(answers_to(asked))
    again = rules.read(asked, rules.typed_of(asked, answer))
    assert again == (dict(answer) if isinstance(answer, dict) else answer)
    assert rules.read(asked, "") is None


@given(st.sampled_from(TYPED), st.text(max_size=40))
def test_whatever_is_typed_is_an_answer_or_is_refused_with_a_reason(kind, typed):
    asked = question(kind)
    with suppress(MisreadError):
        answer = rules.read(asked, typed)
        assert answer is None or KINDS[kind].words(asked, answer)


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        (Kind.SINGLE, "6", Misread.RANGE),
        (Kind.SINGLE, "0", Misread.RANGE),
        (Kind.SINGLE, "two", Misread.NUMBER),
        (Kind.SEVERAL, "1 1", Misread.TWICE),
        (Kind.SEVERAL, "1 9", Misread.RANGE),
        (Kind.ORDER, "1 2 3", Misread.COUNT),
        (Kind.ORDER, "1 1 2 3 4", Misread.TWICE),
        (Kind.ORDER, "1 2 3 4 6", Misread.RANGE),
        (Kind.TILES, "1 2 3 4 -", Misread.RANGE),
        (Kind.LADDER, "11", Misread.RANGE),
        (Kind.NUMBER, "101", Misread.RANGE),
        (Kind.NUMBER, "9999999999", Misread.NUMBER),
    ],
)
def test_what_no_paper_can_say(kind, typed, why):
    with pytest.raises(MisreadError) as problem:
        rules.read(question(kind), typed)
    assert problem.value.why is why


def test_more_ticks_than_allowed_are_not_cut_silently():
    with pytest.raises(MisreadError) as problem:
        rules.read(question(Kind.SEVERAL, settings={"most": 2}), "1 2 3")
    assert problem.value.why is Misread.MANY


def test_two_typings_agree_or_differ_by_question():
    first = Paper({"a": ["o1"], "b": "More  time", "c": 3})
    assert rules.agree(first, Paper({"a": ["o1"], "b": "More time", "c": 3}))
    second = Paper({"a": ["o2"], "b": "More time", "d": 1})
    assert [one.key for one in rules.differences(first, second)] == ["a", "c", "d"]
    for other in (
        Paper(first.answers, purposes=frozenset({"board"})),
        Paper(first.answers, wants_code=True),
        Paper(first.answers, unreadable=frozenset({"d"})),
    ):
        assert not rules.agree(first, other)


def test_answers_that_should_have_been_skipped_are_counted():
    first = question(Kind.SINGLE, 1)
    only_if = Condition(Mode.ALL, (Comparison("k1", Operator.ANY_OF, ("o1",)),))
    second = question(Kind.LADDER, 2, condition=only_if)
    edition = Edition(uuid4(), uuid4(), Audience.ALL, 1, (first, second))
    assert rules.dropped(edition, {"k1": ["o0"], "k2": 5}) == 1
    assert rules.dropped(edition, {"k1": ["o1"], "k2": 5}) == 0
