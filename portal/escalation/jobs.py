"""Each hour: what waited too long goes up, what moved leaves the ladder."""

from __future__ import annotations

from portal.escalation import operations
from portal.jobs.worker import HOURLY, periodic


@periodic(HOURLY)
def take_up() -> int:
    """By the rules on the public page; never a rung down by the calendar."""
    return operations.sweep()
