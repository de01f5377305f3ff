"""Forgetting what was typed of papers and never settled."""

from __future__ import annotations

from portal.jobs.worker import NIGHTLY, periodic
from portal.paper import operations


@periodic(NIGHTLY)
def forget_unfinished() -> int:
    """After thirty days; the paper itself can be typed again."""
    return operations.forget_unfinished()
