"""Finding group sessions and what each of their passages is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.contributions.models import Contribution, Purpose, Whereabouts
from portal.contributions.queries import allowing
from portal.core import db
from portal.core.errors import NotFound
from portal.together.models import GroupPoint, GroupSession

#: So many sessions at most stand on somebody's page, the newest first.
LATEST = 20


@dataclass(frozen=True)
class SessionLine:
    """A session somebody recorded, without a word of it."""

    id: UUID
    week: date
    place: Whereabouts
    people: int
    voices: int
    points: int


def find_session(contribution_id: UUID) -> GroupSession | None:
    """The session a thread came from, if a group said it."""
    return db.session.get(GroupSession, contribution_id)


def get_session(contribution_id: UUID, account: Account) -> GroupSession:
    """A session this account recorded and nobody took back, or NotFound."""
    found = find_session(contribution_id)
    if found is None or found.recorded_by_id != account.id or found.contribution.withdrawn_on is not None:
        raise NotFound
    return found


def sessions_of(account: Account) -> Sequence[SessionLine]:
    """The latest sessions this account recorded."""
    query = (
        select(GroupSession)
        .join(Contribution)
        .options(joinedload(GroupSession.contribution))
        .where(GroupSession.recorded_by_id == account.id, Contribution.withdrawn_on.is_(None))
        .order_by(GroupSession.held_week.desc(), GroupSession.contribution_id)
        .limit(LATEST)
    )
    return [line_of(one) for one in db.session.scalars(query)]


def line_of(group: GroupSession) -> SessionLine:
    """One session, with how many voices and points were written down."""
    agreed = [one.agreed for one in points_of(group.contribution_id).values()]
    points = sum(one is not None for one in agreed)
    return SessionLine(group.contribution_id, group.held_week, group.place, group.people, len(agreed) - points, points)


def points_of(contribution_id: UUID) -> dict[UUID, GroupPoint]:
    """What each passage of a group is, by the passage's id."""
    query = select(GroupPoint).where(GroupPoint.contribution_id == contribution_id)
    return {one.words_id: one for one in db.session.scalars(query)}


def not_quotable() -> Select[UUID]:
    """Passages of groups whose speaker did not say that they may be quoted."""
    return select(GroupPoint.words_id).where(GroupPoint.quotable.is_(False))


def groups_of(consultation_id: UUID) -> int:
    """How many groups answered a consultation, allow it to be counted and did not take it back: one each."""
    query = (
        select(func.count())
        .select_from(GroupSession)
        .join(Contribution, Contribution.id == GroupSession.contribution_id)
        .where(
            GroupSession.consultation_id == consultation_id,
            Contribution.withdrawn_on.is_(None),
            allowing(Purpose.BOARD),
        )
    )
    return db.session.scalar(query) or 0
