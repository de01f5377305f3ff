"""Whether the machine's clock can be believed before anything is erased by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

#: A site in use is never quiet for so long; a longer gap is a clock set forward, or a machine that was off.
LONGEST_QUIET = timedelta(days=7)
#: Clocks are put right by seconds; more than this is a clock set back.
SLACK = timedelta(hours=1)


def is_believable(believed: datetime, noted: Iterable[datetime], now: datetime) -> bool:
    """Whether time went from the last believed moment to now in small steps, through what the log noted in between."""
    before = believed
    for moment in (*noted, now):
        if not -SLACK <= moment - before <= LONGEST_QUIET:
            return False
        before = moment
    return True
