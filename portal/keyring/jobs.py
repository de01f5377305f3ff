"""Forgetting keyrings nobody opens any more."""

from __future__ import annotations

from portal.jobs.worker import HOURLY, periodic
from portal.keyring import operations


@periodic(HOURLY)
def forget_unused_keyrings() -> int:
    """Those nobody opened for three years, and those left open on a phone."""
    return operations.forget_unused()
