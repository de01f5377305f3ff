"""Two champions decide, never about their own word, each once."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.word_list import rules
from portal.word_list.models import Standing, Turn

WHO = [UUID(int=number) for number in range(4)]


@given(st.sampled_from(WHO), st.lists(st.tuples(st.sampled_from(WHO), st.sampled_from(Turn)), max_size=12))
def test_no_word_moves_without_two_champions_who_did_not_propose_it(proposer, says):
    standing, voted = Standing.PROPOSED, {Turn.CONFIRM: set(), Turn.RETIRE: set()}
    for who, turn in says:
        if rules.may_decide(standing, turn, account_id=who, proposed_by=proposer, voted=voted[turn]):
            voted[turn].add(who)
            standing = rules.decided(standing, turn, voted[turn])
    if standing is not Standing.PROPOSED:
        assert len(voted[Turn.CONFIRM] - {proposer}) == rules.ENOUGH
    if standing is Standing.RETIRED:
        assert len(voted[Turn.RETIRE]) == rules.ENOUGH


@pytest.mark.parametrize(
    ("standing", "turn"),
    [
        (Standing.RETIRED, Turn.CONFIRM),
        (Standing.RETIRED, Turn.RETIRE),
        (Standing.PROPOSED, Turn.RETIRE),
        (Standing.IN_FORCE, Turn.CONFIRM),
    ],
)
def test_a_word_is_decided_in_its_own_turn_alone(standing, turn):
    assert not rules.may_decide(standing, turn, account_id=WHO[0], proposed_by=WHO[1], voted=())


def test_forms_are_read_one_a_line_or_by_comma():
    typed = " placement ,placements\nplaced  with,, placement"
    assert rules.forms_of(typed) == ("placement", "placements", "placed with")
