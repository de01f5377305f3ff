"""Points an invented young person has ready for a Hearing, and how meetings went for others last quarter."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import cycle

from portal.accounts.models import Account
from portal.demo.files import Record, read
from portal.demo.timeline import Timeline
from portal.evidence import listening
from portal.evidence import operations as evidence
from portal.evidence.models import Release
from portal.meeting_prep import operations as preparations
from portal.meeting_prep.models import Age, Changed, MeetingKind, SaidBy, TalkedAbout

_FROZEN, _SIGNED = -2, -1


class Meetings:
    """Schedules them; `code` opens the points once the timeline was replayed."""

    def __init__(self, opened: dict[str, Account]) -> None:
        self.people = opened
        self.code = ""

    def schedule(self, timeline: Timeline) -> None:
        """The quarter before, told meeting by meeting, frozen and signed; then one that is still to come."""
        quarter = listening.last_over(timeline.today + timedelta(days=_FROZEN))
        days = _school_days(quarter.first, quarter.until)
        for record in read("meeting")["went"]:
            for _ in range(record["number"]):
                timeline.at(timeline.moment(next(days), 17), partial(_tell, record))
        released: list[Release] = []
        freeze, sign = self.people["rowan"], self.people["iona"]
        timeline.on_day(_FROZEN, lambda: released.extend(listening.freeze_quarter(by=freeze)), hour=15)
        timeline.on_day(_SIGNED, partial(_sign, released, sign), hour=15)
        timeline.on_day(_SIGNED, self._prepare, hour=18)

    def _prepare(self) -> None:
        record, token = read("meeting")["prepared"], secrets.token_urlsafe(32)
        preparation = preparations.begin(MeetingKind(record["kind"]), Age(record["age"]), token=token)
        self.code = preparations.take_code(preparation)
        preparations.code_noted(preparation)
        for point in record["points"]:
            preparations.add(preparation, point["text"], prompt=point.get("prompt"), said_by=SaidBy(point["said_by"]))
        preparations.close_on(token)


def _sign(released: list[Release], by: Account) -> None:
    for release in released:
        evidence.sign(release, by=by)


def _tell(record: Record) -> None:
    """Somebody whose meeting is over says how it went."""
    token = secrets.token_urlsafe(32)
    preparation = preparations.begin(MeetingKind(record["kind"]), None, token=token)
    preparations.take_code(preparation)
    changed = Changed(record["changed"]) if "changed" in record else None
    preparations.tell(preparation, TalkedAbout(record["talked_about"]), changed, {})
    preparations.close_on(token)


def _school_days(first: date, until: date) -> Iterator[date]:
    """Weekdays from `first` until before `until`, over and over."""
    days = (first + timedelta(days=number) for number in range((until - first).days))
    return cycle(day for day in days if day.weekday() < 5)
