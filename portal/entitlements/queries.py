"""Which promises fit what somebody said, and what codes say of them: exact counts for freezing only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal.commitments import queries as commitments
from portal.commitments import rules as eligibility
from portal.commitments.models import Commitment
from portal.commitments.rules import Fit, Situation
from portal.contributions import marks as code_marks
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.entitlements.models import Experience, Got
from portal.evidence import queries as evidence
from portal.evidence.models import Release, ReleaseKind

#: In the order a page asks them.
ASKED = ("age", "care", "left_at", "home", "kinship_order", "lives_in", "responsible")


@dataclass(frozen=True)
class Owed:
    """A promise that fits, or may."""

    commitment: Commitment
    fit: Fit
    starts_on: date | None


def owed(said: Situation) -> list[Owed]:
    """Promises that fit today, then those that may, then those that will; what is for others is left out."""
    found = []
    for one in commitments.commitments():
        answer = eligibility.fits([commitments.conditions(rule) for rule in one.rules], said, clock.today())
        if answer.fit is not Fit.NO or answer.starts_on:
            found.append(Owed(one, answer.fit, answer.starts_on))
    return sorted(found, key=lambda one: -one.fit)


def asked() -> tuple[str, ...]:
    """What the rules that are in force, or will be, turn on: nothing else is asked."""
    today, wanted = clock.today(), set()
    for commitment in commitments.commitments():
        for rule in map(commitments.conditions, commitment.rules):
            if rule.until_on is None or rule.until_on >= today:
                wanted |= _turns_on(rule)
    return tuple(name for name in ASKED if name in wanted)


def _turns_on(rule: eligibility.Conditions) -> set[str]:
    return {
        name
        for name, there in (
            ("age", rule.age_from is not None or rule.age_to is not None),
            ("care", rule.care is not None),
            ("left_at", rule.left_at_least is not None),
            ("home", bool(rule.homes)),
            ("kinship_order", rule.kinship_order is not None),
            ("lives_in", rule.lives_in is not None),
            ("responsible", rule.responsible is not None),
        )
        if there
    }


def mark_of(commitment_id: UUID, contribution: Contribution) -> str:
    """What stands for a thread's code under a promise."""
    return code_marks.mark_of("experience", commitment_id, contribution)


def answers_of(contribution: Contribution) -> list[tuple[Commitment, Got]]:
    """What one code says of promises now, by name, in two questions however many promises there are."""
    marks = {mark_of(one.id, contribution): one for one in commitments.commitments()}
    query = select(Experience.mark, Experience.got).where(Experience.mark.in_(marks))
    said = dict(db.session.execute(query).all()) if marks else {}
    return [(one, said[mark]) for mark, one in marks.items() if mark in said]


def raw_experiences() -> dict[UUID, dict[Got, int]]:
    """Exact answers of codes by promise: for freezing only, never for a page."""
    found: dict[UUID, dict[Got, int]] = {}
    counted = select(Experience.commitment_id, Experience.got, func.count())
    for commitment_id, got, count in db.session.execute(counted.group_by(Experience.commitment_id, Experience.got)):
        found.setdefault(commitment_id, {})[got] = count
    return found


def all_commitment_ids() -> Sequence[UUID]:
    """Every promise there ever was, for erasing what a code said, and for a count that lists all of them."""
    return db.session.scalars(select(Commitment.id).order_by(Commitment.id)).all()


def latest_release() -> Release | None:
    """The newest signed figures of what reached young people."""
    found = evidence.signed_releases(ReleaseKind.EXPERIENCES)
    return found[0] if found else None


def next_count_on() -> date | None:
    """The first day answers may be counted again (`evidence.next_freeze_on`)."""
    return evidence.next_freeze_on(ReleaseKind.EXPERIENCES)


def table_of(commitment_id: UUID) -> str:
    """The key of one promise's table in a release."""
    return f"experience:{commitment_id.hex}"
