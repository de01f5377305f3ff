import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.contributions.models import Priority
from portal.contributions.screening import priority_of

URGENT = [
    "i dont want to be here anymore",
    "He hits me when he's been drinking",
    "i'm not safe at home",
    "I keep cutting myself",
    "theres no food in the house",
    "she locked me in again",
    "I wish I was dead",
    "KMS",
    "thinking about running away the night",
    "he battered me last week",
    "theres nae food in the hoose",
    "he touched my leg",
    "he touched me",
    "she skelped us wi a belt",
    "ah dinnae want tae be here",
    "they pit me oot on sunday",
    "he put his hand up my top",
    "ahm feart tae go hame",
]


@pytest.mark.parametrize("text", URGENT)
def test_these_are_read_first(text):
    assert priority_of([text]) is Priority.URGENT


@pytest.mark.parametrize("text", ["I'm getting bullied", "a bit scared at night", "i want to complain"])
def test_these_are_read_soon(text):
    assert priority_of([text]) is Priority.SOON


FOREIGN = [
    "Boję się wracać tam na weekend",
    "Мене б’ють вдома",
    "أنا خائف من العودة",
    "no quiero volver a esa casa nunca",
    "je ne veux pas rentrer chez eux",
    "vreau sa plec de aici acum va rog",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_what_is_not_english_is_read_soon(text):
    assert priority_of([text]) is Priority.SOON


def test_words_on_a_site_in_another_language_are_read_soon():
    assert priority_of(["nie chce"], "pl") is Priority.SOON
    assert priority_of([], "pl") is Priority.USUAL
    assert priority_of(["nie chce"], "en-GB") is Priority.USUAL


@pytest.mark.parametrize(
    "text", ["ma wee brother bides wi his da noo an ah never see him", "Siân at the café was great"]
)
def test_scots_and_names_are_not_foreign(text):
    assert priority_of([text]) is Priority.USUAL


@pytest.mark.parametrize("text", ["", "good", "I want a gym card", "my worker is brilliant", "hit the gym wi ma pal"])
def test_everything_else_is_read_in_turn(text):
    assert priority_of([text]) is Priority.USUAL


@given(st.lists(st.text(max_size=80), max_size=5), st.sampled_from(URGENT))
def test_more_words_never_lower_a_priority(others, urgent):
    assert priority_of([*others, urgent]) is Priority.URGENT


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=60), st.sampled_from(["en", "pl", "uk"]))
def test_more_words_and_any_language_never_lower_it(texts, more, locale):
    order = list(Priority)
    before = priority_of(texts, locale)
    if before is Priority.URGENT:
        assert priority_of([*texts, more], locale) is Priority.URGENT
    assert order.index(priority_of(texts, locale)) <= order.index(priority_of(texts, "en"))
