"""How long a guesser waits: counted in slots of fixed boundaries, the same for everybody.

The end of a wait that was counted from a miss would tell when somebody tried. One waits out the slot of the last miss
and one more, so between one slot and two.
"""

from __future__ import annotations

from math import ceil

from portal.core import clock
from portal.core.limits import counters

LONGEST_WAIT = 42


def slot_of(steps: int) -> int:
    """Half the longest wait after so many misses too many, in seconds: twice as long each time; 0 for none."""
    return min(LONGEST_WAIT, 1 << min(steps, 6)) // 2 if steps > 0 else 0


def begin_wait(key: str, slot: int) -> None:
    """From now on, and through the next slot, wait."""
    if slot:
        counters().add(key, slot)


def seconds_left(key: str, slot: int) -> int:
    """How long still; 0 to go ahead."""
    if slot == 0:
        return 0
    now = clock.now().timestamp()
    over = now // slot * slot + slot  # the end of the slot it is now
    if counters().count(key, slot):
        return ceil(over + slot - now)
    return ceil(over - now) if counters().count(key, slot, ago=1) else 0
