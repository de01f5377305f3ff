"""What was brought in, and what may stand beside a question."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.comparisons import rules
from portal.comparisons.models import ImportedWave, OutsideFigure
from portal.consultations import queries as consultations
from portal.consultations.kinds import kind_of
from portal.core import db
from portal.evidence import queries as evidence


def imported_waves() -> Sequence[ImportedWave]:
    """Every wave that was brought in, the newest first."""
    whole = joinedload(ImportedWave.consultation), joinedload(ImportedWave.by)
    return db.session.scalars(select(ImportedWave).options(*whole).order_by(ImportedWave.at.desc())).all()


def get_wave(consultation_id: UUID) -> ImportedWave:
    """One of them, or NotFound."""
    return db.get(ImportedWave, consultation_id)


def same_waves(digest: str) -> Sequence[ImportedWave]:
    """Waves of the very same rows (`operations.digest_of`)."""
    whole = joinedload(ImportedWave.consultation), joinedload(ImportedWave.by)
    query = select(ImportedWave).where(ImportedWave.digest == digest).options(*whole)
    return db.session.scalars(query.order_by(ImportedWave.at, ImportedWave.consultation_id)).all()


def same_figures(typed: Sequence[Mapping[str, Any]]) -> list[OutsideFigure]:
    """Figures we have that are of the same as these, whatever they say (`rules.FIGURE_IS_OF`)."""
    wanted = {rules.figure_is_of(one) for one in typed}
    return [one for one in figures() if rules.figure_is_of(vars(one)) in wanted]


def is_released(wave: ImportedWave) -> bool:
    """Whether figures of it were frozen, signed or not, so that it stays."""
    return evidence.is_frozen(wave.consultation_id)


def figures() -> Sequence[OutsideFigure]:
    """Every figure of another survey, by question and year."""
    query = select(OutsideFigure).options(joinedload(OutsideFigure.by))
    return db.session.scalars(query.order_by(OutsideFigure.question_key, OutsideFigure.year, OutsideFigure.id)).all()


def get_figure(figure_id: UUID) -> OutsideFigure:
    """One of them, or NotFound."""
    return db.get(OutsideFigure, figure_id)


def elsewhere(question_key: str) -> Sequence[OutsideFigure]:
    """What other surveys found, for the figures of one question."""
    return elsewhere_of([question_key]).get(question_key, [])


def elsewhere_of(question_keys: Collection[str]) -> dict[str, list[OutsideFigure]]:
    """The same for several questions in one statement, by key; those that nobody else asked have no row."""
    query = select(OutsideFigure).where(OutsideFigure.question_key.in_(question_keys))
    found: dict[str, list[OutsideFigure]] = {}
    for one in db.session.scalars(query.order_by(OutsideFigure.year.desc(), OutsideFigure.survey, OutsideFigure.id)):
        found.setdefault(one.question_key, []).append(one)
    return found


def answers_by_key() -> dict[str, tuple[str, ...]]:
    """The answers of every question that was ever asked, by its key: what a figure can stand beside."""
    found: dict[str, dict[str, None]] = {}
    for asked in (*consultations.closed_consultations(), *consultations.open_consultations()):
        for question in asked.questions:
            for countable in () if question.about else kind_of(question).countables(question):
                found.setdefault(countable.key, {}).update(dict.fromkeys(label for _, label in countable.values))
    return {key: tuple(labels) for key, labels in sorted(found.items())}
