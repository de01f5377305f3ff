"""Closed waves with answers, and releases of them."""

import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert

from portal.accounts.models import Account
from portal.consultations.kinds import kind_of
from portal.consultations.models import Answer, Consultation, Submission
from portal.consultations.questionnaire import Asked, Questionnaire
from portal.contributions.drafts import Given
from portal.contributions.models import (
    AgeBand,
    Contribution,
    HomeType,
    Identity,
    Matter,
    Purpose,
    SharingChoice,
)
from portal.core import clock, db
from portal.core.access import Role
from portal.core.db import Base
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.thresholds import Subject
from portal.evidence import operations
from portal.evidence.models import Release
from tests.factories import consultations as asked
from tests.factories import people


def make_answers(wave: Questionnaire, number: int, *, seed: int = 1) -> list[UUID]:
    """So many people's choices, none of them known, the same for the same seed; quick, as no code is made."""
    dice = random.Random(seed)
    rows: dict[type[Base], list[dict[str, object]]] = {Contribution: [], Submission: [], SharingChoice: [], Answer: []}
    ids = [uuid4() for _ in range(number)]
    week = clock.this_week()
    for one in ids:
        rows[Contribution].append(
            {
                "id": one,
                "matter": Matter.ANSWERS,
                "identity": Identity.NOBODY,
                "received_week": week,
                "keeps_time": False,
                "reply_due_on": week,
                "locale": "en",
                "priority_rank": 2,
                "submission_hash": uuid4().hex,
                "code_hash": uuid4().hex,
                "age_band": dice.choice([AgeBand.FROM_12, AgeBand.FROM_16, None]),
                "home_type": dice.choice([HomeType.FOSTER, HomeType.HOUSE, None]),
                "locality_id": None,
            }
        )
        rows[Submission].append({"contribution_id": one, "consultation_id": wave.id, "edition_id": wave.main.id})
        rows[SharingChoice].append(
            {
                "id": uuid4(),
                "contribution_id": one,
                "purpose": Purpose.BOARD,
                "given": True,
                "wording_version": "test",
                "decided_week": week,
            }
        )
        rows[Answer] += [
            {"id": uuid4(), "contribution_id": one, "question_id": question, "option_id": option, **numbers}
            for question, option, numbers in _chosen(wave, dice)
        ]
    for table, values in rows.items():
        if values:
            db.session.execute(insert(table), values)
    return ids


def _chosen(wave: Questionnaire, dice: random.Random) -> list[tuple[UUID, UUID | None, dict[str, int | None]]]:
    found: list[tuple[UUID, UUID | None, dict[str, int | None]]] = []
    for question in wave.main.questions:
        if question.about or kind_of(question).is_words or dice.random() < 0.1:
            continue
        for row in kind_of(question).chosen(question, invent(question, dice)):
            option = question.by_choice[row.option].id if row.option else None
            found.append((question.id, option, {"step": row.step, "rank": row.rank, "number": row.number}))
    return found


def invent(question: Asked, dice: random.Random) -> Given:
    """Some answer, whatever the kind: the first choices more often than the last."""
    keys = [choice.key for choice in question.choices]
    tries: list[Given] = [dice.randint(0, 10), {key: str(dice.randint(0, 2)) for key in keys}, "Some words"]
    if keys:
        weights = range(len(keys) + 1, 1, -1)
        several = [key for key in keys if dice.random() < 0.4]
        one = dice.choices(keys, weights)
        tries = [one, *tries] if len(kind_of(question).chosen(question, keys)) == 1 else [several, *tries]
    return next((given for given in tries if kind_of(question).words(question, given)), 0)


def close(wave: Questionnaire) -> Consultation:
    """Move the end of a wave into the past, so that it can be counted."""
    row = db.session.get_one(Consultation, wave.id)
    row.opens_at = clock.now() - timedelta(days=40)
    row.closes_at = clock.now() - timedelta(days=1)
    db.session.flush()
    return row


def make_closed_wave(number: int = 60, **changes: object) -> tuple[Consultation, list[UUID]]:
    """A wave that so many people answered, closed yesterday."""
    wave = asked.make_consultation(**changes)
    ids = make_answers(wave, number)
    return close(wave), ids


def make_signed(consultation: Consultation, *, by: Account | None = None, signer: Account | None = None) -> Release:
    """A release of a closed wave, frozen and signed by two people."""
    release = operations.freeze_wave(consultation, by=by or people.make_account(Role.PARTICIPATION_OFFICER))
    operations.sign(release, by=signer or people.make_account(Role.SAFEGUARDING_OFFICER))
    return release


def raw_verdicts(yes: int, partly: int, not_yet: int, *, asks: Sequence[str] = ("Sleepovers",)) -> RawRelease:
    """Verdicts of so many people on each ask."""
    says = ("yes", "partly", "not_yet")
    tables = [
        RawTable(
            key=f"verdicts:{number:032x}",
            title=ask,
            subject=Subject.VERDICTS,
            dimensions=(Dimension(f"verdicts:{number:032x}", ask, says),),
            cells=dict(zip(((say,) for say in says), (yes, partly, not_yet), strict=True)),
            base=yes + partly + not_yet,
        )
        for number, ask in enumerate(asks)
    ]
    return RawRelease("verdicts", "What young people say", yes + partly + not_yet, tuple(tables))
