"""Counting support once a week, and erasing ideas whose owners took them back."""

from __future__ import annotations

from portal.free_views import operations
from portal.jobs.worker import HOURLY, periodic


@periodic(HOURLY)
def count_support() -> int:
    """Finds what was not counted since Monday, so that a worker that slept counts late rather than never."""
    return operations.count_support()


@periodic(HOURLY)
def forget_not_allowed() -> int:
    """Pages have hidden them since the moment they were taken back; this wipes the sealed words as well."""
    return operations.forget_not_allowed()
