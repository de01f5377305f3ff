"""Drafts: what a new version of the portal does to them, how two become one, how long they are at hand."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.contributions import drafts
from portal.contributions.drafts import Draft
from portal.contributions.models import Identity, Purpose
from portal.core import clock

WORDS = st.text(max_size=20)
GIVEN = st.one_of(st.lists(WORDS, max_size=3), st.integers(), WORDS, st.dictionaries(WORDS, WORDS, max_size=3))
ANSWERS = st.dictionaries(WORDS, GIVEN, max_size=4)
BEGUN = st.builds(
    Draft,
    answers=ANSWERS,
    bands=st.dictionaries(WORDS, WORDS, max_size=2),
    identity=st.sampled_from(["", *Identity]),
    name=WORDS,
    reach=WORDS,
    sharing=st.lists(st.sampled_from([one.value for one in Purpose]), unique=True),
    decided=st.lists(st.sampled_from(["identity", "sharing"]), unique=True),
    edition=WORDS,
    code_hash=st.sampled_from([None, "hash"]),
)


@given(BEGUN)
def test_what_is_sealed_comes_out_the_same(draft):
    again = drafts.from_state("autumn", draft.edition, drafts.as_state(draft))
    again.about, again.code_hash = draft.about, draft.code_hash
    assert again == draft


@given(BEGUN, st.sets(st.sampled_from(sorted(drafts.as_state(Draft(key="k"))))), st.dictionaries(WORDS, WORDS))
def test_a_new_version_loses_only_what_it_does_not_know(draft, missing, unknown):
    state = {**{f"later {name}": value for name, value in unknown.items()}, **drafts.as_state(draft)}
    kept = {name: value for name, value in state.items() if name not in missing}
    again = drafts.from_state("autumn", "", kept)
    for name in drafts.as_state(draft).keys() - missing:
        assert getattr(again, name) == getattr(draft, name)
    assert again.key


@given(BEGUN, BEGUN)
def test_of_two_drafts_no_answer_is_lost_and_the_last_one_counts(older, newer):
    before, after = dict(older.answers), dict(newer.answers)
    codes_before = {older.key: older.code_hash, newer.key: newer.code_hash}
    whole = drafts.joined(older, newer)
    assert whole.answers == before | after
    assert whole.code_hash or not any(codes_before.values())
    assert whole.code_hash == codes_before[whole.key]


@given(BEGUN, BEGUN)
def test_a_yes_that_was_taken_away_is_not_brought_back(older, newer):
    newer.decided, newer.sharing = ["sharing"], []
    assert drafts.purposes(drafts.joined(older, newer)) == ()


@given(BEGUN, BEGUN)
def test_a_name_that_was_taken_away_is_not_brought_back(older, newer):
    newer.decided = ["identity"]
    drafts.be_known(newer, Identity.NOBODY, name="Sam", reach="ring me", chosen=True)
    whole = drafts.joined(older, newer)
    assert (whole.name, whole.reach, drafts.is_known(whole)) == ("", "", False)
    assert Purpose.WORKER not in drafts.purposes(whole)


def test_a_name_goes_when_nobody_may_know():
    draft = Draft(key="k", identity="named", name="Sam", reach="text", sharing=["worker", "quote"])
    drafts.be_known(draft, Identity.NOBODY, name="Sam", reach="text", chosen=True)
    assert (draft.name, draft.reach, draft.sharing, drafts.is_known(draft)) == ("", "", ["quote"], False)
    assert drafts.purposes(draft) == (Purpose.QUOTE,)


@pytest.mark.parametrize(("minutes", "at_hand"), [(0, True), (19, True), (26, False)])
def test_after_twenty_minutes_nobody_knows_whose_it_is(minutes, at_hand):
    draft = Draft(key="k")
    drafts.touch(draft)
    with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
        assert drafts.is_at_hand(draft) is at_hand


def test_with_a_draft_code_it_lives_longer_and_leaves_the_phone_as_early():
    plain, coded = Draft(key="k"), Draft(key="k", code_hash="hash")
    assert timedelta(hours=2) <= drafts.ends_at(plain) - clock.now() <= timedelta(hours=3)
    assert timedelta(days=7) <= drafts.ends_at(coded) - clock.now() <= timedelta(days=8)
    for draft in (plain, coded):
        drafts.touch(draft)
    with time_machine.travel(clock.now() + timedelta(minutes=126), tick=False):
        assert drafts.is_here(plain) and not drafts.is_here(coded)
