"""Who the partners are, and the numbers that may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.core import db
from portal.core.errors import NotFound
from portal.partnership.models import (
    GovernanceLevel,
    HelpLine,
    LocalHoliday,
    Locality,
    Organisation,
    Partnership,
    Post,
    Team,
)


def partnership() -> Partnership:
    """The partnership this portal serves; NotFound before one is loaded."""
    found = find_partnership()
    if found is None:
        raise NotFound("No partnership has been set up yet.")
    return found


def find_partnership() -> Partnership | None:
    """The partnership this portal serves, if one is loaded."""
    return db.session.scalar(select(Partnership).limit(1))


def organisations(*, local: bool = False) -> Sequence[Organisation]:
    """Every partner in order; with `local`, those who work here."""
    query = select(Organisation).order_by(Organisation.position, Organisation.name)
    return db.session.scalars(query.where(Organisation.local) if local else query).all()


def get_organisation(organisation_id: UUID) -> Organisation:
    """One partner, or NotFound."""
    return db.get(Organisation, organisation_id)


def posts(organisation_id: UUID | None = None) -> Sequence[Post]:
    """Posts in use, by organisation and title."""
    query = select(Post).join(Organisation).where(Post.retired_on.is_(None))
    query = query.order_by(Organisation.position, Post.title)
    return db.session.scalars(query.where(Post.organisation_id == organisation_id) if organisation_id else query).all()


def teams() -> Sequence[Team]:
    """Teams by organisation and name."""
    return db.session.scalars(select(Team).join(Organisation).order_by(Organisation.position, Team.name)).all()


def localities() -> Sequence[Locality]:
    """The parts of the area."""
    return db.session.scalars(select(Locality).order_by(Locality.position)).all()


def governance_ladder() -> Sequence[GovernanceLevel]:
    """The rungs, nearest young people first."""
    used = select(GovernanceLevel).where(GovernanceLevel.retired_on.is_(None))
    return db.session.scalars(used.order_by(GovernanceLevel.position)).all()


def help_lines() -> Sequence[HelpLine]:
    """Numbers a named person has verified; no others are ever shown to a young person."""
    return db.session.scalars(
        select(HelpLine).where(HelpLine.verified).order_by(HelpLine.position, HelpLine.name)
    ).all()


@dataclass(frozen=True)
class Number:
    """A number to ring, for a line of text."""

    name: str
    phone: str


def numbers_always_open(most: int = 2) -> list[Number]:
    """The first verified numbers that answer day and night, to stand beside a text box."""
    query = select(HelpLine.name, HelpLine.phone).where(
        HelpLine.verified, HelpLine.always_open, HelpLine.phone.is_not(None)
    )
    rows = db.session.execute(query.order_by(HelpLine.position, HelpLine.name).limit(most))
    return [Number(row.name, row.phone or "") for row in rows]


def holidays() -> frozenset[date]:
    """Every local holiday on record."""
    return frozenset(db.session.scalars(select(LocalHoliday.on)))
