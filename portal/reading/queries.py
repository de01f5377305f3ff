"""The reading desk: which views wait, and everything a reader needs to see on one page. Lists hold no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from portal.accounts import queries as accounts
from portal.audit import queries as audit
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Submission
from portal.contributions import attachments
from portal.contributions import queries as contributions
from portal.contributions.attachments import Shown
from portal.contributions.models import Assistance, Contribution, Identity, Matter, Priority, Purpose, Route
from portal.contributions.queries import Said, Talk
from portal.core import clock, crypto, db
from portal.core.access import Permission, Role, permits
from portal.core.errors import NotFound
from portal.core.parts import Part, numbered
from portal.reading import translations
from portal.reading.models import Outcome, Triage
from portal.safety import queries as safety
from portal.safety.models import Concern
from portal.together import queries as together
from portal.together.models import GroupPoint, GroupSession

PER_PAGE = 25
#: How far back "who read what" looks, and from how many in an hour on it asks why.
DAYS = 30
MANY = 30


class Show(StrEnum):
    """Which views a list holds."""

    WAITING = "waiting"
    SORTED = "sorted"


@dataclass(frozen=True)
class ViewLine:
    """A view in the list: where it came from, how old, how urgent."""

    id: UUID
    week: date
    about: str
    matter: Matter
    priority: Priority
    sorted: bool
    answered: bool
    due_on: date
    late: bool
    read: bool
    locale: str

    @property
    def mark(self) -> str:
        """Four signs to tell views of one week apart; random, like the id they come from."""
        return self.id.hex[:4].upper()


@dataclass(frozen=True)
class View:
    """A whole view, for somebody who may read it."""

    contribution: Contribution
    about: str
    name: str
    reach: str
    passages: Sequence[Said]
    attachments: Sequence[Shown]
    answers: Sequence[tuple[str, str]]
    talk: Sequence[Talk]
    shared: frozenset[Purpose]
    late: bool
    triage: Triage | None
    concern: Concern | None
    assistance: Assistance | None
    group: GroupSession | None
    points: Mapping[UUID, GroupPoint]
    english: Mapping[UUID, str]


@dataclass(frozen=True)
class ReadingLine:
    """One person's readings on one day, for whoever checks that nobody reads out of curiosity."""

    day: date
    who: str
    number: int
    most_in_an_hour: int

    @property
    def many(self) -> bool:
        """More in an hour than anybody reads who sorts and answers what they read."""
        return self.most_in_an_hour > MANY


def reading_lines(*, whole: bool = True) -> list[ReadingLine]:
    """The readings of the last days, the newest day first; all, or without those of concerns about a worker."""
    names = {one.id: one.name for one in accounts.everybody()}
    found = audit.readings_since(clock.today() - timedelta(days=DAYS - 1), whole=whole)
    return [ReadingLine(one.day, names.get(one.account_id, "–"), one.number, one.most_in_an_hour) for one in found]


def find_triage(contribution_id: UUID) -> Triage | None:
    """What reading a view led to."""
    return db.session.scalar(select(Triage).where(Triage.contribution_id == contribution_id))


def unread_count() -> int:
    """How many views wait to be sorted or answered."""
    return _waiting_count(None)


def view_page(
    show: Show,
    number: int,
    priority: Priority | None = None,
    outcome: Outcome | None = None,
    matter: Matter | None = None,
) -> Part[ViewLine]:
    """Waiting views by urgency and age; sorted ones newest first, all or those with one outcome or of one kind."""
    wanted = on_desk() & (_waiting() if show is Show.WAITING else ~_waiting()) & _urgency(priority)
    if outcome:
        wanted &= Contribution.id.in_(select(Triage.contribution_id).where(Triage.outcome == outcome))
    if matter:
        wanted &= Contribution.matter == matter
    total = _waiting_count(priority) if show is Show.WAITING and not (outcome or matter) else _count(wanted)
    at = numbered(total, number, PER_PAGE)
    ids = select(Contribution.id).where(wanted).order_by(*_order(show))
    chosen = ids.limit(PER_PAGE).offset(at.offset).subquery()
    rows = db.session.execute(
        select(Contribution, Consultation.title)
        .join(chosen, chosen.c.id == Contribution.id)
        .outerjoin(Submission, Submission.contribution_id == Contribution.id)
        .outerjoin(Consultation, Consultation.id == Submission.consultation_id)
        .order_by(*_order(show))
    )
    return at.of(_line(view, title) for view, title in rows)


