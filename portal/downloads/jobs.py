"""Making files that were asked for, and throwing them away."""

from __future__ import annotations

from portal.downloads import building, operations
from portal.jobs.worker import HOURLY, MINUTELY, periodic


@periodic(MINUTELY)
def build() -> int:
    """What waits. A page that asks for a file wakes the worker at once; this makes up for a call that was not heard."""
    return building.build_due()


@periodic(HOURLY)
def tidy() -> int:
    """What is a day old, may not be had any more, or holds words somebody took back."""
    return operations.tidy()
