"""Erasing what has been kept long enough."""

from __future__ import annotations

from portal.jobs.worker import HOURLY, NIGHTLY, periodic
from portal.lifeline import operations


@periodic(HOURLY)
def forget_old_views() -> int:
    """Views older than the retention table allows, some each hour."""
    return operations.forget_old_views()


@periodic(NIGHTLY)
def forget_old_log() -> int:
    """Events and daily counts older than seven years."""
    return operations.forget_old_log()


@periodic(NIGHTLY)
def forget_closed_accounts() -> int:
    """Who held accounts closed a year ago."""
    return operations.forget_closed_accounts()