def next_waiting(after: Contribution | None = None) -> UUID | None:
    """The view to read next: the one behind `after` in the list, and from its end the first again."""
    query = select(Contribution.id).where(on_desk(), _waiting()).order_by(*_order(Show.WAITING)).limit(1)
    if after is None:
        return db.session.scalar(query)
    place = tuple_(Contribution.priority_rank, Contribution.reply_due_on, Contribution.id)
    behind = query.where(place > tuple_(after.priority_rank, after.reply_due_on, after.id))
    return db.session.scalar(behind) or db.session.scalar(query.where(Contribution.id != after.id))


def get_readable(contribution_id: UUID, role: Role | None) -> Contribution:
    """A view this role may read, or NotFound: see `on_desk` for the ones that are not the desk's."""
    wanted = select(Contribution).where(Contribution.id == contribution_id, on_desk())
    found = db.session.scalar(wanted) if permits(role, Permission.VIEWS_READ) else None
    if found is None:
        raise NotFound
    return found


def open_view(contribution: Contribution) -> View:
    """Open everything but a name that is locked; the view function records that it was read."""
    asked = consultations.consultation_of(contribution.id)
    passages = contributions.passages_of(contribution.id)
    person = contribution.person if contribution.identity is Identity.NAMED else None
    return View(
        contribution=contribution,
        about=asked.title if asked else "",
        name=crypto.unseal(person, "name") if person else "",
        reach=crypto.unseal(person, "reach") if person else "",
        passages=passages,
        attachments=attachments.attachments_of(contribution.id),
        answers=[(q.prompt, ", ".join(said)) for q, said in consultations.answers_of(contribution.id) if said],
        talk=contributions.talk_of(contribution.id),
        shared=frozenset(choice.purpose for choice in contribution.choices if choice.given),
        late=_is_late(contribution),
        triage=find_triage(contribution.id),
        concern=safety.find_concern(contribution.id),
        assistance=contributions.find_assistance(contribution.id),
        group=together.find_session(contribution.id),
        points=together.points_of(contribution.id),
        english=translations.texts_of([one.id for one in passages]),
    )


def on_desk() -> ColumnElement[bool]:
    """The views the participation team may know of; every list, count and page of theirs starts from this.

    Not-safe ones live in the safety queue, withdrawn ones and those brought in from elsewhere nowhere. One that is or
    may be about somebody who works here leaves the desk for good: whoever it is about may be sitting at it.
    """
    about_worker = select(Concern.contribution_id).where(Concern.about_worker)
    return (
        (Contribution.matter != Matter.NOT_SAFE)
        & (Contribution.route != Route.IMPORTED)
        & Contribution.withdrawn_on.is_(None)
        & Contribution.id.not_in(about_worker)
    )


def _waiting() -> ColumnElement[bool]:
    return Contribution.waits.is_(True)


def _urgency(priority: Priority | None) -> ColumnElement[bool]:
    return Contribution.priority_rank == list(Priority).index(priority) if priority else true()


def _waiting_count(priority: Priority | None) -> int:
    """Counted inside the queue's index, less those that wait elsewhere: each of these has a concern.

    Every page of the working side shows this number, so it must not fetch a row for each view that waits.
    """
    waits = _waiting() & _urgency(priority)
    elsewhere = exists().where(Contribution.id == Concern.contribution_id, waits, ~on_desk())
    return _count(waits) - (db.session.scalar(select(func.count()).select_from(Concern).where(elsewhere)) or 0)


def _count(wanted: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Contribution).where(wanted)) or 0


def _order(show: Show) -> tuple[ColumnElement[datetime | None] | InstrumentedAttribute[Any], ...]:
    if show is Show.WAITING:
        return (Contribution.priority_rank, Contribution.reply_due_on, Contribution.id)
    return (Contribution.triaged_at.desc(), Contribution.id)


def _is_late(row: Contribution) -> bool:
    return not row.answered and row.reply_due_on < clock.today()


def _line(row: Contribution, title: str | None) -> ViewLine:
    return ViewLine(
        id=row.id,
        week=row.received_week,
        about=title or "",
        matter=row.matter,
        priority=row.priority,
        sorted=row.triaged_at is not None,
        answered=row.answered,
        due_on=row.reply_due_on,
        late=_is_late(row),
        read=row.first_read_on is not None,
        locale=row.locale,
    )
