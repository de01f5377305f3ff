"""The promises, in the order they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from portal.commitments.models import Commitment
from portal.core import db
from portal.core.errors import NotFound


def commitments(organisation_id: UUID | None = None) -> Sequence[Commitment]:
    """Every commitment, or those one organisation answers for."""
    query = select(Commitment).order_by(Commitment.position, Commitment.name, Commitment.id)
    if organisation_id:
        query = query.where(Commitment.organisation_id == organisation_id)
    return db.session.scalars(query).all()


def get_commitment(commitment_id: UUID) -> Commitment:
    """One commitment, or NotFound."""
    found = db.session.get(Commitment, commitment_id)
    if found is None:
        raise NotFound
    return found


def find_commitment(name: str) -> Commitment | None:
    """The commitment with this name, whatever its case."""
    return db.session.scalar(select(Commitment).where(func.lower(Commitment.name) == name.strip().lower()))


def next_position() -> int:
    """Behind the last one."""
    return (db.session.scalar(select(func.max(Commitment.position))) or 0) + 1
