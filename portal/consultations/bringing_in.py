"""Storing answers that were given elsewhere: counted like all others, and nobody's thread."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete

from portal.consultations import operations, queries, routing
from portal.consultations.models import Answer, Consultation, Submission
from portal.contributions import operations as contributions
from portal.contributions.drafts import Given
from portal.contributions.models import Contribution, SharingChoice
from portal.core import clock, db


def bring_in(consultation: Consultation, people: Sequence[Mapping[str, Given]]) -> None:
    """One row of answers a person, of the edition for everybody. Words are never brought in."""
    asked = queries.get_consultation(consultation.id)
    edition = asked.main
    for answers in people:
        given = routing.sendable(edition, answers)
        one = contributions.bring_in(**operations.bands_of(given))
        operations.store_answers(asked, edition, given, one.id)
    for row in consultation.editions:
        row.frozen_week = clock.this_week()
    consultation.reported_on = consultation.report_back_on
    db.session.flush()


def forget(ids: Collection[UUID]) -> None:
    """Erase what was brought in, rows and answers."""
    for table in (Answer, Submission, SharingChoice):
        db.session.execute(delete(table).where(table.contribution_id.in_(ids)))
    db.session.execute(delete(Contribution).where(Contribution.id.in_(ids)))
