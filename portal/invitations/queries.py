"""Letters by code and by batch, how many there are to be asked, and what was tried."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.consultations import queries as consultations
from portal.consultations.questionnaire import Questionnaire
from portal.contributions import drafts
from portal.core import clock, crypto, db
from portal.disclosure.figures import Figure, Showing, rounded
from portal.disclosure.thresholds import Audience, Subject, threshold
from portal.invitations import rules
from portal.invitations.models import EligibleTotal, Group, InvitationBatch, InvitationCode, Outreach
from portal.invitations.rules import Band, Bands
from portal.partnership import queries as partnership

_LEAST = threshold(Audience.PARTNERS, Subject.ANSWERS)


def code_hash(code: str) -> str:
    """What is stored of a code, and looked up by: keyed with a key that is kept outside the database.

    No slow hash: 57 random bits under that key leave nothing to guess, and hundreds are made at once.
    """
    return hmac.digest(crypto.keys().derive("letter"), rules.normalise(code).encode(), hashlib.sha256).hex()


def find_code(typed: str) -> InvitationCode | None:
    """The letter a code was printed on; None if there is none, or its batch was called back."""
    query = select(InvitationCode).join(InvitationCode.batch).options(joinedload(InvitationCode.batch))
    return db.session.scalar(
        query.where(InvitationCode.code_hash == code_hash(typed), InvitationBatch.void_on.is_(None))
    )


def bands_of(code: InvitationCode) -> Bands:
    """What the letter says."""
    place = str(code.locality_id) if code.locality_id else ""
    said = (code.age_band, code.home_type, place, code.responsible, code.lives_in)
    return Bands(*(str(one) if one else "" for one in said))


def draft_bands(code: InvitationCode) -> dict[str, str]:
    """The same under the names a draft keeps them by."""
    names = {Band.RESPONSIBLE: drafts.RESPONSIBLE, Band.LIVES_IN: drafts.LIVES_IN}
    return {names.get(band, band.value): value for band, value in bands_of(code).said.items()}


def get_batch(batch_id: UUID) -> InvitationBatch:
    """One batch, or NotFound."""
    return db.get(InvitationBatch, batch_id)


def batches(consultation_id: UUID) -> Sequence[InvitationBatch]:
    """Every batch of one consultation, newest first."""
    query = select(InvitationBatch).options(joinedload(InvitationBatch.made_by))
    query = query.where(InvitationBatch.consultation_id == consultation_id)
    return db.session.scalars(query.order_by(InvitationBatch.made_on.desc(), InvitationBatch.id)).all()


def letters_made() -> dict[UUID, int]:
    """How many letters each consultation has that still work."""
    query = select(InvitationBatch.consultation_id, func.sum(InvitationBatch.number))
    query = query.where(InvitationBatch.void_on.is_(None)).group_by(InvitationBatch.consultation_id)
    return {key: int(number) for key, number in db.session.execute(query)}


def not_started(batch: InvitationBatch) -> Figure:
    """How many letters nobody had started when this week began; hidden where few were, or few were not."""
    started = (
        select(func.count())
        .select_from(InvitationCode)
        .where(InvitationCode.batch_id == batch.id, InvitationCode.spent_week < clock.this_week())
    )
    left = batch.number - (db.session.scalar(started) or 0)
    if left < _LEAST:
        return Figure(Showing.FEWER, _LEAST)
    if batch.number - left < _LEAST:
        return Figure(Showing.REST, _LEAST)
    return Figure(Showing.COUNT, _LEAST, rounded(left, _LEAST))


def letters_of(batch: InvitationBatch) -> list[tuple[int, Bands, bool]]:
    """Each letter's number and bands, and whether it was started before this week."""
    query = select(InvitationCode).where(InvitationCode.batch_id == batch.id).order_by(InvitationCode.letter)
    now = clock.this_week()
    return [
        (one.letter, bands_of(one), one.spent_week is not None and one.spent_week < now)
        for one in db.session.scalars(query)
    ]


def totals() -> dict[tuple[Group, str], EligibleTotal]:
    """The newest total of each group: of the latest day, and of that the one noted last."""
    found: dict[tuple[Group, str], EligibleTotal] = {}
    for total in all_totals():
        found.setdefault((total.group, total.key), total)
    return found


def all_totals() -> Sequence[EligibleTotal]:
    """Every total there ever was, the newest first: those it took the place of are kept."""
    query = select(EligibleTotal).options(joinedload(EligibleTotal.noted_by))
    newest = (EligibleTotal.as_of.desc(), EligibleTotal.noted_at.desc(), EligibleTotal.id)
    return db.session.scalars(query.order_by(*newest)).all()


def outreach(since: date | None = None) -> Sequence[Outreach]:
    """What was tried, the latest first."""
    query = select(Outreach).options(joinedload(Outreach.organisation))
    if since:
        query = query.where(Outreach.tried_on >= since)
    return db.session.scalars(query.order_by(Outreach.tried_on.desc(), Outreach.id)).all()


def localities() -> list[tuple[str, str]]:
    """The parts of the area as (key, name)."""
    return [(str(place.id), place.name) for place in partnership.localities()]


def consultation_of(code: InvitationCode) -> Questionnaire:
    """What a letter asks."""
    return consultations.get_consultation(code.batch.consultation_id)
