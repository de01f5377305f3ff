"""Requests to see a name: for whoever asked, for whoever may decide, and for the life line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.contributions.models import Contribution, Identity
from portal.core import clock, crypto, db
from portal.core.errors import NotFound
from portal.reading.queries import on_desk
from portal.unmasking import rules
from portal.unmasking.models import Unmasking
from portal.unmasking.rules import Asked, State


@dataclass(frozen=True)
class OpenName:
    """A name and a safe way to reach its owner, for as long as the look lasts."""

    name: str
    reach: str


def get_unmasking(unmasking_id: UUID) -> Unmasking:
    """One request of a view the team may still know of, or NotFound."""
    found = db.session.scalar(_known().where(Unmasking.id == unmasking_id))
    if found is None:
        raise NotFound
    return found


def is_locked(contribution: Contribution) -> bool:
    """Whether the name behind it takes two people to open."""
    return contribution.identity is Identity.TEAM and contribution.person_id is not None


def asked_of(contribution: Contribution) -> Sequence[Unmasking]:
    """Every request about a view, the newest first."""
    return db.session.scalars(_known().where(Unmasking.contribution_id == contribution.id)).all()


def mine(contribution: Contribution, account: Account) -> Unmasking | None:
    """The newest request of this account about a view, while it waits or is open."""
    going = (State.WAITING, State.OPEN)
    own = (one for one in asked_of(contribution) if one.asked_by_id == account.id and state_of(one) in going)
    return next(own, None)


def waiting_for(account: Account) -> list[Unmasking]:
    """What this account may decide now, the oldest first."""
    query = _known().where(Unmasking.decided_at.is_(None), Unmasking.asked_by_id != account.id)
    return [one for one in reversed(db.session.scalars(query).all()) if state_of(one) is State.WAITING]


def open_for(account: Account) -> list[Unmasking]:
    """The names this account may look at now."""
    begun = clock.now() - rules.TIME_TO_LOOK
    query = _known().where(
        Unmasking.asked_by_id == account.id, Unmasking.agreed.is_(True), Unmasking.decided_at > begun
    )
    return [one for one in db.session.scalars(query) if state_of(one) is State.OPEN]


def kept_from_owners() -> Sequence[Unmasking]:
    """The looks whose owners are not told yet, the first to be told first."""
    query = _known().where(Unmasking.kept_until > clock.today()).order_by(None)
    return db.session.scalars(query.order_by(Unmasking.kept_until, Unmasking.id)).all()


def told_to_owner(contribution: Contribution) -> list[Unmasking]:
    """The looks its owner may know of, the oldest first."""
    query = select(Unmasking).where(Unmasking.contribution_id == contribution.id, Unmasking.agreed.is_(True))
    found = db.session.scalars(query.order_by(Unmasking.decided_at, Unmasking.id))
    return [one for one in found if rules.is_told(one.kept_until, clock.today())]


def state_of(one: Unmasking) -> State:
    """Where it stands now."""
    return rules.state(asked(one), clock.now())


def asked(one: Unmasking) -> Asked:
    """The row as the rules see it."""
    return Asked(one.asked_by_id, one.asked_at, one.decided_by_id, one.decided_at, one.agreed)


def name_behind(contribution: Contribution) -> OpenName:
    """The name itself; only `operations.look` may ask for it."""
    person = contribution.person
    if person is None:
        raise NotFound
    return OpenName(crypto.unseal(person, "name"), crypto.unseal(person, "reach"))


def waiting_count(account: Account) -> int:
    """How many wait for this account, without opening any."""
    begun = clock.now() - rules.TIME_TO_DECIDE
    waits = _known().where(
        Unmasking.decided_at.is_(None), Unmasking.asked_by_id != account.id, Unmasking.asked_at > begun
    )
    return db.session.scalar(select(func.count()).select_from(waits.order_by(None).subquery())) or 0


def _known() -> Select[Unmasking]:
    """Those of views the desk may know of: what is or may be about a colleague has left it for good."""
    whole = joinedload(Unmasking.contribution), joinedload(Unmasking.asked_by), joinedload(Unmasking.decided_by)
    return (
        select(Unmasking)
        .join(Contribution, Contribution.id == Unmasking.contribution_id)
        .where(on_desk())
        .options(*whole)
        .order_by(Unmasking.asked_at.desc(), Unmasking.id)
    )
