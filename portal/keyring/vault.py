"""The locks of a keyring: one that only the passphrase opens, and one for the phone it is open on.

The passphrase's key is Argon2id (19 MiB, two passes; OWASP Password Storage) under a salt made of the name, then keyed
with the pepper. The box is AES-256-GCM (NIST SP 800-38D) under that key, and sealed once more like any other field: who
has the database and every key of the server still has to guess the passphrase. Boxes are filled up, so that their
length tells nothing but "up to 15 codes" or "up to 30".
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.core import crypto, slow_hashes
from portal.core.errors import Unreadable
from portal.keyring import rules
from portal.keyring.models import Keyring, KeyringVisit

#: Bytes of a box: it holds a name of 40 letters and 15 codes; twice as many fill two.
BOX = 4096
_NONCE = 12


def name_hash(name: str) -> str:
    """What is stored of a name, and looked up by."""
    return hmac.digest(crypto.keys().derive("keyring-name"), rules.tidy_name(name).encode(), hashlib.sha256).hex()


def key_from(name: str, passphrase: str) -> bytes:
    """The 32 bytes that open a box: one slow hash, about 25-40 ms of processor time, whether or not there is a box."""
    salt = hmac.digest(crypto.keys().derive("keyring-salt"), rules.tidy_name(name).encode(), hashlib.sha256)[:16]
    slow = slow_hashes.raw(rules.tidy_passphrase(passphrase).encode(), salt)
    return hmac.digest(crypto.keys().derive("keyring-pepper"), slow, hashlib.sha256)


def lock_box(keyring: Keyring, key: bytes, held: dict[str, Any]) -> None:
    """Put away what a keyring holds."""
    plain = json.dumps(held, ensure_ascii=True).encode()
    filled = plain.ljust(-(-len(plain) // BOX) * BOX)
    keyring.box_sealed = crypto.seal_bytes(keyring, "box", _lock(key, keyring.seal_id, filled))


def open_box(keyring: Keyring, key: bytes) -> dict[str, Any]:
    """What a keyring holds; Unreadable if this is not its key."""
    inner = crypto.unseal_bytes(keyring, "box", keyring.box_sealed)
    held: dict[str, Any] = json.loads(_unlock(key, keyring.seal_id, inner))
    return held


def lock_for_phone(visit: KeyringVisit, token: str, key: bytes) -> None:
    """Let the phone with this cookie open the box without the passphrase; the cookie itself is stored nowhere."""
    visit.key_sealed = crypto.seal_bytes(visit, "key", _lock(_cookie_key(token), visit.seal_id, key))


def unlock_for_phone(visit: KeyringVisit, token: str) -> bytes:
    """The box's key; Unreadable under any other cookie."""
    return _unlock(_cookie_key(token), visit.seal_id, crypto.unseal_bytes(visit, "key", visit.key_sealed))


def _cookie_key(token: str) -> bytes:
    """256 random bits need no slow hash, only one that is not the stored one."""
    return hmac.digest(token.encode(), b"keyring", hashlib.sha256)


def _lock(key: bytes, bound_to: str, plain: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _unlock(key: bytes, bound_to: str, locked: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(locked[:_NONCE], locked[_NONCE:], bound_to.encode())
    except InvalidTag:
        raise Unreadable("This cannot be opened.") from None
