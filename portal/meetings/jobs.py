"""Wiping what people needed for meetings that are long over."""

from __future__ import annotations

from portal.jobs.worker import HOURLY, periodic
from portal.meetings import operations


@periodic(HOURLY)
def forget_needs() -> int:
    """Finds what is due by itself."""
    return operations.forget_needs()
