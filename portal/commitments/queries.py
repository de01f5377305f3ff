"""The promises, in the order they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from portal.commitments.models import Commitment, EligibilityRule
from portal.commitments.rules import Conditions
from portal.contributions.models import HomeType
from portal.core import db
from portal.core.errors import NotFound


def commitments(organisation_id: UUID | None = None) -> Sequence[Commitment]:
    """Every commitment that stands, or those one organisation answers for."""
    query = select(Commitment).where(Commitment.retired_on.is_(None))
    query = query.order_by(Commitment.position, Commitment.name, Commitment.id)
    if organisation_id:
        query = query.where(Commitment.organisation_id == organisation_id)
    return db.session.scalars(query).all()


def get_commitment(commitment_id: UUID) -> Commitment:
    """One commitment, or NotFound."""
    return db.get(Commitment, commitment_id)


def words_of(commitment: Commitment) -> str:
    """Everything a page says of a commitment, to look for words in."""
    owner = (commitment.organisation.name, commitment.post.title if commitment.post else "")
    return "\n".join((commitment.name, commitment.what, commitment.who_for, commitment.how_to_get, *owner))


def get_standing(commitment_id: UUID) -> Commitment:
    """One commitment that still stands, or NotFound."""
    found = get_commitment(commitment_id)
    if found.retired_on is not None:
        raise NotFound
    return found


def find_commitment(name: str) -> Commitment | None:
    """The commitment with this name, whatever its case."""
    return db.session.scalar(select(Commitment).where(func.lower(Commitment.name) == name.strip().lower()))


def next_position() -> int:
    """Behind the last one."""
    return (db.session.scalar(select(func.max(Commitment.position))) or 0) + 1


def retired() -> Sequence[Commitment]:
    """Commitments that stand no longer, the latest first."""
    gone = select(Commitment).where(Commitment.retired_on.is_not(None))
    return db.session.scalars(gone.order_by(Commitment.retired_on.desc(), Commitment.name, Commitment.id)).all()


def get_rule(rule_id: UUID) -> EligibilityRule:
    """One rule, or NotFound."""
    return db.get(EligibilityRule, rule_id)


def conditions(rule: EligibilityRule) -> Conditions:
    """What a rule asks, for `rules.fits`."""
    return Conditions(
        from_on=rule.from_on,
        until_on=rule.until_on,
        age_from=rule.age_from,
        age_to=rule.age_to,
        care=rule.care,
        left_at_least=rule.left_at_least,
        homes=frozenset(HomeType(one) for one in rule.homes.split(",") if one),
        kinship_order=rule.kinship_order,
        lives_in=rule.lives_in,
        responsible=rule.responsible,
    )
