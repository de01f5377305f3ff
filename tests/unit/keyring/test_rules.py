"""Names and passphrases."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.keyring import rules

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", ["Red Squirrel", "abc", "ü" * 40, "小さな犬"])
def test_made_up_names_will_do(name):
    assert rules.is_name(name)


@pytest.mark.parametrize("name", ["", "ab", "  a  ", "x" * 41, "me@example.org"])
def test_what_is_no_name(name):
    assert not rules.is_name(name)


@given(st.text(min_size=1, max_size=60))
def test_the_same_name_typed_otherwise_is_the_same(name):
    typed = f"  {unicodedata.normalize('NFD', name)}\t"
    assert rules.tidy_name(typed) == rules.tidy_name(rules.tidy_name(name))


@pytest.mark.parametrize(
    "passphrase", ["passwordpassword", "aaaaaaaaaaaaaa", "121212121212", "red squirrel red squirrel", "qwerty123456!"]
)
def test_what_everybody_tries_first_is_refused(passphrase):
    assert rules.is_easy_to_guess(passphrase, "Red Squirrel")


@pytest.mark.parametrize("passphrase", ["purple kettle dances", "trzy żółte koty", "Xk9#mq2!vT7w"])
def test_words_put_together_will_do(passphrase):
    assert not rules.is_easy_to_guess(passphrase, "Red Squirrel")
    assert not rules.is_too_short(passphrase)
