"""When the next report that a law or guidance asks for is due, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.core import clock, db
from portal.partnership import queries as partnership
from portal.partnership.models import Organisation
from portal.signed_reports import rules
from portal.signed_reports.gathering import Kind
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import ReportState, SignedReport


@dataclass(frozen=True)
class Clock:
    """When the next report of a kind is due; `last` is the newest published one, None where there is none on record.

    Of one `organisation` where it has published its own since everybody's last; else of everybody, or with `others` of
    everybody else.
    """

    kind: Kind
    last: SignedReport | None
    due_on: date | None
    days_over: int
    organisation: Organisation | None = None
    others: bool = False


def clocks() -> list[Clock]:
    """For each kind that comes again: everybody's first, then each organisation's that publishes its own."""
    found = []
    for kind in KINDS.values():
        if kind.every_years is not None:
            found += _clocks(kind, kind.every_years)
    return found


def near(organisation_id: UUID | None) -> list[Clock]:
    """What this organisation has to publish within half a year, or should have; the first due first."""
    today, every = clock.today(), clocks()
    found = [one for one in every if one.due_on and rules.is_near(one.due_on, today)]
    own = {one.kind.key for one in every if one.organisation and one.organisation.id == organisation_id}
    mine = [
        one
        for one in found
        if (one.organisation is None and one.kind.key not in own)
        or (one.organisation and one.organisation.id == organisation_id)
    ]
    return sorted(mine, key=lambda one: (one.due_on or today, one.kind.key))


def _clocks(kind: Kind, every_years: int) -> list[Clock]:
    newest = _newest(kind)
    joint = newest.pop(None, None)
    own = {key: one for key, one in newest.items() if joint is None or one.last_day > joint.last_day}
    apart = [_clock(kind, every_years, own[one.id], one) for one in partnership.organisations() if one.id in own]
    if apart and all(one.id in own for one in partnership.organisations(local=True) if one.statutory):
        return apart
    return [_clock(kind, every_years, joint, None, others=bool(apart)), *apart]


def _newest(kind: Kind) -> dict[UUID | None, SignedReport]:
    """The published report about the latest days: everybody's together, and each organisation's."""
    query = select(SignedReport).where(SignedReport.kind == kind.key, SignedReport.state == ReportState.PUBLISHED)
    found: dict[UUID | None, SignedReport] = {}
    for one in db.session.scalars(query.order_by(SignedReport.last_day.desc(), SignedReport.id)):
        found.setdefault(one.organisation_id, one)
    return found


def _clock(
    kind: Kind, every_years: int, last: SignedReport | None, whose: Organisation | None, *, others: bool = False
) -> Clock:
    due = rules.due_on(last.last_day, every_years) if last else None
    return Clock(kind, last, due, rules.days_over(due, clock.today()) if due else 0, whose, others)
