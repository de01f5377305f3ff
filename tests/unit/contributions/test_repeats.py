"""When a text is somebody's own words, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.contributions import rules

WORDS = st.lists(st.sampled_from(["ask", "me", "first", "not", "after", "the", "bus"]), max_size=20)


def test_a_quoted_run_of_words_is_noticed_however_it_is_written():
    quoted = "Tell us the truth about the waiting list"
    assert rules.repeats(quoted, "You said: tell us THE TRUTH, about the list. Us the truth about the bus")
    assert not rules.repeats(quoted, "You wanted honest dates for a flat")
    assert not rules.repeats("", "anything")
    assert rules.repeats("No more moves", "they said no more moves please")


@pytest.mark.parametrize("between", ["\u200b", "\u00ad", "\ufeff", "\u2060"])
def test_a_sign_nobody_sees_hides_nothing(between):
    assert rules.repeats("No more moves", f"no mo{between}re moves")


@given(WORDS, WORDS, WORDS)
def test_a_run_is_found_wherever_it_stands_and_only_then(before, said, after):
    passage, text = " ".join(said), " ".join([*before, *said, *after])
    assert rules.repeats_one_of([passage], [text]) is (len(said) >= rules.SHORTEST_OF_ANYBODY)
    other = " ".join(f"x{word}" for word in said)
    assert not rules.repeats_one_of([passage], [other])
