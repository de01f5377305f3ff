"""The demonstration's inspector, whose access ends in some days, and the packs written for them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from portal.accounts import operations as accounts
from portal.accounts.models import Account
from portal.core.access import Role
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.signed_reports import frozen, operations, queries
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import SignedReport


class Inspected:
    """Gives the agreement and each pack its day on the timeline."""

    def __init__(self, people: dict[str, Account], timeline: Timeline) -> None:
        self.people, self.timeline = people, timeline
        self.record = read("inspection")

    def schedule(self) -> None:
        """The second person's yes; then each pack, from its words to whoever answers for it."""
        self.timeline.on_day(self.record["agreed"], self._agree)
        for pack in self.record["packs"]:
            self.timeline.on_day(pack["begun"], partial(self._write, pack), hour=14)

    def _agree(self) -> None:
        inspector = self.people[self.record["inspector"]]
        held = next(one for one in inspector.roles if one.role is Role.INSPECTOR)
        held.granted_by_id = self.people[self.record["asked_by"]].id
        accounts.approve_role(held, by=self.people[self.record["agreed_by"]])

    def _write(self, record: Record) -> None:
        today, by = self.timeline.today, self.people[record["by"]]
        frame = operations.Frame(
            kind=KINDS["inspection"],
            title=record["title"],
            first_day=today + timedelta(days=record["first"]),
            last_day=today + timedelta(days=record["last"]),
            chosen=tuple(record["indicators"]),
        )
        report = operations.begin(frame, by=by)
        for one in record["words"]:
            _put(report, one, by)
        if "signed_by" in record:
            operations.check(
                report, shown=queries.version_of(report), by=self.people[record["checked_by"]], looked_at_numbers=True
            )
            operations.sign(
                report, record["signed_as"], shown=queries.version_of(report), by=self.people[record["signed_by"]]
            )
            operations.publish(report, role=Role.PARTICIPATION_OFFICER, by=by)


def _put(report: SignedReport, record: Record, by: Account) -> None:
    """Words, with the sign of the first evidence of their section behind them; where there is none, it says so."""
    section = next(one for one in report.sections if one.key == record["section"])
    proofs = frozen.evidence_from_json(section.evidence)
    sign = f" [{proofs[0].code}]" if proofs else ""
    operations.write(section, record["text"] + sign, turn=0, by=by)
