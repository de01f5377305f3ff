"""Forgetting letters whose consultation is over."""

from __future__ import annotations

from portal.invitations import operations
from portal.jobs.worker import NIGHTLY, periodic


@periodic(NIGHTLY)
def forget_ended_letters() -> int:
    """Codes nobody can use any more, with the bands and the week they were started in."""
    return operations.forget_ended()
