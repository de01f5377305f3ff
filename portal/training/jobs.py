"""Erasing what is told of views whose owners allow teaching no longer."""

from __future__ import annotations

from portal.jobs.worker import HOURLY, periodic
from portal.training import operations


@periodic(HOURLY)
def forget_not_allowed() -> int:
    """Pages and files have hidden it since the moment it was taken back; this wipes the sealed words as well."""
    return operations.forget_not_allowed()
