"""The preparation open on a phone, opened for its owner or for a reader it was shared with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn
from uuid import UUID

from sqlalchemy import func, select

from portal.contributions import codes, screening
from portal.contributions.models import Priority
from portal.core import clock, crypto, db
from portal.core.errors import NotFound
from portal.core.sessions import token_hash
from portal.meeting_prep import prompts, rules
from portal.meeting_prep.models import (
    Changed,
    MeetingKind,
    Point,
    Preparation,
    PreparationVisit,
    SaidBy,
    Share,
    TalkedAbout,
)


@dataclass(frozen=True)
class Said:
    """A point, opened; `asked` is empty where nobody asked."""

    id: UUID
    asked: str
    text: str
    said_by: SaidBy
    talked_about: TalkedAbout | None


def find_open(token: str) -> Preparation | None:
    """What this phone has open; None if there is nothing, or it ended."""
    now = clock.now()
    return db.session.scalar(
        select(Preparation)
        .join(PreparationVisit, PreparationVisit.preparation_id == Preparation.id)
        .where(
            PreparationVisit.token_hash == token_hash(token),
            PreparationVisit.until > now,
            Preparation.ends_at > now,
        )
    )


def find_by_code_hash(hashed: str) -> Preparation | None:
    """The preparation a word code opens; `hashed` is `codes.code_hash` of what was typed."""
    return db.session.scalar(
        select(Preparation).where(Preparation.code_hash == hashed, Preparation.ends_at > clock.now())
    )


def find_share(token: str) -> Share | None:
    """A link that still opens; None says nothing about why."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    share = db.session.scalar(select(Share).where(Share.token_hash == hashed))
    if share is None or not rules.is_live(share, clock.today()):
        return None
    return share if find_preparation(share.preparation_id) else None


def find_preparation(preparation_id: UUID) -> Preparation | None:
    """One that has not ended."""
    found = db.session.get(Preparation, preparation_id)
    return found if found and found.ends_at > clock.now() else None


def get_point(preparation: Preparation, point_id: UUID) -> Point:
    """One of its points, or NotFound."""
    return next((one for one in _points(preparation) if one.id == point_id), None) or _not_found()


def get_share(preparation: Preparation, share_id: UUID) -> Share:
    """One of its links, or NotFound."""
    found = db.session.get(Share, share_id)
    return found if found and found.preparation_id == preparation.id else _not_found()


def points(preparation: Preparation) -> Sequence[Said]:
    """Its points in order, opened."""
    return [
        Said(one.id, prompts.text_of(one.prompt), crypto.unseal(one, "text"), one.said_by, one.talked_about)
        for one in _points(preparation)
    ]


def answered(preparation: Preparation) -> dict[str, Point]:
    """Its points by the prompt they answer."""
    return {one.prompt: one for one in _points(preparation) if one.prompt}


def shares(preparation: Preparation) -> Sequence[Share]:
    """Its links that still open, the one that ends last on top."""
    rows = db.session.scalars(
        select(Share).where(Share.preparation_id == preparation.id).order_by(Share.ends_on.desc(), Share.id)
    )
    return [share for share in rows if rules.is_live(share, clock.today())]


def sounds_unsafe(said: Sequence[Said]) -> bool:
    """Whether to ask gently if somebody is safe. Nobody is told: nobody else sees it until it is shared."""
    return screening.priority_of(one.text for one in said) is Priority.URGENT


def code_of(preparation: Preparation) -> str:
    """The four words, as long as they may still be shown; empty after that."""
    key = crypto.unseal(preparation, "key")
    return codes.code_for(key) if key else ""


def told(kind: MeetingKind, since: date, until: date) -> tuple[dict[TalkedAbout, int], dict[Changed, int]]:
    """Exact counts of what young people said of their meetings in the weeks from `since`, before `until`.

    One preparation counts once. For a release only: these numbers are never shown as they are.
    """
    said = (Preparation.kind == kind, Preparation.told_week >= since, Preparation.told_week < until)
    talked = select(Preparation.talked_about, func.count()).where(*said).group_by(Preparation.talked_about)
    changed = (
        select(Preparation.changed, func.count())
        .where(*said, Preparation.changed.is_not(None))
        .group_by(Preparation.changed)
    )
    found_talked = {row[0]: row[1] for row in db.session.execute(talked) if row[0] is not None}
    found_changed = {row[0]: row[1] for row in db.session.execute(changed) if row[0] is not None}
    return found_talked, found_changed


def _points(preparation: Preparation) -> Sequence[Point]:
    query = select(Point).where(Point.preparation_id == preparation.id)
    return db.session.scalars(query.order_by(Point.position, Point.id)).all()


def _not_found() -> NoReturn:
    raise NotFound
