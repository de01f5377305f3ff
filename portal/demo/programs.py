"""A program in the demonstration: the council's lead made a token for it; nobody has its text any more."""

from __future__ import annotations

from datetime import timedelta

from portal.accounts.models import Account
from portal.core import clock
from portal.core.access import Role
from portal.demo.timeline import Timeline
from portal.open_data import operations
from portal.open_data.models import Scope

_DAYS_AGO, _WORKS_FOR = 30, timedelta(days=180)
_READS = (Scope.FIGURES_PARTNERS, Scope.ACTIONS, Scope.COMMITMENTS)


class Programs:
    """One token."""

    def __init__(self, people: dict[str, Account]) -> None:
        self.people = people

    def schedule(self, timeline: Timeline) -> None:
        """Made some weeks ago, and never used yet."""
        timeline.on_day(-_DAYS_AGO, self._make)

    def _make(self) -> None:
        lead = self.people["heather"]
        operations.make(
            "Council performance system",
            organisation=lead.organisation,
            scopes=_READS,
            last_day=clock.today() + _WORKS_FOR,
            by=lead,
            role=Role.CORPORATE_LEAD,
        )
