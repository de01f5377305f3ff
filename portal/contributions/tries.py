"""Slowing down guesses at a code without ever locking anybody out.

After five misses in this quarter of an hour and the last a visitor waits, longer with each miss, 42 s at most. When
everybody together missed 300 times in an hour, somebody guesses from many places: then a visitor waits from the first
miss on, and longer.
A first try is never kept waiting, so that the right code works at once whatever others do.
"""

from __future__ import annotations

from contextlib import suppress

from flask_babel import gettext as _

from portal.core.limits import counters
from portal.core.waiting import begin_wait, seconds_left, slot_of

FREE_TRIES = 5
WINDOW_SECONDS = 15 * 60
SITE_BUDGET, SITE_SECONDS = 300, 3600


def seconds_to_wait(whose: str) -> int:
    """How long this visitor has to wait before the next try; 0 to go ahead."""
    try:
        return seconds_left(f"code-wait:{whose}", _slot(whose))
    except counters().base_exceptions:
        return 0  # counts that cannot be read keep nobody from their own thread


def note_miss(whose: str) -> None:
    """Count a miss, for this visitor and for the whole site."""
    with suppress(counters().base_exceptions):
        counters().add("code-miss", SITE_SECONDS)
        counters().add(f"code-miss:{whose}", WINDOW_SECONDS)
        begin_wait(f"code-wait:{whose}", _slot(whose))


def please_wait(seconds: int) -> str:
    """How to say it."""
    return str(_("That was a lot of tries. Wait %(seconds)s seconds, then try again.", seconds=seconds))


def _slot(whose: str) -> int:
    """The slot of waiting that is due now, in seconds; 0 for none."""
    misses = counters().lately(f"code-miss:{whose}", WINDOW_SECONDS)
    spent = counters().count("code-miss", SITE_SECONDS) // SITE_BUDGET
    steps = misses + spent - 1 if spent else misses - FREE_TRIES
    return slot_of(steps) if misses else 0
