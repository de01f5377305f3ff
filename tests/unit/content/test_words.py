"""The list codes are made of: long enough, plain, and without words that hurt."""

from math import log2
from pathlib import Path

import pytest

WORDS = Path(__file__).parents[3] / "portal" / "contributions" / "words" / "en.txt"

# Samples of what was taken out. Every candidate was read; this only stops the worst from coming back.
FAMILY_AND_CARE = (
    "adopt baby brother care carer child court custody family father foster home mother orphan parent sister"
)
HARM = "abuse attack blade blood die fight gun hit hurt kill knife murder punch shoot slap victim war weapon wound"
PLACES_AND_POWER = "arrest church god hospital jail judge lawyer mosque nurse police pray prison social tribunal"
FEELINGS = "afraid alone angry ashamed cry fear grief guilt hate lonely lost sad scared shame sorry worthless"
BODIES_AND_DRUGS = "beer bottle cocaine drug drunk fat heroin naked needle pill pub sex skinny smoke ugly weed wine"
INSULTS = "daft dumb fool idiot loser mad moron stupid thick weird"
UNWANTED = " ".join((FAMILY_AND_CARE, HARM, PLACES_AND_POWER, FEELINGS, BODIES_AND_DRUGS, INSULTS)).split()
SOUND_ALIKE = (
    ("sea", "see"), ("night", "knight"), ("their", "there"), ("flour", "flower"), ("pear", "pair"),
    ("sail", "sale"), ("stair", "stare"), ("weather", "whether"), ("write", "right"), ("bare", "bear"),
)  # fmt: skip


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return WORDS.read_text(encoding="ascii").splitlines()


def test_four_words_make_at_least_fifty_bits(lines: list[str]) -> None:
    assert 6_144 <= len(lines) <= 7_776
    assert 4 * log2(len(lines)) >= 50.2


def test_the_list_is_sorted_and_has_no_word_twice(lines: list[str]) -> None:
    assert lines == sorted(set(lines))


def test_words_are_short_and_of_plain_letters(lines: list[str]) -> None:
    odd = [word for word in lines if not (3 <= len(word) <= 8 and word.isalpha() and word.islower())]
    assert odd == []


@pytest.mark.parametrize("word", UNWANTED)
def test_no_word_that_hurts_is_in_the_list(lines: list[str], word: str) -> None:
    assert word not in set(lines)


@pytest.mark.parametrize("pair", SOUND_ALIKE)
def test_of_words_that_sound_the_same_at_most_one_is_kept(lines: list[str], pair: tuple[str, str]) -> None:
    assert len(set(pair) & set(lines)) <= 1


def test_plurals_are_left_out_when_the_word_itself_is_there(lines: list[str]) -> None:
    known = set(lines)
    plurals = [word for word in lines if word.endswith("s") and not word.endswith("ss") and word[:-1] in known]
    assert plurals == []
