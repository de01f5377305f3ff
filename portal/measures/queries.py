"""Measures with their approved readings, oldest first; what waits is for the two who enter and approve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.core import db
from portal.disclosure.thresholds import Audience
from portal.measures import rules
from portal.measures.models import Measure, MeasureReading
from portal.measures.rules import Count, Light, Trend


@dataclass(frozen=True)
class Point:
    """One approved reading as one audience may see it; `percent` is None where it must not be shown."""

    reading: MeasureReading
    percent: int | None


@dataclass(frozen=True)
class Series:
    """A measure with its points, oldest first, and what the newest say."""

    measure: Measure
    points: tuple[Point, ...]
    light: Light | None
    trend: Trend

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None


def measures() -> Sequence[Measure]:
    """Every measure by name."""
    return db.session.scalars(select(Measure).order_by(func.lower(Measure.name), Measure.id)).all()


def get_measure(measure_id: UUID) -> Measure:
    """One measure, or NotFound."""
    return db.get(Measure, measure_id)


def find_measure(name: str) -> Measure | None:
    """The measure with this name, whatever its case."""
    return db.session.scalar(select(Measure).where(func.lower(Measure.name) == name.strip().lower()))


def get_reading(reading_id: UUID) -> MeasureReading:
    """One reading, or NotFound."""
    return db.get(MeasureReading, reading_id)


def readings(measure_id: UUID) -> Sequence[MeasureReading]:
    """Every reading of a measure, approved or not, oldest first."""
    query = select(MeasureReading).where(MeasureReading.measure_id == measure_id)
    return db.session.scalars(query.order_by(MeasureReading.starts_on, MeasureReading.id)).all()


def waiting(measure_id: UUID) -> Sequence[MeasureReading]:
    """What a second person has to look at, oldest first."""
    query = select(MeasureReading).where(MeasureReading.measure_id == measure_id, MeasureReading.approved_on.is_(None))
    query = query.options(joinedload(MeasureReading.entered_by))
    return db.session.scalars(query.order_by(MeasureReading.starts_on, MeasureReading.id)).all()


def series(measure: Measure, audience: Audience) -> Series:
    """One measure for an audience, approved readings only."""
    return all_series([measure], audience)[0]


def all_series(found: Sequence[Measure], audience: Audience) -> list[Series]:
    """Measures with their approved readings, in the order given."""
    query = select(MeasureReading).where(
        MeasureReading.measure_id.in_([one.id for one in found]), MeasureReading.approved_on.is_not(None)
    )
    by_measure: dict[UUID, list[MeasureReading]] = {one.id: [] for one in found}
    for reading in db.session.scalars(query.order_by(MeasureReading.starts_on, MeasureReading.id)):
        by_measure[reading.measure_id].append(reading)
    return [_series(one, by_measure[one.id], audience) for one in found]


def by_commitment(audience: Audience) -> dict[UUID, list[Series]]:
    """What is measured of each commitment that has measures."""
    kept: dict[UUID, list[Series]] = {}
    for one in all_series([measure for measure in measures() if measure.commitment_id], audience):
        if one.measure.commitment_id:
            kept.setdefault(one.measure.commitment_id, []).append(one)
    return kept


def count_of(reading: MeasureReading) -> Count:
    """A reading for the rules."""
    return Count(reading.starts_on, reading.ends_on, reading.numerator, reading.denominator)


def _series(measure: Measure, found: Sequence[MeasureReading], audience: Audience) -> Series:
    points = tuple(Point(one, rules.share(count_of(one), audience)) for one in found)
    percents = [point.percent for point in points]
    now = percents[-1] if percents else None
    return Series(
        measure,
        points,
        rules.light(now, measure.target, measure.direction, measure.amber_within),
        rules.trend(percents, measure.direction),
    )
