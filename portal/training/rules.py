"""Who may approve a pack, and when it may be taken away. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from uuid import UUID


def may_approve(*, by: UUID, makers: Collection[UUID], approved: bool, shown: int) -> bool:
    """A second person who made no part of it, once, and only where there is something to read."""
    return not approved and by not in makers and shown > 0


def version(title: str, questions: Sequence[str], texts: Sequence[str]) -> str:
    """A short name for exactly these words, so that what is approved is what was read."""
    whole = json.dumps([title, list(questions), list(texts)])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def lines(text: str) -> list[str]:
    """The questions of a pack: one a line, empty ones left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]
