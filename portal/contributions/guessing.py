"""How often one account may be told that something is somebody's own words.

Each such refusal is a yes to the question "did anybody write this?", so a few an hour are enough to write in good
faith and too few to guess with. After them nothing is compared any more until the next hour is over, so that neither
yes nor no is told and no full hour wipes the slate clean. The same text again tells nothing new and counts once.
Whoever acts is who the log would name; outside a request nobody does, and nothing is counted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from portal.audit import operations as audit
from portal.core.errors import Repeats, RuleError
from portal.core.limits import counters

#: How many refusals an account gets in this hour and the one before.
MOST = 5
HOUR_SECONDS = 3600


@dataclass(frozen=True)
class Refused:
    """A refusal that is still to be written down: whose, and how many it makes lately.

    More than MOST where nothing was compared.
    """

    account_id: UUID
    times: int


_refused: ContextVar[Refused | None] = ContextVar("refused", default=None)


def hold_repeats(repeats: Callable[[], bool], sentence: str, texts: Collection[str]) -> None:
    """Raise Repeats with the sentence if `repeats()`, and, without asking it, once the refusals are used up.

    `texts` are what was typed: only their keyed hash is kept, for as long as they count.
    """
    account_id = audit.who_acts()
    if account_id is not None and _lately(_key(account_id)) >= MOST:
        _note_limit(account_id)
        raise Repeats(str(_TOO_OFTEN))
    if repeats():
        if account_id is not None:
            _note(account_id, texts)
        raise Repeats(sentence)


def take_refused() -> Refused | None:
    """The refusal nobody has written down yet; it is taken once."""
    refused = _refused.get()
    _refused.set(None)
    return refused


#: A RuleError only so that its sentence is found by those who translate.
_TOO_OFTEN = RuleError(
    "Nothing can be checked for you now: several texts were somebody’s own words. Keep what you typed, and save it"
    " two hours from now."
)


def _lately(key: str) -> int:
    try:
        return counters().lately(key, HOUR_SECONDS)
    except counters().base_exceptions:
        return 0  # counts that cannot be read keep nobody from writing


def _note(account_id: UUID, texts: Collection[str]) -> None:
    """Count a refusal and have it written down, unless this account was told the same of the same text already."""
    same = f"{_key(account_id)}|{hashlib.sha256(json.dumps(list(texts)).encode()).hexdigest()}"
    if _lately(same):
        return
    times = 0
    with suppress(counters().base_exceptions):
        counters().add(same, HOUR_SECONDS)
        counters().add(_key(account_id), HOUR_SECONDS)
        times = counters().lately(_key(account_id), HOUR_SECONDS)
    _refused.set(Refused(account_id, times))


def _note_limit(account_id: UUID) -> None:
    """Have it written down once that nothing is compared any more, however often somebody tries."""
    if not _lately(f"{_key(account_id)}|limit"):
        with suppress(counters().base_exceptions):
            counters().add(f"{_key(account_id)}|limit", HOUR_SECONDS)
        _refused.set(Refused(account_id, MOST + 1))


def _key(account_id: UUID) -> str:
    return f"own-words:{account_id}"
