"""The day's digests. Each hour looks again: what a worker that was down did not send is made up for until evening."""

from __future__ import annotations

from config import Settings
from portal.jobs.worker import HOURLY, periodic
from portal.reminders import operations


@periodic(HOURLY)
def remind() -> int:
    """On working days from eight; a second look the same day puts nothing in."""
    return operations.remind(origin=Settings.from_env().origin)
