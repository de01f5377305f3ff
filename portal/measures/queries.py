"""Measures with their approved readings, oldest first; what waits is for the two who enter and approve."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.core import db, parts
from portal.core.parts import Part
from portal.disclosure.thresholds import Audience
from portal.measures import rules
from portal.measures.models import Measure, MeasureReading
from portal.measures.rules import Count, Light, Trend

#: How many measures stand under each promise on a page of many, and how many a form offers at a time.
SHOWN, TO_CHOOSE = 3, 20


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


def measures_page(number: int, commitment_id: UUID | None = None, *, waiting_first: bool = False) -> Part[Measure]:
    """One page of the measures, of all or of those of one commitment: those with a number first, then by name; for
    whoever looks after what waits, measures with a reading that waits stand before them."""
    waits, counted = _has_reading(approved=False), _has_reading(approved=True)
    first = [waits.desc(), counted.desc()] if waiting_first else [counted.desc()]
    query = select(Measure).order_by(*first, func.lower(Measure.name), Measure.id)
    return parts.page(query.where(Measure.commitment_id == commitment_id) if commitment_id else query, number)


def measures_to_choose(
    words: str, chosen: Collection[UUID], most: int = TO_CHOOSE
) -> tuple[Part[Measure], Sequence[Measure]]:
    """The first measures whose name holds these words, by name; and those chosen already that are not among them."""
    named = func.lower(Measure.name).contains(words.strip().lower(), autoescape=True)
    order = (func.lower(Measure.name), Measure.id)
    found = parts.page(select(Measure).where(named).order_by(*order), 1, most)
    others = set(chosen) - {one.id for one in found.rows}
    return found, db.session.scalars(select(Measure).where(Measure.id.in_(others)).order_by(*order)).all()


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


def waiting_counts(measure_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many readings of these measures wait for a second person; measures without one are left out."""
    query = select(MeasureReading.measure_id, func.count()).where(MeasureReading.measure_id.in_(measure_ids))
    query = query.where(MeasureReading.approved_on.is_(None)).group_by(MeasureReading.measure_id)
    return dict(db.session.execute(query.order_by(MeasureReading.measure_id)).all())


def waiting_for(account: Account) -> int:
    """How many readings this person may approve: nobody is the second person of their own."""
    query = select(func.count()).select_from(MeasureReading).where(MeasureReading.approved_on.is_(None))
    return db.session.scalar(query.where(MeasureReading.entered_by_id != account.id)) or 0


def waiting(measure_id: UUID) -> Sequence[MeasureReading]:
    """What a second person has to look at, oldest first."""
    query = select(MeasureReading).where(MeasureReading.measure_id == measure_id, MeasureReading.approved_on.is_(None))
    query = query.options(joinedload(MeasureReading.entered_by))
    return db.session.scalars(query.order_by(MeasureReading.starts_on, MeasureReading.id)).all()


def series(measure: Measure, audience: Audience) -> Series:
    """One measure for an audience, approved readings only."""
    query = select(MeasureReading).where(
        MeasureReading.measure_id == measure.id, MeasureReading.approved_on.is_not(None)
    )
    found = db.session.scalars(query.order_by(MeasureReading.starts_on, MeasureReading.id)).all()
    return _series(measure, found, audience)


def histories(commitment_ids: Collection[UUID], audience: Audience) -> dict[UUID, list[Series]]:
    """Everything that is measured of these commitments, by name, with every approved reading."""
    of_these = select(Measure).where(Measure.commitment_id.in_(commitment_ids))
    found = db.session.scalars(of_these.order_by(func.lower(Measure.name), Measure.id)).all()
    query = select(MeasureReading).where(
        MeasureReading.measure_id.in_([one.id for one in found]), MeasureReading.approved_on.is_not(None)
    )
    by_measure: dict[UUID, list[MeasureReading]] = {one.id: [] for one in found}
    for reading in db.session.scalars(query.order_by(MeasureReading.starts_on, MeasureReading.id)):
        by_measure[reading.measure_id].append(reading)
    under: dict[UUID, list[Series]] = {key: [] for key in commitment_ids}
    for one in found:
        if one.commitment_id:
            under[one.commitment_id].append(_series(one, by_measure[one.id], audience))
    return under


