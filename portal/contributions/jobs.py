"""Forgetting visits that ended."""

from __future__ import annotations

from portal.contributions import visits
from portal.jobs.worker import HOURLY, periodic


@periodic(HOURLY)
def forget_ended_visits() -> int:
    """Drafts, codes and open threads nobody came back to."""
    return visits.sweep_ended()
