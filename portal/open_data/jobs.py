"""Deleting what stands for tokens that opened nothing for a year."""

from __future__ import annotations

from portal.jobs.worker import HOURLY, periodic
from portal.open_data import operations


@periodic(HOURLY)
def forget_old_tokens() -> int:
    """They open nothing since they ended; this takes them off the list as well."""
    return operations.forget_old_tokens()
