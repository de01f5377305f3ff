"""Counting syllables, measuring how hard a text is, finding words on the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.plain_words import queries, rules
from portal.plain_words.rules import Listed

#: Counted by ear, as they are said in Scotland.
BY_EAR = {
    word: number
    for number, words in {
        1: "home asked young board safe moved use used time times are read school does gone tried weeks change",
        2: "changes person any people something placement siblings brother sister worker review meeting council answer"
        " money every wanted because little table housing hearing happened"
        " contact very only open about again social reply carer"
        " quiet being create really doing colour centre city leaving before promise promised",
        3: "family area idea different together decision agency assessment transition everyone behaviour safeguarding",
        4: "available experience experienced information",
        5: "participation organisation opportunity accommodation",
    }.items()
    for word in words.split()
}
EASY = (
    "We asked the council. They said yes. You can see your brother each week. It starts in May. Tell us if it does not."
)
HARD = (
    "The multi-agency partnership will undertake a comprehensive evaluation of accommodation opportunities, considering"
    " organisational interdependencies and the availability of experienced professionals across participating agencies."
)
LIST = (Listed("siblings", "brothers and sisters", "", ""), Listed("LAC", "in care", "", ""))


def test_syllables_agree_with_the_ear_nine_times_in_ten():
    wrong = {word: rules.syllables(word) - number for word, number in BY_EAR.items() if rules.syllables(word) != number}
    assert len(wrong) <= len(BY_EAR) / 10, wrong
    assert abs(sum(wrong.values())) <= 3


def test_a_plain_answer_is_plain_and_an_official_one_is_not():
    assert rules.reading(EASY).age <= rules.TARGET
    assert rules.reading(HARD).age > rules.TOLD_ABOVE
    assert rules.reading(HARD).hardest == [HARD]
    assert queries.advice(EASY) is None


def test_too_few_words_say_nothing():
    assert rules.reading("Accommodation opportunities notwithstanding") is None
    assert queries.advice("") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You and your siblings", ["siblings"]),
        ("SIBLINGS! And LAC.", ["siblings", "LAC"]),
        ("a lack of lacquer, lac", []),
        ("sibling", []),
    ],
)
def test_listed_words_are_whole_words(text, found):
    assert [one.word for one in rules.listed_in(text, LIST)] == found


def test_the_list_says_what_to_say_instead_and_never_a_listed_word():
    for one in queries.words():
        assert one.say
        assert one.because
        assert one.source
        assert rules.listed_in(one.say, queries.words()) == []


@given(st.text(max_size=400))
def test_any_text_at_all_can_be_measured(text):
    found = rules.reading(text)
    if found:
        assert rules.YOUNGEST <= found.age <= rules.OLDEST
        assert all(sentence in text for sentence in found.hardest)
    rules.listed_in(text, queries.words())


@given(st.lists(st.sampled_from(["home", "family", "organisation"]), min_size=12, max_size=60))
def test_cutting_a_sentence_in_two_never_makes_it_harder(words):
    half = len(words) // 2
    one, two = " ".join(words), " ".join(words[:half]) + ". " + " ".join(words[half:])
    assert rules.reading(two).age <= rules.reading(one).age
