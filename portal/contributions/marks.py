"""What stands for a code under one thing: a promise it answered about, an answer it rated, an idea it supports."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from portal.contributions.models import Contribution
from portal.core import crypto


def mark(key: bytes, about_id: UUID, code_hash: str) -> str:
    """HMAC-SHA256, 64 hexadecimal digits, so that no two rows show that one code was behind both."""
    return hmac.digest(key, f"{about_id}|{code_hash}".encode(), hashlib.sha256).hex()


def mark_of(purpose: str, about_id: UUID, contribution: Contribution) -> str:
    """The mark of a thread's code under something, keyed for this purpose alone."""
    return mark(crypto.keys().derive(purpose), about_id, contribution.code_hash)
