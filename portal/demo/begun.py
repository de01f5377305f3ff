"""The demonstration's reports on their way: one young champions can read before it is signed, one that is written."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from portal.accounts.models import Account
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.signed_reports import operations
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import Edition
from portal.signed_reports.operations import Frame


class Begun:
    """Begins, writes and has checked what its file says, on the day before loading."""

    def __init__(self, people: dict[str, Account]) -> None:
        self.people = people

    def schedule(self, timeline: Timeline) -> None:
        """Behind everything a report tells of."""
        for record in read("begun")["reports"]:
            timeline.on_day(0, partial(self._write, record, timeline), hour=0)

    def _write(self, record: Record, timeline: Timeline) -> None:
        by = self.people[record["by"]]
        frame = Frame(
            kind=KINDS[record["kind"]],
            title=record["title"],
            first_day=timeline.today + timedelta(days=record["first"]),
            last_day=timeline.today + timedelta(days=record["last"]),
        )
        report = operations.begin(frame, by=by)
        words = {(edition, key): text for edition in Edition for key, text in record.get(edition.value, {}).items()}
        for section in report.sections:
            operations.write(section, words.pop((section.edition, section.key), ""), turn=0, by=by)
        if words:
            raise KeyError(f"No such section: {sorted(key for _edition, key in words)}")
        if "checked_by" in record:
            operations.check(report, by=self.people[record["checked_by"]], looked_at_numbers=True)
