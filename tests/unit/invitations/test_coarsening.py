"""What stands on a letter never points at one of a few."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.contributions.models import AgeBand, HomeType, LivesIn, Responsible
from portal.invitations import rules
from portal.invitations.rules import LEAST, Band, Bands, coarsen

bands = st.builds(
    Bands,
    age_band=st.sampled_from(["", *AgeBand]).map(str),
    home=st.sampled_from(["", *HomeType]).map(str),
    locality=st.sampled_from(["", "nithsdale", "stewartry"]),
    responsible=st.sampled_from(["", *Responsible]).map(str),
    lives_in=st.sampled_from(["", *LivesIn]).map(str),
)
asked = st.dictionaries(bands, st.integers(1, 25), min_size=1, max_size=12)


@given(asked)
def test_no_combination_is_shared_by_few_unless_nothing_is_said(lines):
    sizes = rules.sizes(coarsen(lines))
    assert [one for one, number in sizes.items() if number < LEAST and one.said] == []


@given(asked)
def test_everybody_is_still_there_and_nothing_is_added(lines):
    result = coarsen(lines)
    assert {one.asked: one.number for one in result} == lines
    for one in result:
        assert one.printed.said.items() <= one.asked.said.items()
        assert set(one.dropped) == one.asked.said.keys() - one.printed.said.keys()


@given(asked, st.randoms(use_true_random=False))
def test_the_same_people_give_the_same_letters_in_whatever_order(lines, dice: random.Random):
    items = list(lines.items())
    dice.shuffle(items)
    assert coarsen(dict(items)) == coarsen(lines)


@given(asked)
def test_what_was_coarsened_needs_no_more(lines):
    sizes = rules.sizes(coarsen(lines))
    assert rules.sizes(coarsen(sizes)) == sizes


@given(asked)
def test_what_is_large_enough_stays_as_it_was(lines):
    large = {one: number + LEAST for one, number in lines.items()}
    assert all(one.asked == one.printed for one in coarsen(large))


def test_the_least_useful_is_dropped_first():
    whole = Bands("12_15", "foster", "nithsdale", "ours", "here")
    others = {
        Bands("12_15", "foster", "nithsdale", "ours", "elsewhere"): 4,
        whole: 6,
    }
    assert {one.printed for one in coarsen(others)} == {whole.without([Band.LIVES_IN])}
    assert {one.dropped for one in coarsen(others)} == {(Band.LIVES_IN,)}


def test_few_do_not_spoil_it_for_many():
    sizes = rules.sizes(coarsen({Bands("12_15", "foster"): 12, Bands("16_17", "house"): 3, Bands(): 2}))
    assert sizes == {Bands(): 5, Bands("12_15", "foster"): 12}


def test_a_handful_alone_says_nothing():
    assert rules.sizes(coarsen({Bands("12_15", "house"): 4})) == {Bands(): 4}


def test_codes_are_read_however_they_are_typed():
    code = rules.new_code()
    assert rules.is_code(code) and rules.is_code(code.lower().replace("-", " "))
    assert rules.normalise(code.lower()) == code.replace("-", "")
    assert not rules.is_code("four words of something") and not rules.is_code(code + "2")


letters = st.lists(st.tuples(st.sampled_from([Bands("12_15"), Bands("16_17")]), st.booleans()), max_size=40)


@given(letters)
def test_a_reminder_list_singles_out_no_letter_of_few_that_were_started(drawn):
    listed = [(number, combination, started) for number, (combination, started) in enumerate(drawn, start=1)]
    left_out = {number for number, _, _ in listed} - set(rules.to_remind(listed))
    assert left_out <= {number for number, _, started in listed if started}
    groups = Counter(combination for number, combination, _ in listed if number in left_out)
    assert all(number >= rules.STARTED_LEAST for number in groups.values())


@pytest.mark.parametrize("started", [0, 4])
def test_where_few_were_started_everybody_is_reminded(started):
    listed = [(number, Bands("12_15"), number <= started) for number in range(1, 13)]
    assert rules.to_remind(listed) == list(range(1, 13))
