"""Envelopes: what a phone without signal seals so that only this server opens it, and the phone itself cannot.

ECIES with what every browser brings (Web Cryptography API): a fresh P-256 key for each envelope, ECDH with the server's
public key, HKDF-SHA256 (RFC 5869), AES-256-GCM (NIST SP 800-38D). The server's key pair comes from the field key of the
same number: it is rotated with it, and an envelope sealed before a rotation opens as long as the old key is kept.

Layout: one byte format (1), one byte key number, 65 bytes public key of the envelope (uncompressed point, SEC 1), 12
bytes nonce, then ciphertext and tag. The first 67 bytes are what the key is derived for and what the tag covers.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.core import crypto
from portal.core.errors import Unreadable

_FORMAT, _POINT, _NONCE = 1, 65, 12
_HEAD = 2 + _POINT
_CURVE = ec.SECP256R1()
#: The order of P-256 (NIST SP 800-186): a private key is a number from 1 to one less.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def public_key() -> str:
    """What a page seals to: the key's number, a full stop, and its public point in base64."""
    number = crypto.keys().current_field
    point = _private(number).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return f"{number}.{b64encode(point).decode()}"


def open_envelope(sealed: bytes) -> bytes:
    """What was sealed in a page; Unreadable if it was changed, is no envelope, or its key is gone."""
    head, nonce, body = sealed[:_HEAD], sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
    if len(head) < _HEAD or head[0] != _FORMAT or head[1] not in crypto.keys().field:
        raise Unreadable("This text cannot be opened.")
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, head[2:])
        shared = _private(head[1]).exchange(ec.ECDH(), theirs)
        return AESGCM(_derived(shared, head)).decrypt(nonce, body, head)
    except (InvalidTag, ValueError):
        raise Unreadable("This text cannot be opened.") from None


def seal_envelope(plain: bytes, to: str) -> bytes:
    """What a page does, for programs without a browser; `to` is what `public_key` gave."""
    number, point = to.split(".")
    own = ec.generate_private_key(_CURVE)
    mine = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    head = bytes((_FORMAT, int(number))) + mine
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, b64decode(point)))
    nonce = os.urandom(_NONCE)
    return head + nonce + AESGCM(_derived(shared, head)).encrypt(nonce, plain, head)


def _derived(shared: bytes, head: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"", info=head).derive(shared)


def _private(number: int) -> ec.EllipticCurvePrivateKey:
    """The pair of a field key. Twice the bits before taking the remainder leave no number likelier than another."""
    seed = hmac.digest(crypto.keys().field[number], b"portal|envelope", hashlib.sha512)
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, _CURVE)
