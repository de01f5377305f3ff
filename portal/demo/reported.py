"""The demonstration's reports: one published, one young champions can read before it is signed, one being written."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from portal.accounts.models import Account
from portal.core.access import Role
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.signed_reports import operations, queries, rules
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import Edition, SignedReport
from portal.signed_reports.operations import Frame


class Reported:
    """Writes, has checked, signs and publishes what its file says, each step on its day."""

    def __init__(self, people: dict[str, Account], timeline: Timeline) -> None:
        self.people, self.timeline = people, timeline
        self.written: dict[str, SignedReport] = {}

    def schedule(self) -> None:
        """What has no days of its own comes behind everything a report tells of."""
        for record in read("reports")["reports"]:
            if "begun" in record:
                self.timeline.on_day(record["begun"], partial(self._write, record))
                self.timeline.on_day(record["checked"], partial(self._check, record))
                self.timeline.on_day(record["signed"], partial(self._sign, record))
                self.timeline.on_day(record["published"], partial(self._publish, record))
            else:
                self.timeline.on_day(0, partial(self._write, record), hour=0)
                if "checked_by" in record:
                    self.timeline.on_day(0, partial(self._check, record), hour=0)
                if "remark" in record:
                    self.timeline.on_day(0, partial(self._remark, record), hour=0)

    def _write(self, record: Record) -> None:
        by = self.people[record["by"]]
        first, last = self._days(record)
        frame = Frame(kind=KINDS[record["kind"]], title=record["title"], first_day=first, last_day=last)
        report = self.written[record["title"]] = operations.begin(frame, by=by)
        words = {(edition, key): text for edition in Edition for key, text in record.get(edition.value, {}).items()}
        for section in report.sections:
            said = words.pop((section.edition, section.key), "")
            operations.write(section, said.strip(), turn=0, by=by)
        if words:
            raise KeyError(f"No such section: {sorted(key for _edition, key in words)}")

    def _days(self, record: Record) -> tuple[date, date]:
        today = self.timeline.today
        if record.get("quarter"):
            return rules.quarter_before(today)
        return today + timedelta(days=record["first"]), today + timedelta(days=record["last"])

    def _check(self, record: Record) -> None:
        by = self.people[record["checked_by"]]
        operations.check(
            self.written[record["title"]],
            shown=queries.version_of(self.written[record["title"]]),
            by=by,
            looked_at_numbers=True,
        )

    def _remark(self, record: Record) -> None:
        by = self.people[record["remarked_by"]]
        operations.remark(self.written[record["title"]], record["remark"], by=by, role=Role.CHAMPION)

    def _sign(self, record: Record) -> None:
        by = self.people[record["signed_by"]]
        operations.sign(
            self.written[record["title"]],
            record["signed_as"],
            shown=queries.version_of(self.written[record["title"]]),
            by=by,
        )

    def _publish(self, record: Record) -> None:
        operations.publish(self.written[record["title"]], role=Role.PARTICIPATION_OFFICER, by=self.people[record["by"]])
