import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.contributions import codes
from portal.core import crypto, keys


@pytest.fixture(autouse=True, scope="module")
def _keys(tmp_path_factory):
    directory = tmp_path_factory.mktemp("keys")
    keys.create_keys(directory)
    crypto.use_keys(keys.load_keys(directory))


def test_a_code_is_worth_fifty_bits():
    assert codes.WORDS_IN_CODE * math.log2(len(codes.word_list())) >= 50.2


def test_the_same_key_gives_the_same_words():
    key = codes.new_submission_key()
    assert codes.code_for(key) == codes.code_for(key)
    assert len(codes.code_for(key).split()) == 4


def test_ten_thousand_codes_are_all_different_and_use_every_part_of_the_list():
    made = [codes.code_for(codes.new_submission_key()) for _ in range(10_000)]
    assert len(set(made)) == len(made)
    tenths = [0] * 10
    place = {word: number for number, word in enumerate(codes.word_list())}
    for code in made:
        for word in code.split():
            tenths[place[word] * 10 // len(place)] += 1
    expected = 4 * len(made) / 10
    chi_square = sum((count - expected) ** 2 / expected for count in tenths)
    assert chi_square < 27.9  # 9 degrees of freedom, p = 0.001


@pytest.mark.parametrize(
    "typed", ["Apple  River stone  Cloud", "apple-river-stone-cloud", " apple, river. stone\ncloud "]
)
def test_how_it_is_typed_does_not_matter(typed):
    assert codes.normalise(typed) == "apple river stone cloud"


@given(st.text())
def test_anything_can_be_typed(typed):
    assert set(codes.normalise(typed)) <= set("abcdefghijklmnopqrstuvwxyz ")


def test_only_a_keyed_slow_hash_is_stored():
    code = codes.code_for(codes.new_submission_key())
    hashed = codes.code_hash(code)
    assert hashed == codes.code_hash(code.upper().replace(" ", "-"))
    assert hashed != codes.code_hash(code + " x")
    assert not any(word in hashed for word in code.split())


def test_a_word_that_is_in_no_code_is_pointed_out():
    known = codes.word_list()[0]
    assert codes.unknown_words(f"{known} zzzz") == ["zzzz"]
