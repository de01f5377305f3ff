"""Deleting what people said about meetings that are long over, and calendars that ended."""

from __future__ import annotations

from portal.jobs.worker import HOURLY, periodic
from portal.meetings import feeds, operations


@periodic(HOURLY)
def forget_coming() -> int:
    """Finds what is due by itself."""
    return operations.forget_coming()


@periodic(HOURLY)
def forget_ended_calendars() -> int:
    """They show nothing since the account closed or got another passphrase or role; this deletes them as well."""
    return feeds.forget_ended()
