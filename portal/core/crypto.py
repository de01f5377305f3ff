"""Sealing free text: AES-256-GCM, each ciphertext bound to its table, row and field.

A ciphertext copied to another row or field does not open, and no ciphertext tells when it was made.
Layout: one byte format (1), one byte key number, 12 bytes nonce, then ciphertext and tag (NIST SP 800-38D).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.core.errors import Unreadable
from portal.core.keys import Keys

_FORMAT = 1
_NONCE = 12


class SealedRow(Protocol):
    """A stored row with a name for its table and an identity that never changes."""

    __tablename__: str

    @property
    def seal_id(self) -> str:
        """What stands for the row in the binding."""
        ...


class _Installed:
    keys: Keys | None = None


def use_keys(keys: Keys) -> None:
    """Install the keys for this process; done once at start-up."""
    _Installed.keys = keys


def keys() -> Keys:
    """The keys in use."""
    if _Installed.keys is None:
        raise RuntimeError("No keys are installed: create_app, or a test fixture, does it.")
    return _Installed.keys


def seal(row: SealedRow, field: str, text: str | None) -> None:
    """Store `text` in `row.<field>_sealed`, or nothing for an empty text."""
    setattr(row, f"{field}_sealed", seal_bytes(row, field, text.encode()) if text else None)


def unseal(row: SealedRow, field: str) -> str:
    """The text sealed in `row.<field>_sealed`, empty if there is none; Unreadable if it was tampered with."""
    sealed = getattr(row, f"{field}_sealed")
    return unseal_bytes(row, field, sealed).decode() if sealed else ""


def seal_bytes(row: SealedRow, field: str, plain: bytes) -> bytes:
    """`plain` as a ciphertext that opens only for this row and field."""
    number = keys().current_field
    nonce = os.urandom(_NONCE)
    body = AESGCM(keys().field[number]).encrypt(nonce, plain, _binding(row, field))
    return bytes((_FORMAT, number)) + nonce + body


def unseal_bytes(row: SealedRow, field: str, sealed: bytes) -> bytes:
    """What `seal_bytes` was given, or Unreadable."""
    if len(sealed) < 2 + _NONCE or sealed[0] != _FORMAT or sealed[1] not in keys().field:
        raise Unreadable("This text cannot be opened.")
    cipher = AESGCM(keys().field[sealed[1]])
    try:
        return cipher.decrypt(sealed[2 : 2 + _NONCE], sealed[2 + _NONCE :], _binding(row, field))
    except InvalidTag:
        raise Unreadable("This text cannot be opened.") from None


def needs_reseal(sealed: bytes) -> bool:
    """Whether an older key sealed this, so that rotation has to seal it again."""
    return sealed[1] != keys().current_field


def pseudonym(kind: str, identity: UUID | str) -> str:
    """A keyed name for a row in the audit log: says nothing without the audit key (HMAC-SHA256, 128 bits)."""
    return hmac.digest(keys().audit, f"{kind}|{identity}".encode(), hashlib.sha256).hex()[:32]


def _binding(row: SealedRow, field: str) -> bytes:
    return f"{row.__tablename__}|{row.seal_id}|{field}".encode()
