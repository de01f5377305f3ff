"""From the sign of a piece of evidence, `ask-3f9a2c71`, back to the row it names."""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import select

from portal.board.models import Action, Ask
from portal.commitments.models import Commitment
from portal.core import db
from portal.core.db import Identified
from portal.core.errors import NotFound
from portal.evidence.models import Release
from portal.feedback.models import Feedback
from portal.measures.models import Measure
from portal.meetings.models import Decision
from portal.plans.models import ImprovementArea, Objective
from portal.signed_reports.gathering import Proof
from portal.themes.models import Theme

_SIGN = re.compile(r"([a-z]{2,12})-([0-9a-f]{8})")
_ROWS: dict[Proof, type[Identified]] = {
    Proof.RELEASE: Release,
    Proof.THEME: Theme,
    Proof.ASK: Ask,
    Proof.ACTION: Action,
    Proof.PROMISE: Commitment,
    Proof.MEASURE: Measure,
    Proof.OBJECTIVE: Objective,
    Proof.AREA: ImprovementArea,
    Proof.DECISION: Decision,
    Proof.TOLD: Feedback,
}


def find(sign: str) -> tuple[Proof, UUID]:
    """What a sign names; NotFound for none. Of two rows that share it, which is all but impossible, the first."""
    read = _SIGN.fullmatch(sign)
    if read is None or read[1] not in set(Proof):
        raise NotFound
    kind = Proof(read[1])
    row = _ROWS[kind]
    first, last = UUID(read[2] + "0" * 24), UUID(read[2] + "f" * 24)
    found = db.session.scalar(select(row.id).where(row.id.between(first, last)).order_by(row.id).limit(1))
    if found is None:
        raise NotFound
    return kind, found


def meeting_of(decision_id: UUID) -> UUID:
    """The meeting that decided something."""
    return db.get(Decision, decision_id).meeting_id


def plan_of(objective_id: UUID) -> UUID:
    """The plan an objective stands in."""
    return db.get(Objective, objective_id).plan_id
