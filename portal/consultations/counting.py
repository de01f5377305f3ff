"""Counting a wave: rows are grouped by the database, and put together across editions by keys that stay.

Each person answered one edition, so people of different editions add up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select

from portal.consultations.counts import BandCounts, Counted, QuestionCounts, TwoWayCounts, WaveCounts
from portal.consultations.kinds import Chosen, Countable, kind_of
from portal.consultations.models import About, Answer, Submission
from portal.consultations.questionnaire import Asked, Questionnaire
from portal.contributions.models import Contribution, Identity, Purpose, Route
from portal.contributions.queries import allowing, counted_as
from portal.core import db

People = Select[UUID]

_ROW = (Answer.question_id, Answer.option_id, Answer.step, Answer.rank, Answer.number)
_BANDS: dict[About, ColumnElement[Any]] = {
    About.AGE_BAND: Contribution.age_band.expression,
    About.HOME: Contribution.home_type.expression,
    About.LOCALITY: Contribution.locality_id.expression,
}


def people_of(consultation_id: UUID, purpose: Purpose | None) -> People:
    """One contribution for each person to count: not taken back and, with a purpose, allowed for it at this moment.

    Who answered more than once, in whatever edition, is counted with what they said last, so that parts add up to
    people.
    """
    newest = (Contribution.received_week.desc(), Contribution.id)
    said = (
        select(Contribution.id, func.row_number().over(partition_by=counted_as(), order_by=newest).label("place"))
        .join(Submission, Submission.contribution_id == Contribution.id)
        .where(Submission.consultation_id == consultation_id, Contribution.withdrawn_on.is_(None))
    )
    if purpose is not None:
        said = said.where(allowing(purpose))
    each = said.subquery()
    return select(each.c.id).where(each.c.place == 1)


def count_people(people: People) -> tuple[int, int]:
    """How many there are, and how many of them gave no name."""
    nobody = case((Contribution.identity == Identity.NOBODY, 1), else_=0)
    query = select(func.count(), func.coalesce(func.sum(nobody), 0)).where(Contribution.id.in_(people))
    number, unnamed = db.session.execute(query).one()
    return number, int(unnamed)


def count_wave(consultation: Questionnaire, people: People) -> WaveCounts:
    """Every question that can be counted, and every band that was asked."""
    number, unnamed = count_people(people)
    questions = tuple(_question_counts(consultation, people))
    return WaveCounts(
        people=number,
        unnamed=unnamed,
        questions=questions,
        bands=_band_counts(consultation, people),
        assisted=_count_assisted(people),
    )


def _count_assisted(people: People) -> int:
    helped = select(func.count()).where(Contribution.id.in_(people), Contribution.route == Route.ASSISTED)
    return db.session.scalar(helped) or 0


def count_across(consultation: Questionnaire, question: Asked, band: About, people: People) -> TwoWayCounts:
    """One question across one band; who named no band is in no column."""
    countable = kind_of(question).countables(question)[0]
    columns = _band_labels(consultation, band)
    named = _keys(consultation)
    joined = Contribution.id == Answer.contribution_id
    ids = [one.id for edition in consultation.editions for one in edition.questions if one.key == question.key]
    where = (Answer.question_id.in_(ids), _BANDS[band].is_not(None), Answer.contribution_id.in_(people))
    query = select(*_ROW, _BANDS[band], func.count()).join(Contribution, joined).where(*where)
    cells: Counter[tuple[str | None, str]] = Counter()
    for *row, name, number in db.session.execute(query.group_by(*_ROW, _BANDS[band])):
        cells[countable.category(_chosen(row, named)[1]), str(name)] += number
    bases = {key: sum(cells[value, key] for value, _ in countable.values) for key in columns}
    if countable.multiple:
        distinct = select(_BANDS[band], func.count(Answer.contribution_id.distinct())).join(Contribution, joined)
        rows = db.session.execute(distinct.where(*where).group_by(_BANDS[band]))
        found = {str(name): number for name, number in rows}
        bases = {key: found.get(key, 0) for key in columns}
    return TwoWayCounts(
        key=question.key,
        prompt=question.prompt,
        multiple=countable.multiple,
        band=band,
        rows=tuple(label for _, label in countable.values),
        columns=tuple(columns.values()),
        cells=tuple(tuple(cells[value, key] for key in columns) for value, _ in countable.values),
        bases=tuple(bases.values()),
    )


def _question_counts(consultation: Questionnaire, people: People) -> Iterable[QuestionCounts]:
    named = _keys(consultation)
    where = Answer.contribution_id.in_(people)
    rows: defaultdict[str, list[tuple[Chosen, int]]] = defaultdict(list)
    for *row, number in db.session.execute(select(*_ROW, func.count()).where(where).group_by(*_ROW)):
        key, chosen = _chosen(row, named)
        rows[key].append((chosen, number))
    bases = Counter[str]()
    distinct = select(Answer.question_id, func.count(Answer.contribution_id.distinct())).where(where)
    for question_id, number in db.session.execute(distinct.group_by(Answer.question_id)):
        bases[named[question_id]] += number
    for question in consultation.questions:
        if question.about is None:
            for countable in kind_of(question).countables(question):
                yield _counted(countable, rows[question.key], bases[question.key])


def _counted(countable: Countable, rows: Iterable[tuple[Chosen, int]], people: int) -> QuestionCounts:
    found: Counter[str | None] = Counter()
    for chosen, number in rows:
        found[countable.category(chosen)] += number
    options: Counted = tuple((label, found[value]) for value, label in countable.values)
    base = people if countable.multiple else sum(number for _, number in options)
    return QuestionCounts(countable.key, countable.prompt, countable.multiple, base, options)


def _keys(consultation: Questionnaire) -> dict[UUID, str]:
    """The key of every question and every option, whatever edition it stands in."""
    questions = [question for edition in consultation.editions for question in edition.questions]
    return {one.id: one.key for one in questions} | {c.id: c.key for one in questions for c in one.choices}


def _chosen(row: list[Any], named: Mapping[UUID, str]) -> tuple[str, Chosen]:
    question_id, option_id, step, rank, number = row
    return named[question_id], Chosen(named[option_id] if option_id else None, step, rank, number)


def _band_counts(consultation: Questionnaire, people: People) -> tuple[BandCounts, ...]:
    fields = tuple(_BANDS.values())
    rows = db.session.execute(select(*fields, func.count()).where(Contribution.id.in_(people)).group_by(*fields)).all()
    found = []
    for place, band in enumerate(_BANDS):
        question = next((q for q in consultation.questions if q.about is band), None)
        if question is None:
            continue
        sums: Counter[str] = Counter()
        for row in rows:
            if row[place] is not None:
                sums[str(row[place])] += row[3]
        options: Counted = tuple((label, sums[key]) for key, label in _band_labels(consultation, band).items())
        found.append(BandCounts(band, question.prompt, sum(number for _, number in options), options))
    return tuple(found)


def _band_labels(consultation: Questionnaire, band: About) -> dict[str, str]:
    """The words of each band by its key, as this consultation asked for it."""
    question = next((q for q in consultation.questions if q.about is band), None)
    return {choice.key: choice.label for choice in question.choices} if question else {}
