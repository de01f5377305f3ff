"""How long a file is kept, how many somebody may ask for, and when the worker seems to be asleep. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

#: A file is kept for a day after it was made; that it was asked for, a week.
KEPT, ROW_KEPT = timedelta(hours=24), timedelta(days=7)
#: What one person may ask for in an hour.
MOST_AN_HOUR = 30
#: One try, and one more if the first was cut off.
TRIES = 2
#: A file that nobody has begun after so long waits for a worker that is asleep.
ASLEEP = timedelta(minutes=2)
_OFTEN, _SELDOM, _GIVES_UP = 2, 15, timedelta(minutes=30)
_SOON = timedelta(seconds=30)


def looks_asleep(asked_at: datetime, now: datetime) -> bool:
    """Whether the worker should have begun long ago."""
    return now - asked_at >= ASLEEP


def looks_again(asked_at: datetime, now: datetime) -> int | None:
    """After how many seconds a page that waits loads itself again; None once that would only keep a phone busy."""
    waited = now - asked_at
    if waited >= _GIVES_UP:
        return None
    return _OFTEN if waited < _SOON else _SELDOM


def stamp_of(texts: Iterable[str]) -> str:
    """A digest of words in their order: SHA-256, hexadecimal. It is kept in the row, keyed by the caller."""
    digest = hashlib.sha256()
    for text in texts:
        raw = text.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
