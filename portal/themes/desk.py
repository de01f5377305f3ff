"""What lies on the coding desk: which view is next, how far somebody is, and what each coder found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, tuple_
from sqlalchemy.orm import aliased, selectinload

from portal.consultations.models import Consultation, Submission
from portal.contributions.models import Attachment, Contribution, Words
from portal.core import db
from portal.themes.models import CodedView, Coding, CodingMark, SettledCoding
from portal.themes.queries import codable

#: As a part of an address: every view, or those that answer no consultation.
ALL, UNASKED = "all", "unasked"


@dataclass(frozen=True)
class Pile:
    """Where views come from, how many wait for a first coder and how many this coder may code a second time."""

    key: str
    title: str | None
    first: int
    second: int
    total: int
    doubly: int


@dataclass(frozen=True)
class Progress:
    """How many of how many."""

    done: int
    total: int


def piles(by_id: UUID) -> list[Pile]:
    """Everything, what nobody asked for, and each consultation with views, the newest first."""
    named: list[tuple[str, str | None]] = [(ALL, None), (UNASKED, None)]
    asked = select(Consultation).order_by(Consultation.opens_at.desc(), Consultation.id)
    named += [(str(one.id), f"{one.title} · {one.wave}") for one in db.session.scalars(asked)]
    found = [_pile(key, title, by_id) for key, title in named]
    return [pile for pile in found if pile.total or pile.key == ALL]


def next_for(by_id: UUID, source: str, *, second: bool, after: Contribution | None = None) -> UUID | None:
    """The next view to code, the one behind `after` in the pile; from its end the first again, never `after` itself."""
    wanted = _in_pile(source) & (_waits_for_second(by_id) if second else _waits_for_first())
    query = select(Contribution.id).where(wanted).order_by(Contribution.received_week, Contribution.id).limit(1)
    if after is None:
        return db.session.scalar(query)
    place = tuple_(Contribution.received_week, Contribution.id)
    behind = query.where(place > tuple_(after.received_week, after.id))
    return db.session.scalar(behind) or db.session.scalar(query.where(Contribution.id != after.id))


def one_before(by_id: UUID, contribution_id: UUID) -> UUID | None:
    """The view this coder was done with last, before this one."""
    here = select(CodedView.done_at).where(CodedView.contribution_id == contribution_id, CodedView.by_id == by_id)
    at = db.session.scalar(here)
    query = (
        select(CodedView.contribution_id)
        .join(Contribution, Contribution.id == CodedView.contribution_id)
        .where(CodedView.by_id == by_id, CodedView.done_at.is_not(None), codable())
        .where(CodedView.contribution_id != contribution_id)
    )
    if at is not None:
        query = query.where(CodedView.done_at < at)
    return db.session.scalar(query.order_by(CodedView.done_at.desc(), CodedView.id).limit(1))


def progress(by_id: UUID, source: str, *, second: bool) -> Progress:
    """How many views of a pile somebody has coded, or how many of those two have."""
    pile = _pile(source, None, by_id)
    if second:
        return Progress(pile.doubly, pile.doubly + pile.second)
    return Progress(pile.total - pile.first, pile.total)


def find_coded(contribution_id: UUID, by_id: UUID) -> CodedView | None:
    """One person's own coding of a view."""
    query = select(CodedView).where(CodedView.contribution_id == contribution_id, CodedView.by_id == by_id)
    return db.session.scalar(query.options(selectinload(CodedView.marks).selectinload(CodingMark.theme)))


def find_settled(contribution_id: UUID) -> SettledCoding | None:
    """That a difference over a view was settled."""
    return db.session.get(SettledCoding, contribution_id)


def coded_views(contribution_id: UUID) -> Sequence[CodedView]:
    """What each coder found who is done, the first one first."""
    query = select(CodedView).where(CodedView.contribution_id == contribution_id, CodedView.done_at.is_not(None))
    loaded = (selectinload(CodedView.by), selectinload(CodedView.marks).selectinload(CodingMark.theme))
    return db.session.scalars(query.options(*loaded).order_by(CodedView.done_at, CodedView.id)).all()


def codings_of(contribution_id: UUID) -> Mapping[UUID, frozenset[UUID]]:
    """The themes each coder found in a view, by coder, of those who are done."""
    return {row.by_id: row.theme_ids for row in coded_views(contribution_id)}


def differs(contribution_id: UUID) -> bool:
    """Whether coders who are done found different themes in a view."""
    return len(set(codings_of(contribution_id).values())) > 1


def is_source(source: str) -> bool:
    """Whether a pile of this name can be asked for."""
    try:
        return source in (ALL, UNASKED) or UUID(source).version == 4
    except ValueError:
        return False


def done_by(*, other_than: UUID | None = None, only: UUID | None = None) -> ColumnElement[bool]:
    """That somebody is done with coding a view, for the database."""
    query = exists().where(CodedView.contribution_id == Contribution.id, CodedView.done_at.is_not(None))
    if other_than is not None:
        query = query.where(CodedView.by_id != other_than)
    return query.where(CodedView.by_id == only) if only is not None else query


def coders() -> ColumnElement[int]:
    """How many are done with a view, for the database."""
    one = aliased(CodedView)
    query = select(func.count(one.id)).where(one.contribution_id == Contribution.id, one.done_at.is_not(None))
    return query.correlate(Contribution).scalar_subquery()


def _pile(key: str, title: str | None, by_id: UUID) -> Pile:
    wanted = _in_pile(key)
    return Pile(
        key,
        title,
        first=_count(wanted & _waits_for_first()),
        second=_count(wanted & _waits_for_second(by_id)),
        total=_count(wanted),
        doubly=_count(wanted & (coders() >= 2)),
    )


def _in_pile(source: str) -> ColumnElement[bool]:
    """Views of a pile with something to code: a word of their owner's, or a picture in ours."""
    words = exists().where(Words.contribution_id == Contribution.id)
    told = exists().where(Attachment.contribution_id == Contribution.id, Attachment.about_sealed.is_not(None))
    wanted = codable() & (words | told)
    answers = exists().where(Submission.contribution_id == Contribution.id)
    if source == ALL:
        return wanted
    if source == UNASKED:
        return wanted & ~answers
    return wanted & answers.where(Submission.consultation_id == UUID(source))


def _waits_for_first() -> ColumnElement[bool]:
    return ~exists().where(Coding.contribution_id == Contribution.id) & ~done_by()


def _waits_for_second(by_id: UUID) -> ColumnElement[bool]:
    """Coded by one other person, so that every view is coded twice before any is three times."""
    settled = exists().where(SettledCoding.contribution_id == Contribution.id)
    return (coders() == 1) & done_by(other_than=by_id) & ~settled


def _count(wanted: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Contribution).where(wanted)) or 0
