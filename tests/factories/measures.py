"""Measures and their readings."""

from datetime import date

from portal.accounts.models import Account
from portal.commitments.models import Commitment
from portal.core.access import Role
from portal.measures import operations
from portal.measures.models import Direction, Every, Measure, MeasureReading
from portal.measures.operations import Definition
from portal.measures.rules import Count
from tests.factories import people, place


def make_measure(name: str = "Advocacy offered", *, commitment: Commitment | None = None, **changes: object) -> Measure:
    """A share with a target, measured a quarter at a time."""
    values: dict[str, object] = {
        "name": name,
        "numerator": "Young people who were offered an advocacy worker",
        "denominator": "Young people in care, and with aftercare",
        "every": Every.QUARTER,
        "source": "Case records",
        "direction": Direction.UP,
        "post_id": place.post().id,
        "target": 90,
        "commitment_id": commitment.id if commitment else None,
    }
    return operations.define(Definition(**(values | changes)), by=None)


def make_reading(
    measure: Measure,
    part: int = 60,
    whole: int = 100,
    *,
    starts_on: date = date(2025, 1, 1),
    ends_on: date = date(2025, 3, 31),
    by: Account | None = None,
    approved: bool = False,
    note: str = "",
) -> MeasureReading:
    """What one person entered, approved by another if told so."""
    by = by or people.make_account(Role.PARTICIPATION_OFFICER)
    made = operations.enter(measure, Count(starts_on, ends_on, part, whole), note=note, by=by)
    if approved:
        operations.approve(made, by=people.make_account(Role.CORPORATE_LEAD))
    return made
