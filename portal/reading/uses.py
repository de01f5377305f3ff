"""What the desk may do with a view because its owner said yes: pass it on to their worker, use it to teach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select

from portal.contributions.models import Contribution, PassedOn, Purpose, SharingChoice
from portal.core import db
from portal.reading.queries import on_desk

#: As many as one page shows; the number beside it counts them all.
MOST = 100


@dataclass(frozen=True)
class UseLine:
    """A view that may be used, without a word of it."""

    id: UUID
    week: date

    @property
    def mark(self) -> str:
        """Four signs to tell views of one week apart, as in the list of views."""
        return self.id.hex[:4].upper()


@dataclass(frozen=True)
class Uses:
    """How many views, and the oldest of them."""

    count: int
    lines: Sequence[UseLine]


def to_pass_on() -> Uses:
    """Views whose owners want their worker to know, and nobody has told them yet."""
    done = exists().where(PassedOn.contribution_id == Contribution.id)
    return _uses(_allowed(Purpose.WORKER) & Contribution.person_id.is_not(None) & ~done)


def for_training() -> Uses:
    """Views that may be used to teach staff."""
    return _uses(_allowed(Purpose.TRAINING))


def _allowed(purpose: Purpose) -> ColumnElement[bool]:
    choice = exists().where(
        SharingChoice.contribution_id == Contribution.id, SharingChoice.purpose == purpose, SharingChoice.given
    )
    return on_desk() & choice


def _uses(wanted: ColumnElement[bool]) -> Uses:
    count = db.session.scalar(select(func.count()).select_from(Contribution).where(wanted)) or 0
    oldest = select(Contribution.id, Contribution.received_week).where(wanted)
    rows = db.session.execute(oldest.order_by(Contribution.received_week, Contribution.id).limit(MOST))
    return Uses(count, [UseLine(*row) for row in rows])
