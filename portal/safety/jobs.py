"""Telling the next person when a concern waits, and forgetting what the case record has."""

from __future__ import annotations

from portal.jobs.worker import HOURLY, MINUTELY, periodic
from portal.safety import operations


@periodic(MINUTELY)
def escalate() -> int:
    """Second person after 30 staffed minutes, manager after 60."""
    return operations.escalate()


@periodic(HOURLY)
def forget_settled() -> int:
    """Erase the words of what was closed 30 days ago."""
    return operations.forget_settled()
