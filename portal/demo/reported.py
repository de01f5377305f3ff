"""The demonstration's quarterly summary: written, checked, signed and published by three invented people."""

from __future__ import annotations

from portal.accounts.models import Account
from portal.demo.files import read
from portal.demo.timeline import Timeline
from portal.signed_reports import operations, rules
from portal.signed_reports.kinds import quarterly
from portal.signed_reports.models import SignedReport
from portal.signed_reports.operations import Frame


class Reported:
    """Schedules it once the figures of that quarter are signed."""

    def __init__(self, people: dict[str, Account], timeline: Timeline) -> None:
        self.people, self.timeline = people, timeline
        self.record = read("reports")
        self.reports: list[SignedReport] = []

    def schedule(self) -> None:
        """Begun and written on one day, checked, signed and published on later ones."""
        on, record = self.timeline.on_day, self.record
        on(record["begun"], self._write)
        on(record["checked"], self._check)
        on(record["signed"], self._sign)
        on(record["published"], lambda: operations.publish(self.reports[0], by=self.people[record["by"]]))

    def _write(self) -> None:
        by = self.people[self.record["by"]]
        first, last = rules.quarter_before(self.timeline.today)
        frame = Frame(kind=quarterly.KIND, title=self.record["title"], first_day=first, last_day=last)
        report = operations.begin(frame, by=by)
        self.reports.append(report)
        for section in report.sections:
            words = self.record["words"][section.edition.value].get(section.key, "")
            operations.write(section, words.strip(), turn=0, by=by)

    def _check(self) -> None:
        operations.check(self.reports[0], by=self.people[self.record["checked_by"]], looked_at_numbers=True)

    def _sign(self) -> None:
        operations.sign(self.reports[0], self.record["signed_as"], by=self.people[self.record["signed_by"]])
