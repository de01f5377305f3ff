"""Tags: what carries any that is looked for is found, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.commitments.models import Duty
from portal.signed_reports import indicators, tags
from portal.signed_reports.tags import NONE, Foundation, Tags
from portal.themes.labels import SHANARRI

ARTICLES = sorted(article for held in tags.ARTICLES.values() for article in held)


def any_of(*values):
    return st.frozensets(st.sampled_from(values))


TAGS = st.builds(Tags, any_of(*Duty), any_of(*ARTICLES), any_of(*SHANARRI), any_of(*Foundation))


@given(TAGS)
def test_nothing_meets_nothing_and_what_says_something_meets_itself(one):
    assert not NONE.meets(one) and not one.meets(NONE)
    assert one.meets(one) == (one != NONE)


@given(TAGS, TAGS, TAGS)
def test_more_tags_are_found_by_more_indicators_and_never_by_fewer(one, more, wanted):
    both = one.with_those_of([more])
    assert both.meets(wanted) == (one.meets(wanted) or more.meets(wanted))
    assert one.meets(wanted.with_those_of([more])) == (one.meets(wanted) or one.meets(more))


@given(any_of(*ARTICLES), any_of(*Foundation))
def test_a_right_is_found_by_the_foundation_it_says_most_of_and_a_foundation_finds_no_right(rights, named):
    wanted = Tags(named=named)
    assert Tags(rights=rights).meets(wanted) == any(rights & tags.OF_FOUNDATION[one] for one in named)
    assert not Tags(named=named).meets(Tags(rights=rights))


@pytest.mark.parametrize("one", indicators.framework().indicators, ids=lambda one: one.number)
def test_an_indicator_finds_each_of_its_own_tags(one):
    wanted = one.tags
    assert all(Tags(duties=frozenset({each})).meets(wanted) for each in wanted.duties)
    assert all(Tags(rights=frozenset({each})).meets(wanted) for each in wanted.rights)
    assert all(Tags(wellbeing=frozenset({each})).meets(wanted) for each in wanted.wellbeing)
    assert all(Tags(named=frozenset({each})).meets(wanted) for each in wanted.named)
    assert not NONE.meets(wanted)


def test_tags_are_read_as_they_are_kept():
    kept = tags.read(duty="f", uncrc="12, 13", shanarri="Respected", promise="Voice")
    assert kept == Tags(
        frozenset({Duty.IMPROVE}), frozenset({12, 13}), frozenset({"respected"}), frozenset({Foundation.VOICE})
    )
    assert tags.read(duty="z", uncrc="", promise="Hope") == NONE == tags.read()
