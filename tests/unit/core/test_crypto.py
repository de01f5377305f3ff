from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import crypto, keys
from portal.core.errors import Unreadable


@dataclass
class Row:
    id: UUID
    text_sealed: bytes | None = None
    other_sealed: bytes | None = None
    __tablename__ = "row"

    @property
    def seal_id(self) -> str:
        return str(self.id)


@pytest.fixture(autouse=True)
def _keys(tmp_path_factory):
    directory = tmp_path_factory.mktemp("keys")
    keys.create_keys(directory)
    crypto.use_keys(keys.load_keys(directory))


@given(st.text(min_size=1))
def test_what_is_sealed_opens_again(text):
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        return
    row = Row(uuid4())
    crypto.seal(row, "text", text)
    assert crypto.unseal(row, "text") == text


def test_nothing_is_sealed_as_nothing():
    row = Row(uuid4())
    crypto.seal(row, "text", "")
    assert row.text_sealed is None
    assert crypto.unseal(row, "text") == ""


def test_the_same_words_never_look_the_same():
    one, other = Row(uuid4()), Row(uuid4())
    crypto.seal(one, "text", "my wee brother")
    crypto.seal(other, "text", "my wee brother")
    assert one.text_sealed != other.text_sealed
    assert b"brother" not in one.text_sealed


@given(st.data())
def test_any_changed_byte_is_refused(data):
    row = Row(uuid4())
    crypto.seal(row, "text", "my wee brother")
    place = data.draw(st.integers(0, len(row.text_sealed) - 1))
    flip = data.draw(st.integers(1, 255))
    changed = bytearray(row.text_sealed)
    changed[place] ^= flip
    row.text_sealed = bytes(changed)
    with pytest.raises(Unreadable):
        crypto.unseal(row, "text")


@given(st.binary(max_size=40))
def test_rubbish_is_refused(rubbish):
    row = Row(uuid4(), text_sealed=rubbish or b"x")
    with pytest.raises(Unreadable):
        crypto.unseal(row, "text")


def test_a_text_moved_to_another_row_or_field_is_refused():
    one, other = Row(uuid4()), Row(uuid4())
    crypto.seal(one, "text", "my wee brother")
    other.text_sealed = one.other_sealed = one.text_sealed
    for row, field in ((other, "text"), (one, "other")):
        with pytest.raises(Unreadable):
            crypto.unseal(row, field)


def test_an_older_key_still_opens_and_asks_to_be_sealed_again(tmp_path):
    keys.create_keys(tmp_path)
    crypto.use_keys(keys.load_keys(tmp_path))
    row = Row(uuid4())
    crypto.seal(row, "text", "my wee brother")
    keys.add_field_key(tmp_path)
    crypto.use_keys(keys.load_keys(tmp_path))
    assert crypto.unseal(row, "text") == "my wee brother"
    assert crypto.needs_reseal(row.text_sealed)


def test_a_lost_key_is_refused_plainly(tmp_path):
    row = Row(uuid4())
    crypto.seal(row, "text", "my wee brother")
    keys.create_keys(tmp_path)
    crypto.use_keys(keys.load_keys(tmp_path))
    with pytest.raises(Unreadable):
        crypto.unseal(row, "text")
