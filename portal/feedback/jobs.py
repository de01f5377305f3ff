"""Asking the young champions again, once figures are signed."""

from __future__ import annotations

from portal.feedback import operations
from portal.jobs.worker import HOURLY, periodic


@periodic(HOURLY)
def ask_champions_again() -> int:
    """Claims that most code holders say have not happened yet."""
    return operations.ask_champions_again()
