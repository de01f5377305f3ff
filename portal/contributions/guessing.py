"""How often one account may be told that something is somebody's own words.

Each such refusal is a yes to the question "did anybody write this?", so a few an hour are enough to write in good
faith and too few to guess with. After them nothing is compared any more until the next full hour, so that neither yes
nor no is told. Whoever acts is who the log would name; outside a request nobody does, and nothing is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from portal.audit import operations as audit
from portal.core.errors import Repeats, RuleError
from portal.core.limits import counters

#: How many refusals an account gets in one hour.
MOST = 5
HOUR_SECONDS = 3600


@dataclass(frozen=True)
class Refused:
    """A refusal that is still to be written down: whose, and how many it makes in this hour."""

    account_id: UUID
    times: int


_refused: ContextVar[Refused | None] = ContextVar("refused", default=None)


def hold_repeats(repeats: Callable[[], bool], sentence: str) -> None:
    """Raise Repeats with the sentence if `repeats()`, and, without asking it, once this hour's refusals are used up."""
    account_id = audit.who_acts()
    if account_id is not None and _so_far(account_id) >= MOST:
        _note(account_id)
        raise Repeats(str(_TOO_OFTEN))
    if repeats():
        if account_id is not None:
            _note(account_id)
        raise Repeats(sentence)


def take_refused() -> Refused | None:
    """The refusal nobody has written down yet; it is taken once."""
    refused = _refused.get()
    _refused.set(None)
    return refused


#: A RuleError only so that its sentence is found by those who translate.
_TOO_OFTEN = RuleError(
    "Nothing can be checked for you now: several texts in this hour were somebody’s own words. Keep what you typed,"
    " and save it after the next full hour."
)


def _so_far(account_id: UUID) -> int:
    try:
        return counters().count(_key(account_id), HOUR_SECONDS)
    except counters().base_exceptions:
        return 0  # counts that cannot be read keep nobody from writing


def _note(account_id: UUID) -> None:
    times = 0
    with suppress(counters().base_exceptions):
        times = counters().add(_key(account_id), HOUR_SECONDS)
    _refused.set(Refused(account_id, times))


def _key(account_id: UUID) -> str:
    return f"own-words:{account_id}"
