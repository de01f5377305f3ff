"""A locked name in the demonstration: somebody asked to see it this morning, and a second person may decide."""

from __future__ import annotations

from datetime import timedelta

from portal.accounts.models import Account
from portal.contributions.models import Identity
from portal.demo.timeline import Timeline
from portal.demo.voices import Voices
from portal.unmasking import operations as unmasking
from portal.unmasking.models import Reason

_HOURS_AGO = 3


class Names:
    """One request about the first view that only the team may put a name to."""

    def __init__(self, people: dict[str, Account], voices: Voices) -> None:
        self.people, self.voices = people, voices

    def schedule(self, timeline: Timeline) -> None:
        """It waits for somebody else until tomorrow morning."""
        timeline.at(timeline.loaded_at - timedelta(hours=_HOURS_AGO), self._ask)

    def _ask(self) -> None:
        locked = next(one for one in self.voices.given.values() if one.identity is Identity.TEAM)
        why = "They asked us to sort the damp in their flat, and housing needs to know whose door to knock on."
        unmasking.ask(locked, reason=Reason.SORT, because=why, by=self.people["rowan"])
