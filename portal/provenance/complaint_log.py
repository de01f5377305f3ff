"""Complaints with what they are about: topic, themes, the clock of each stage in working days, and what was learnt.

Exact numbers for the two teams that may open each complaint; none of them leaves these teams (docs/disclosure.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager

from portal.accounts.models import Account
from portal.complaints import queries as complaints
from portal.complaints import rules
from portal.complaints.models import Complaint, Stage
from portal.complaints.rules import Clock, Kept
from portal.contributions.models import Contribution, Matter
from portal.core import clock, crypto, db, parts
from portal.core.access import Role
from portal.core.errors import Unreadable
from portal.core.parts import Part
from portal.partnership import queries as partnership
from portal.provenance.periods import Period, span
from portal.themes.models import Coding, Theme

PER_PAGE = 25


class State(StrEnum):
    """How far a complaint is."""

    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True)
class Wanted:
    """Which complaints somebody wants to see; None narrows nothing."""

    state: State | None = None
    stage: Stage | None = None
    topic: Matter | None = None
    theme_id: UUID | None = None
    period: Period | None = None

    @property
    def is_of_complaints(self) -> bool:
        """Whether it asks for what complaints alone have."""
        return self.state is not None or self.stage is not None


@dataclass(frozen=True)
class Entry:
    """One complaint, without a word of whoever made it. `clocks` are those of the stages it came to."""

    complaint: Complaint
    topic: Matter
    themes: tuple[Theme, ...]
    clocks: tuple[Clock, ...]
    late: bool
    learning: str

    @property
    def mark(self) -> str:
        """The four signs it is named by in the register."""
        return self.complaint.id.hex[:4].upper()

    @property
    def made_on(self) -> date | None:
        """The day it became a complaint."""
        return clock.day_of(self.complaint.received_at) if self.complaint.received_at else None

    def at(self, stage: Stage) -> Clock | None:
        """Its clock at a stage, if it came to it."""
        return next((one for one in self.clocks if one.stage is stage), None)


@dataclass(frozen=True)
class TopicCount:
    """How many complaints came as one kind of view, and how many of them wait."""

    topic: Matter
    made: int
    open: int


@dataclass(frozen=True)
class StageCount:
    """How many complaints came to a stage, and how its working days were kept."""

    stage: Stage
    kept: Mapping[Kept, int]

    @property
    def came(self) -> int:
        """All of them."""
        return sum(self.kept.values())


@dataclass(frozen=True)
class ThemeCount:
    """How many complaints stand under a theme, how many of them wait, and what the service changes because of them.
    Without a theme: those that stand under none."""

    theme: Theme | None
    made: int
    open: int
    learning: tuple[str, ...]


def page(wanted: Wanted, number: int, account: Account, role: Role | None) -> Part[Entry]:
    """One page of the log: open ones by the day they are due, then closed ones, the newest first."""
    found = parts.page(_ordered(wanted, account, role), number, PER_PAGE)
    return found.of(_entries(found.rows))


def everything(wanted: Wanted, account: Account, role: Role | None) -> list[Entry]:
    """The whole of it in the same order, for a file."""
    return _entries(db.session.scalars(_ordered(wanted, account, role)).all())


def by_topic(wanted: Wanted, account: Account, role: Role | None) -> list[TopicCount]:
    """How many of what is wanted came as what, in the order of the kinds."""
    waits = func.count().filter(Complaint.closed_at.is_(None))
    query = select(Contribution.matter, func.count(), waits).select_from(Complaint)
    query = query.join(Contribution, Contribution.id == Complaint.contribution_id)
    counted = query.where(*_conditions(wanted, account, role)).group_by(Contribution.matter)
    found = {row[0]: TopicCount(*row) for row in db.session.execute(counted.order_by(Contribution.matter))}
    return [found[topic] for topic in Matter if topic in found]


def by_stage(entries: Collection[Entry]) -> list[StageCount]:
    """How many came to each stage, and whether its working days were kept."""
    counted = Counter((one.stage, one.kept) for entry in entries for one in entry.clocks)
    return [StageCount(stage, {kept: counted[stage, kept] for kept in Kept}) for stage in Stage]


def by_theme(entries: Collection[Entry]) -> list[ThemeCount]:
    """Complaints by the themes they stand under, by name; one may stand under several. Last are those under none."""
    under: dict[UUID | None, list[Entry]] = {}
    names: dict[UUID | None, Theme] = {}
    for entry in entries:
        for theme in entry.themes:
            names[theme.id] = theme
            under.setdefault(theme.id, []).append(entry)
        if not entry.themes:
            under.setdefault(None, []).append(entry)
    found = [_theme_count(names.get(key), rows) for key, rows in under.items()]
    return sorted(found, key=lambda one: (one.theme is None, one.theme.name.casefold() if one.theme else ""))


def themes_of(contribution_ids: Iterable[UUID]) -> dict[UUID, list[Theme]]:
    """The themes each of these views stands under, by name."""
    query = select(Coding.contribution_id, Theme).join(Theme, Theme.id == Coding.theme_id)
    query = query.where(Coding.contribution_id.in_(list(contribution_ids)))
    found: dict[UUID, list[Theme]] = {}
    for contribution_id, theme in db.session.execute(query.order_by(func.lower(Theme.name), Theme.id)):
        found.setdefault(contribution_id, []).append(theme)
    return found


def _ordered(wanted: Wanted, account: Account, role: Role | None) -> Select[Complaint]:
    query = select(Complaint).join(Complaint.contribution).options(contains_eager(Complaint.contribution))
    first = (Complaint.closed_at.is_not(None), Complaint.closed_at.desc(), Complaint.due_on, Complaint.id)
    return query.where(*_conditions(wanted, account, role)).order_by(*first)


def _conditions(wanted: Wanted, account: Account, role: Role | None) -> list[ColumnElement[bool]]:
    found = [complaints.visible(account, role)]
    if wanted.state is not None:
        waits = Complaint.closed_at.is_(None)
        late = waits & (Complaint.due_on < clock.today())
        found.append({State.OPEN: waits, State.LATE: late, State.CLOSED: ~waits}[wanted.state])
    if wanted.stage is not None:
        found.append(Complaint.stage == wanted.stage)
    if wanted.period is not None:
        found.append(_made_within(*span(wanted.period, clock.today())))
    if wanted.topic is not None:
        of_topic = select(Contribution.id).where(Contribution.matter == wanted.topic)
        found.append(Complaint.contribution_id.in_(of_topic))
    if wanted.theme_id is not None:
        under = select(Coding.contribution_id).where(Coding.theme_id == wanted.theme_id)
        found.append(Complaint.contribution_id.in_(under))
    return found


def _entries(rows: Sequence[Complaint]) -> list[Entry]:
    themes, holidays, today = themes_of([row.contribution_id for row in rows]), partnership.holidays(), clock.today()
    return [
        Entry(
            complaint=row,
            topic=row.contribution.matter,
            themes=tuple(themes.get(row.contribution_id, ())),
            clocks=rules.clocks(course, today, holidays) if (course := complaints.course_of(row)) else (),
            late=complaints.is_late(row),
            learning=_learnt(row),
        )
        for row in rows
    ]


def _theme_count(theme: Theme | None, entries: Sequence[Entry]) -> ThemeCount:
    waits = sum(one.complaint.closed_at is None for one in entries)
    learnt = dict.fromkeys(one.learning for one in entries if one.learning)
    return ThemeCount(theme, len(entries), waits, tuple(learnt))


def _made_within(first: date, last: date) -> ColumnElement[bool]:
    """Made on one of these days, on the clock in Scotland."""
    begins, ends = clock.start_of(first), clock.end_of(last)
    return (Complaint.received_at >= begins) & (Complaint.received_at < ends)


def _learnt(row: Complaint) -> str:
    """What the service changes because of it; one that cannot be opened hides none of the others."""
    try:
        return crypto.unseal(row, "learning") or ""
    except Unreadable as problem:
        return problem.message
