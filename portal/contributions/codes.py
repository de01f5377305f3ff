"""The four-word code and the draft code: derived from a random submission key, stored only as a keyed, slow hash.

Four words of a list of at least 6,144 give 50.3 bits or more. One Argon2id (19 MiB, two passes) is spent for every
try, hit or miss, under one secret system salt, so that the look-up is one indexed equality and time tells nothing;
the result is peppered with a key kept outside the database (OWASP ASVS 5.0, 6.5.2 with a written exception).

A draft code is three words and a number from 10 to 99 (44.3 bits, for seven days at most): nobody takes the one for
the other, and both cost the same to try.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from functools import cache
from pathlib import Path

from portal.core import crypto, slow_hashes

WORDS_IN_CODE = 4
WORDS_IN_DRAFT_CODE = 3
_NUMBERS = range(10, 100)
_LIST = Path(__file__).with_name("words") / "en.txt"


@cache
def word_list() -> tuple[str, ...]:
    """The words codes are made of, in order."""
    return tuple(_LIST.read_text(encoding="ascii").split())


def new_submission_key() -> str:
    """256 random bits that stand for one submission, however often it is sent."""
    return secrets.token_hex(32)


def is_submission_key(value: str) -> bool:
    """Whether a value has the shape of a submission key."""
    return re.fullmatch(r"[0-9a-f]{64}", value) is not None


def submission_hash(key: str) -> str:
    """What is stored of a submission key."""
    return hmac.digest(crypto.keys().derive("submission"), key.encode(), hashlib.sha256).hex()


def code_for(key: str) -> str:
    """The words for a submission key: the same key always gives the same words."""
    words = word_list()
    return " ".join(words[number % len(words)] for number in _numbers(key, "code-words", WORDS_IN_CODE))


def draft_code_for(key: str) -> str:
    """The draft code of what will be sent under this key: the same for every tap that asks for it."""
    words = word_list()
    *places, last = _numbers(key, "draft-code", WORDS_IN_DRAFT_CODE + 1)
    return " ".join([*(words[place % len(words)] for place in places), str(_NUMBERS[last % len(_NUMBERS)])])


def _numbers(key: str, label: str, count: int) -> list[int]:
    stream = hashlib.shake_256(crypto.keys().derive(label) + key.encode()).digest(8 * count)
    return [int.from_bytes(stream[i : i + 8]) for i in range(0, len(stream), 8)]


def normalise(typed: str) -> str:
    """What was typed, as words: case, extra spaces, hyphens, commas and full stops do not matter."""
    return " ".join(re.findall(r"[a-z]+", typed.lower()))


def normalise_draft(typed: str) -> str:
    """The same for a draft code: its words in order, then its number, wherever it was put."""
    return " ".join([normalise(typed), *re.findall(r"[0-9]+", typed)]).strip()


def is_draft_code(typed: str) -> bool:
    """Whether this looks like a draft code: only they have a number."""
    return re.search(r"[0-9]", typed) is not None


def code_hash(code: str) -> str:
    """What is stored of a code, and looked up by. Costs about 25-40 ms of processor time."""
    return _slow_hash(normalise(code), "code")


def draft_code_hash(code: str) -> str:
    """The same for a draft code, under keys of its own."""
    return _slow_hash(normalise_draft(code), "draft-code")


def _slow_hash(code: str, label: str) -> str:
    salt = crypto.keys().derive(f"{label}-salt")[:16]
    slow = slow_hashes.raw(code.encode(), salt)
    return hmac.digest(crypto.keys().derive(f"{label}-pepper"), slow, hashlib.sha256).hex()


def unknown_words(typed: str) -> list[str]:
    """Words typed that are in no code, so that a slip can be pointed out without saying whether a code exists."""
    known = set(word_list())
    return [word for word in normalise(typed).split() if word not in known]
