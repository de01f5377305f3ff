"""An envelope opens for this server alone, whole, and also after its key was replaced."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import crypto, envelopes
from portal.core.errors import Unreadable
from portal.core.keys import Keys

ONE = Keys(session=b"s" * 32, session_previous=(), pepper=b"p" * 32, audit=b"a" * 32, field={1: b"1" * 32})
TWO = dataclasses.replace(ONE, field={1: b"1" * 32, 2: b"2" * 32})


@pytest.fixture(autouse=True)
def keys(monkeypatch):
    monkeypatch.setattr(crypto._Installed, "keys", ONE)


@given(st.binary(max_size=3000))
def test_it_opens_as_it_was_sealed(plain):
    assert envelopes.open_envelope(envelopes.seal_envelope(plain, envelopes.public_key())) == plain


def test_two_of_the_same_have_nothing_in_common_but_their_key():
    one, two = (envelopes.seal_envelope(b"zebrafinch", envelopes.public_key()) for _ in range(2))
    assert one[:2] == two[:2] == b"\x01\x01"
    assert sum(a == b for a, b in zip(one[3:], two[3:], strict=True)) < 12


def test_every_bit_counts():
    sealed = envelopes.seal_envelope(b"zebrafinch", envelopes.public_key())
    for place in range(len(sealed)):
        broken = sealed[:place] + bytes((sealed[place] ^ 1,)) + sealed[place + 1 :]
        with pytest.raises(Unreadable):
            envelopes.open_envelope(broken)


@given(st.binary(max_size=200))
def test_anything_else_is_refused_in_words(noise):
    with pytest.raises(Unreadable):
        envelopes.open_envelope(noise)


def test_what_was_sealed_before_a_new_key_opens_until_the_old_one_is_gone(monkeypatch):
    sealed = envelopes.seal_envelope(b"zebrafinch", envelopes.public_key())
    monkeypatch.setattr(crypto._Installed, "keys", TWO)
    assert envelopes.public_key().startswith("2.")
    assert envelopes.open_envelope(sealed) == b"zebrafinch"
    monkeypatch.setattr(crypto._Installed, "keys", dataclasses.replace(TWO, field={2: b"2" * 32}))
    with pytest.raises(Unreadable):
        envelopes.open_envelope(sealed)
