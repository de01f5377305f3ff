"""Reading the log back, and proving that nobody changed it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.audit.rules import FIRST_LINK, SHORTENED, link, most_within
from portal.core import clock, crypto, db

#: What the log calls it that somebody opened young people's words.
READING = "words.read"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Verification:
    """Whether the chain holds, how many events it has, its head, and where it first breaks."""

    whole: bool
    events: int
    head: str
    broken_at: int | None = None


def verify(*, expected_head: str | None = None) -> Verification:
    """Walk the whole chain. A cut tail shows only against a head noted elsewhere (`expected_head`)."""
    sequence, before = _beginning()
    count, seen_expected = 0, expected_head in (None, FIRST_LINK, before)
    for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).yield_per(1000):
        count, sequence = count + 1, sequence + 1
        if event.sequence != sequence or event.chain != link(event, before):
            return Verification(False, count, before, broken_at=sequence)
        before = event.chain
        seen_expected = seen_expected or before == expected_head
    if not seen_expected:
        return Verification(False, count, before, broken_at=sequence + 1)
    return Verification(True, count, before)


def _beginning() -> tuple[int, str]:
    """The number and link the chain begins after: none, or where one of its own events says it was cut."""
    first = db.session.scalar(select(func.min(AuditEvent.sequence))) or 1
    cuts = select(AuditEvent.facts).where(AuditEvent.action == SHORTENED).order_by(AuditEvent.sequence.desc())
    cut = json.loads(db.session.scalar(cuts.limit(1)) or "{}") if first > 1 else {}
    return (first - 1, str(cut["chain"])) if cut.get("until") == first - 1 else (0, FIRST_LINK)


def head() -> str:
    """The newest link, to be noted outside the database."""
    newest = select(AuditEvent.chain).order_by(AuditEvent.sequence.desc()).limit(1)
    return db.session.scalar(newest) or FIRST_LINK


@dataclass(frozen=True)
class Readings:
    """How often one person opened young people's words on one day, and the most within any hour of it."""

    day: date
    account_id: UUID
    number: int
    most_in_an_hour: int


def readings_since(first: date, *, whole: bool = True) -> list[Readings]:
    """Readings by day and person, the newest day first, the most of a day first; nothing tells what was read.

    Without `whole`, those that were recorded as kept from colleagues are left out.
    """
    begins = clock.start_of(first)
    found: dict[tuple[date, UUID], list[datetime]] = {}
    query = select(AuditEvent.at, AuditEvent.actor_id, AuditEvent.facts).where(
        AuditEvent.action == READING, AuditEvent.at >= begins
    )
    for at, actor_id, facts in db.session.execute(query.order_by(AuditEvent.at, AuditEvent.sequence)):
        if actor_id is not None and (whole or not json.loads(facts).get("aside")):
            found.setdefault((clock.day_of(at), actor_id), []).append(at)
    rows = [Readings(day, who, len(times), most_within(times, HOUR)) for (day, who), times in found.items()]
    return sorted(rows, key=lambda row: (-row.day.toordinal(), -row.number, str(row.account_id)))


@dataclass(frozen=True)
class Reading:
    """That somebody in a role opened one subject's words on a day; `aside` where colleagues are told nothing of it."""

    day: date
    role: str | None
    aside: bool


def readings_of(kind: str, identity: UUID) -> list[Reading]:
    """Every reading of one row still in the log, oldest first; nothing tells by whom."""
    return [
        Reading(clock.day_of(event.at), event.actor_role, aside=bool(json.loads(event.facts).get("aside")))
        for event in events_about(kind, identity)
        if event.action == READING
    ]


def first_day() -> date | None:
    """The day in Scotland of the oldest event still in the log; None for an empty log."""
    oldest = db.session.scalar(select(AuditEvent.at).order_by(AuditEvent.sequence).limit(1))
    return clock.day_of(oldest) if oldest else None


def acts_by_day(first: date, last: date) -> list[tuple[date, tuple[str, ...]]]:
    """For each day in Scotland from `last` back to `first`, the names of the acts people did, each once, by name.

    How often, by whom, about what and when is left out: numbers of readings would come close to how many views came.
    """
    begins = clock.start_of(first)
    ends = clock.end_of(last)
    query = select(AuditEvent.at, AuditEvent.action).where(
        AuditEvent.at >= begins, AuditEvent.at < ends, AuditEvent.actor_id.is_not(None)
    )
    found: dict[date, set[str]] = {}
    for at, action in db.session.execute(query.order_by(AuditEvent.sequence)).yield_per(1000):
        found.setdefault(clock.day_of(at), set()).add(action)
    span = (last - timedelta(days=back) for back in range((last - first).days + 1))
    return [(day, tuple(sorted(found.get(day, ())))) for day in span]


def last_moment(action: str, facts: Mapping[str, str]) -> datetime | None:
    """When an act with these facts was last done, as far back as the log goes; None where it never was."""
    query = select(AuditEvent.at, AuditEvent.facts).where(AuditEvent.action == action)
    for at, said in db.session.execute(query.order_by(AuditEvent.sequence.desc())):
        if facts.items() <= json.loads(said).items():
            return at
    return None


def last_sequence() -> int:
    """The number of the newest event; 0 before the first."""
    return db.session.scalar(select(func.max(AuditEvent.sequence))) or 0


def moments_since(sequence: int) -> Iterator[datetime]:
    """When each later event says it happened, in the order they were written."""
    later = select(AuditEvent.at).where(AuditEvent.sequence > sequence).order_by(AuditEvent.sequence)
    yield from db.session.scalars(later).yield_per(1000)


def first_moments(action: str, kind: str, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When an act was first done on each of these rows, as far back as the log goes; those it never was have none."""
    named = {crypto.pseudonym(kind, one): one for one in ids}
    query = select(AuditEvent.subject, func.min(AuditEvent.at)).where(
        AuditEvent.action == action, AuditEvent.subject.in_(named)
    )
    rows = db.session.execute(query.group_by(AuditEvent.subject).order_by(AuditEvent.subject))
    return {named[subject]: at for subject, at in rows if subject}


def events_about(kind: str, identity: UUID) -> Sequence[AuditEvent]:
    """Every act on one row, oldest first."""
    about = select(AuditEvent).where(AuditEvent.subject == crypto.pseudonym(kind, identity))
    return db.session.scalars(about.order_by(AuditEvent.sequence)).all()
