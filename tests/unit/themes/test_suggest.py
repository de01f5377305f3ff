"""Suggestions say for which words, and say nothing where nothing is shared."""

from hypothesis import given
from hypothesis import strategies as st

from portal.themes.suggest import MOST, hints, tokens

BOOK = {
    "bus": "Getting around. the bus. Says that a bus or train is late, missing or dear.",
    "family": "Family time. seeing my folks. Wants to see brothers, sisters or parents.",
    "school": "School. lessons. Says how lessons or teachers are.",
}


def test_words_of_the_codebook_are_a_reason() -> None:
    (hint,) = hints("The trains never come", BOOK, [])
    assert (hint.key, hint.words, hint.from_passages) == ("bus", ("train",), False)


def test_a_like_passage_is_a_reason_and_needs_two_words() -> None:
    coded = [("school", "my teacher shouts in maths"), ("family", "granny cooks soup")]
    (hint,) = hints("a teacher shouts", {key: "nothing" for key in BOOK}, coded)
    assert (hint.key, set(hint.words), hint.from_passages) == ("school", {"teacher", "shout"}, True)
    assert hints("soup", {key: "nothing" for key in BOOK}, coded) == []


def test_nothing_shared_is_no_suggestion() -> None:
    assert hints("pancakes", BOOK, []) == []
    assert hints("", BOOK, []) == []
    assert hints("the and of with", BOOK, []) == []
    assert hints("the bus", {}, [("gone", "the bus")]) == []


def test_what_every_theme_says_tells_none_from_another() -> None:
    assert hints("lovely", {"a": "lovely", "b": "lovely"}, []) == []


VOCABULARY = ["bus", "school", "mum", "soup", "teacher", "late", "dog", "the"]
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=8).map(" ".join)


@given(WORDS, st.dictionaries(st.sampled_from("abcdefgh"), WORDS), st.lists(st.tuples(st.sampled_from("abz"), WORDS)))
def test_each_theme_once_with_words_of_the_text_itself(text, book, coded) -> None:
    found = hints(text, book, coded)
    assert len(found) <= MOST
    assert len({hint.key for hint in found}) == len(found)
    assert {hint.key for hint in found} <= book.keys()
    for hint in found:
        assert hint.words and set(hint.words) <= set(tokens(text))
        assert 0 < hint.weight <= 1.000001
    assert found == hints(text, book, coded)
