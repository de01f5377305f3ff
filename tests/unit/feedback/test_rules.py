from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.board.models import ActionState, AskAnswer, Rated, Say
from portal.disclosure.protect import protect
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.thresholds import Audience, Subject
from portal.feedback import rules
from portal.feedback.models import Told

DONE = frozenset({ActionState.CLAIMED})
NOTHING: frozenset[ActionState] = frozenset()


@pytest.mark.parametrize("told", list(Told))
def test_nobody_is_told_before_there_is_an_answer(told):
    assert rules.why_not_told(told, None, DONE)


@pytest.mark.parametrize(
    ("told", "answer", "states", "honest"),
    [
        (Told.DID, AskAnswer.YES, DONE, True),
        (Told.DID, AskAnswer.PARTLY, frozenset({ActionState.DISPUTED}), True),
        (Told.DID, AskAnswer.YES, NOTHING, False),
        (Told.DID, AskAnswer.YES, frozenset({ActionState.UNDER_WAY}), False),
        (Told.CANNOT, AskAnswer.NO, NOTHING, True),
        (Told.CANNOT, AskAnswer.PARTLY, NOTHING, True),
        (Told.CANNOT, AskAnswer.YES, NOTHING, False),
        (Told.NOT_YET, AskAnswer.YES, NOTHING, True),
    ],
)
def test_only_an_honest_ending_can_be_told(told, answer, states, honest):
    assert (rules.why_not_told(told, answer, states) is None) is honest


def test_a_second_person_publishes_once():
    one, other = uuid4(), uuid4()
    assert rules.may_publish(drafted_by=one, by=other, published=False)
    assert not rules.may_publish(drafted_by=one, by=one, published=False)
    assert not rules.may_publish(drafted_by=one, by=other, published=True)


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from(list(Audience)))
def test_most_is_believed_only_from_shown_figures(not_yet, others, audience):
    everybody = not_yet + others
    answer = Dimension("asked", "Answer", tuple(say.value for say in Say))
    cells = {(Say.NOT_YET.value,): not_yet, (Say.YES.value,): others}
    raw = RawTable("asked", "Did it?", Subject.VERDICTS, (answer,), cells, base=everybody)
    table = protect(RawRelease("verdicts", "Verdicts", everybody, (raw,)), audience).table("asked")
    if table is not None and rules.most_say_not_yet(table):
        assert everybody >= 20
        assert not_yet > everybody * 0.4


@given(st.integers(0, 80), st.integers(0, 80), st.sampled_from(list(Audience)))
def test_what_is_said_of_waffle_is_proven_by_what_is_shown(waffle, real, audience):
    table = replies(waffle, real, audience)
    said = rules.most_say_waffle(table) if table else None
    if said:
        assert waffle > 0.8 * real
    if said is False:
        assert waffle < 1.25 * real + 5


def test_nearly_all_waffle_is_most_and_what_nothing_settles_is_left_out():
    assert rules.most_say_waffle(replies(40, 2, Audience.PARTNERS)) is True
    assert rules.most_say_waffle(replies(2, 40, Audience.PARTNERS)) is False
    assert rules.most_say_waffle(replies(1, 2, Audience.PARTNERS, beside=40)) is None


def replies(waffle, real, audience, beside=0):
    answer = Dimension("asked", "Answer", tuple(rated.value for rated in Rated))
    cells = {(Rated.WAFFLE.value,): waffle, (Rated.REAL.value,): real}
    raw = RawTable("asked", "Waffle?", Subject.VERDICTS, (answer,), cells, base=waffle + real)
    everybody = max(waffle + real, beside)
    return protect(RawRelease("verdicts", "Verdicts", everybody, (raw,)), audience).table("asked")
