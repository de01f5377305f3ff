"""Defining measures, entering readings one by one or from a file, and approving them with a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions.operations import hold_other_words
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.measures import queries, rules
from portal.measures.models import Direction, Every, Measure, MeasureReading
from portal.measures.rules import Count, Problem


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What is counted of what. Baseline, target and tolerance are whole per cent."""

    name: str
    numerator: str
    denominator: str
    every: Every
    source: str
    direction: Direction
    post_id: UUID
    baseline: int | None = None
    target: int | None = None
    amber_within: int = 10
    commitment_id: UUID | None = None


def define(definition: Definition, *, by: Account | None) -> Measure:
    """Put a measure on the list."""
    measure = Measure()
    _set(measure, definition)
    db.session.add(measure)
    db.session.flush()
    audit.record("measure.defined", by=by.id if by else None, subject=("measure", measure.id))
    return measure


def redefine(measure: Measure, definition: Definition, *, by: Account) -> None:
    """Put a definition right; its readings stay, so another thing counted is another measure."""
    _set(measure, definition)
    db.session.flush()
    audit.record("measure.redefined", by=by.id, subject=("measure", measure.id))


def look_at(measure: Measure, count: Count) -> tuple[Problem, ...]:
    """What is wrong with a reading beside those that stand."""
    before = [queries.count_of(one) for one in queries.readings(measure.id)]
    return rules.problems(count, before, measure.every, clock.today())


def enter(measure: Measure, count: Count, *, note: str, by: Account) -> MeasureReading:
    """Enter a reading; a second person has to approve it before it is shown."""
    if not rules.stands(look_at(measure, count), note):
        raise RuleError("This reading cannot stand as it is. Look at what is said beside it.")
    hold_other_words(note)
    reading = MeasureReading(
        measure_id=measure.id,
        starts_on=count.starts_on,
        ends_on=count.ends_on,
        numerator=count.numerator,
        denominator=count.denominator,
        note=note,
        entered_by_id=by.id,
    )
    db.session.add(reading)
    db.session.flush()
    audit.record("reading.entered", by=by.id, subject=("measure_reading", reading.id))
    return reading


def enter_all(lines: Sequence[tuple[Measure, Count, str]], *, by: Account) -> int:
    """Enter every line of a file, or none of them. How many there were."""
    for measure, count, note in lines:
        enter(measure, count, note=note, by=by)
    return len(lines)


def approve(reading: MeasureReading, *, by: Account) -> None:
    """A second person has looked at it: from now on it is shown."""
    if reading.approved_on is not None:
        raise RuleError("This reading is approved already.")
    if reading.entered_by_id == by.id:
        raise RuleError("You entered this reading. A second person has to approve it.")
    reading.approved_on, reading.approved_by_id = clock.today(), by.id
    db.session.flush()
    audit.record("reading.approved", by=by.id, subject=("measure_reading", reading.id))


def discard(reading: MeasureReading, *, by: Account) -> None:
    """Throw away a reading nobody approved."""
    if reading.approved_on is not None:
        raise RuleError("An approved reading stays on record.")
    audit.record("reading.discarded", by=by.id, subject=("measure_reading", reading.id))
    db.session.delete(reading)
    db.session.flush()


def _set(measure: Measure, definition: Definition) -> None:
    hold_other_words(definition.name, definition.numerator, definition.denominator, definition.source)
    same = queries.find_measure(definition.name)
    if same is not None and same.id != measure.id:
        raise RuleError("There is a measure with this name already.")
    for name, value in vars(definition).items():
        setattr(measure, name, value)
