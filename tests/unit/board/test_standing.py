"""One word for how things stand with several actions, and what other slices make of it."""

from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.board import labels
from portal.board.models import ActionState as State
from portal.board.rules import Standing, standing
from portal.entitlements.rules import Officers, officers_say
from portal.feedback.labels import ending
from portal.feedback.models import Told

#: What two actions are together, each pair once; a pair of the same is its own word.
TOGETHER = {
    Standing.DISPUTED: [(State.DISPUTED, other) for other in State],
    Standing.STUCK: [(State.STUCK, other) for other in State if other is not State.DISPUTED],
    Standing.CLAIMED: [(State.CLAIMED, other) for other in State if other not in (State.DISPUTED, State.STUCK)],
    Standing.PARTLY: [
        (State.PARTLY, other) for other in (State.PARTLY, State.UNDER_WAY, State.PLANNED, State.AGREED, State.STOPPED)
    ],
    Standing.SOME: [(State.AGREED, other) for other in (State.UNDER_WAY, State.PLANNED, State.STOPPED)],
    Standing.UNDER_WAY: [(State.UNDER_WAY, other) for other in (State.UNDER_WAY, State.PLANNED, State.STOPPED)],
    Standing.PLANNED: [(State.PLANNED, other) for other in (State.PLANNED, State.STOPPED)],
    Standing.AGREED: [(State.AGREED, State.AGREED)],
    Standing.STOPPED: [(State.STOPPED, State.STOPPED)],
}
PAIRS = [(pair, word) for word, pairs in TOGETHER.items() for pair in pairs]
STATES = st.lists(st.sampled_from(State), max_size=5)


@pytest.mark.parametrize(("pair", "word"), PAIRS)
def test_every_pair_has_one_word_whichever_comes_first(pair, word):
    assert standing(pair) is standing(pair[::-1]) is word


def test_the_table_holds_every_pair_once():
    written = [frozenset(pair) for pair, _word in PAIRS]
    assert sorted(map(sorted, written)) == sorted(sorted({*pair}) for pair in combinations_with_replacement(State, 2))


def test_nothing_done_is_nothing_and_every_word_is_drawn():
    assert standing([]) is Standing.NOTHING
    assert set(labels.STANDINGS) == set(labels.STANDING_KINDS) == set(Standing)


@given(STATES)
def test_agreed_is_only_what_young_people_agree_to_whole(states):
    assert (standing(states) is Standing.AGREED) == (set(states) == {State.AGREED})


@given(STATES)
def test_we_did_is_told_only_where_all_of_it_is_agreed(states):
    told = ending(Told.DID, states)[1] == "agreed"
    assert told == (standing(states) in (Standing.AGREED, Standing.NOTHING))


@given(STATES)
def test_a_promise_is_never_further_than_the_word_for_it(states):
    said = officers_say(states)
    if standing(states) is Standing.STUCK:
        assert said is Officers.STUCK
    if said is Officers.AGREED:
        assert standing(states) is Standing.AGREED or set(states) == {State.AGREED, State.STOPPED}
