"""Slow hashes of what people remember: word codes, passphrases, PINs.

OWASP's floor: Argon2id, 19 MiB, two passes, one lane (Password Storage Cheat Sheet). One costs 25-40 ms of
processor time.
"""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import Type, hash_secret_raw

PASSES, MEMORY_KIB = 2, 19 * 1024
_LANES, _BYTES = 1, 32
#: Every slow hash takes its turn here, two at once: a burst of tries must not use up the memory of a small machine.
turns = threading.BoundedSemaphore(2)


def raw(secret: bytes, salt: bytes) -> bytes:
    """32 bytes, the same for the same secret and salt (16 bytes): for what is looked up by its hash, or opens a box."""
    with turns:
        return hash_secret_raw(secret, salt, PASSES, MEMORY_KIB, _LANES, _BYTES, Type.ID)


def hashed(secret: str) -> str:
    """What is stored of a secret whose row is known: a salt of its own and the costs stand in it."""
    with turns:
        return _hasher().hash(secret)


def matches(stored: str, secret: str) -> bool:
    """Whether this is the secret behind a stored hash; one that cannot be read matches nothing."""
    with turns:
        try:
            return _hasher().verify(stored, secret)
        except (InvalidHashError, VerifyMismatchError):
            return False


def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=_LANES)