def newest(found: Sequence[Measure], audience: Audience) -> list[Series]:
    """Measures with the two newest of their approved readings, which say where they stand; in the order given."""
    ids = [one for row in db.session.execute(_two_newest([one.id for one in found])) for one in row if one]
    query = select(MeasureReading).where(MeasureReading.id.in_(ids))
    by_measure: dict[UUID, list[MeasureReading]] = {one.id: [] for one in found}
    for reading in db.session.scalars(query.order_by(MeasureReading.starts_on, MeasureReading.id)):
        by_measure[reading.measure_id].append(reading)
    return [_series(one, by_measure[one.id], audience) for one in found]


def first_of_commitments(commitment_ids: Sequence[UUID], audience: Audience) -> dict[UUID, Part[Series]]:
    """What is measured of each commitment that has measures: the first few by name."""
    ids = select(Measure.id, Measure.commitment_id).where(Measure.commitment_id.in_(commitment_ids))
    heads = parts.first_of_each(ids, (func.lower(Measure.name), Measure.id), SHOWN)
    known = series_of([one for head in heads.values() for one in head.rows], audience)
    return {key: head.of(known[one] for one in head.rows) for key, head in heads.items()}


def page_of_commitment(commitment_id: UUID, number: int, audience: Audience) -> Part[Series]:
    """One page of what is measured of one commitment, by name."""
    found = measures_page(number, commitment_id)
    return found.of(newest(found.rows, audience))


def series_of(measure_ids: Sequence[UUID], audience: Audience) -> dict[UUID, Series]:
    """Where each of these measures stands."""
    found = db.session.scalars(select(Measure).where(Measure.id.in_(measure_ids)).order_by(Measure.id)).all()
    return {one.measure.id: one for one in newest(found, audience)}


def lights(audience: Audience) -> dict[UUID, set[Light]]:
    """Where the measures of each commitment stand, each by its newest approved reading."""
    columns = select(
        Measure.commitment_id,
        Measure.target,
        Measure.direction,
        Measure.amber_within,
        MeasureReading.numerator,
        MeasureReading.denominator,
    ).join(MeasureReading, MeasureReading.id == _newest_but(0))
    found: dict[UUID, set[Light]] = {}
    for row in db.session.execute(columns.where(Measure.commitment_id.is_not(None)).order_by(Measure.id)):
        share = rules.share_of(row.numerator, row.denominator, audience)
        light = rules.light(share, row.target, row.direction, row.amber_within)
        if light and row.commitment_id:
            found.setdefault(row.commitment_id, set()).add(light)
    return found


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


def _has_reading(*, approved: bool) -> ColumnElement[int]:
    """1 where a measure has such a reading, else 0: databases do not agree how truth values sort."""
    stands = MeasureReading.approved_on.is_not(None) if approved else MeasureReading.approved_on.is_(None)
    there = select(MeasureReading.id).where(MeasureReading.measure_id == Measure.id, stands).correlate(Measure)
    return case((there.exists(), 1), else_=0)


def _newest_but(number: int) -> ScalarSelect[UUID]:
    """The approved reading of a measure that so many are newer than; by the index, whatever their number."""
    query = select(MeasureReading.id).where(
        MeasureReading.measure_id == Measure.id, MeasureReading.approved_on.is_not(None)
    )
    newest_first = query.order_by(MeasureReading.starts_on.desc()).limit(1).offset(number)
    return newest_first.correlate(Measure).scalar_subquery()


def _two_newest(measure_ids: Sequence[UUID]) -> Select[UUID, UUID]:
    return select(_newest_but(0), _newest_but(1)).where(Measure.id.in_(measure_ids)).order_by(Measure.id)
