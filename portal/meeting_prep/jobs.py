"""Forgetting preparations whose time is up."""

from __future__ import annotations

from portal.jobs.worker import HOURLY, periodic
from portal.meeting_prep import operations


@periodic(HOURLY)
def forget_ended_preparations() -> int:
    """Those without a code after two hours, those with one after a year."""
    return operations.forget_ended()
