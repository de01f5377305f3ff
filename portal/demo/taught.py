"""The demonstration's training packs: one approved, one that waits for a second person."""

from __future__ import annotations

from functools import partial

from portal.accounts.models import Account
from portal.board.rules import CHECKLIST
from portal.contributions import queries as contributions
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.demo.voices import Voices
from portal.training import operations, queries


class Taught:
    """Gives each pack its day; whoever approves it does so on the same day."""

    def __init__(self, people: dict[str, Account], voices: Voices) -> None:
        self.people, self.voices = people, voices

    def schedule(self, timeline: Timeline) -> None:
        """Made and, where somebody is named for it, approved."""
        for record in read("taught")["packs"]:
            timeline.on_day(record["days"], partial(self._make, record), hour=15)

    def _make(self, record: Record) -> None:
        by = self.people[record["by"]]
        pack = operations.begin(record["title"], record["questions"].strip(), by=by)
        for passage in record["passages"]:
            said = contributions.words_of(self.voices.given[passage["voice"]].id)
            words = next(one for one in said if queries.said(one).startswith(passage["begins"]))
            operations.tell(pack, words, passage["told"], looked=CHECKLIST, rare_seen=True, by=by)
        if "approved_by" in record:
            version = queries.shown(pack).version
            operations.approve(pack, shown=version, looked=CHECKLIST, by=self.people[record["approved_by"]])
