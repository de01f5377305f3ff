"""Consultations by time and name, and what a wave comes to."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from portal.consultations import counting, editions, rules
from portal.consultations.counts import TwoWayCounts, WaveCounts
from portal.consultations.kinds import Chosen, kind_of
from portal.consultations.models import About, Answer, Consultation, Submission
from portal.consultations.questionnaire import Asked, Questionnaire
from portal.contributions.models import Purpose
from portal.core import clock, db
from portal.core.errors import NotFound


def open_consultations() -> tuple[Questionnaire, ...]:
    """What can be answered now, the one that closes first on top."""
    now = clock.now()
    found = editions.launched(Consultation.opens_at <= now, Consultation.closes_at > now)
    return tuple(sorted(found, key=lambda q: (q.closes_at, q.slug)))


def upcoming_consultation() -> Questionnaire | None:
    """What opens next, if something is planned."""
    return min(editions.launched(Consultation.opens_at > clock.now()), key=lambda q: q.opens_at, default=None)


def closed_consultations() -> tuple[Questionnaire, ...]:
    """What can be answered no more, the one that closed last on top."""
    now = clock.now()
    found = editions.launched(Consultation.closes_at <= now - rules.TIME_TO_FINISH)
    return tuple(sorted(found, key=lambda q: (q.closes_at, q.slug), reverse=True))


def find_consultation(which: UUID | str) -> Questionnaire | None:
    """One launched consultation by id or by slug."""
    found = editions.launched(Consultation.id == which if isinstance(which, UUID) else Consultation.slug == which)
    return found[0] if found else None


def get_consultation(which: UUID | str) -> Questionnaire:
    """One launched consultation by id or by slug, or NotFound."""
    found = find_consultation(which)
    if found is None:
        raise NotFound
    return found


def consultation_of(contribution_id: UUID) -> Questionnaire | None:
    """The consultation a contribution answers; None where it was said another way."""
    query = select(Submission.consultation_id).where(Submission.contribution_id == contribution_id)
    consultation_id = db.session.scalar(query)
    return get_consultation(consultation_id) if consultation_id else None


def answers_of(contribution_id: UUID) -> list[tuple[Asked, list[str]]]:
    """What one contribution chose, question by question as it was asked, in words. Bands are not answers."""
    submission = db.session.get(Submission, contribution_id)
    edition = get_consultation(submission.consultation_id).edition(submission.edition_id) if submission else None
    if edition is None:
        return []
    query = select(Answer).where(Answer.contribution_id == contribution_id)
    rows = db.session.scalars(query.order_by(Answer.rank, Answer.id)).all()
    found = []
    for question in edition.questions:
        keys = {choice.id: choice.key for choice in question.choices}
        chosen = [
            Chosen(keys.get(row.option_id) if row.option_id else None, row.step, row.rank, row.number)
            for row in rows
            if row.question_id == question.id
        ]
        if said := kind_of(question).in_words(question, chosen):
            found.append((question, said))
    return found


def people_count(consultation_id: UUID) -> int:
    """How many answered and did not take it back, whatever they allow: a number for the team alone."""
    return counting.count_people(counting.people_of(consultation_id, None))[0]


def wave_counts(consultation_id: UUID) -> WaveCounts:
    """Exact counts of those who said yes to the board's summary: what a release is made from, and nothing more."""
    people = counting.people_of(consultation_id, Purpose.BOARD)
    return counting.count_wave(get_consultation(consultation_id), people)


def count_two_way(
    consultation_id: UUID, question_key: str, band: About, *, purpose: Purpose | None = Purpose.BOARD
) -> TwoWayCounts:
    """One question across one band, for the same people as `wave_counts`; who named no band is in no column."""
    consultation = get_consultation(consultation_id)
    question = consultation.by_key[question_key]
    return counting.count_across(consultation, question, band, counting.people_of(consultation_id, purpose))


def ends_of(consultation: Questionnaire) -> dict[str, tuple[str, str]]:
    """The words at the lower and upper end of each question that is counted in stretches between them, by its key."""
    return {one.key: (one.low, one.high) for one in consultation.questions if one.low and one.high}
