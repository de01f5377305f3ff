"""Erasing quotes whose owners took them back."""

from __future__ import annotations

from portal.board import operations
from portal.jobs.worker import HOURLY, periodic


@periodic(HOURLY)
def forget_withdrawn_quotes() -> int:
    """Pages have hidden them since the moment they were taken back; this wipes the sealed excerpt as well."""
    return operations.forget_withdrawn_quotes()
