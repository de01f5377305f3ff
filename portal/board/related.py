"""How asks belong together: joined, asked once more, echoed; and what champions make of answers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.accounts.models import Account
from portal.board import rules
from portal.board.models import Ask, Joined, Rated, ReplyRating
from portal.board.owing import owed
from portal.board.queries import is_shown
from portal.board.rules import Leaning
from portal.board.stories import joined_into
from portal.core import db


def echoed_by(ask: Ask) -> UUID | None:
    """The newest earlier answer of the same organisation that this answer mostly repeats."""
    earlier = select(Ask).where(Ask.organisation_id == ask.organisation_id, Ask.id != ask.id, Ask.because.is_not(None))
    for other in db.session.scalars(earlier.order_by(Ask.answered_at.desc(), Ask.id).limit(200)):
        if rules.echoes(ask.because or "", other.because or ""):
            return other.id
    return None


def joined_here(ask: Ask) -> Sequence[Joined]:
    """The asks that are answered together with this one, oldest first."""
    query = select(Joined).where(Joined.into_id == ask.id, Joined.parted_at.is_(None))
    return db.session.scalars(query.order_by(Joined.at, Joined.id)).all()


def joinings_of(ask: Ask) -> Sequence[Joined]:
    """Each time it was put together with another, the newest first; those that ended too."""
    query = select(Joined).where(Joined.ask_id == ask.id).options(selectinload(Joined.into), selectinload(Joined.by))
    return db.session.scalars(query.order_by(Joined.at.desc(), Joined.id)).all()


def may_be_joined(ask: Ask) -> bool:
    """Whether it may be answered together with another: the board knows it, and nothing happened to it yet."""
    return (
        is_shown(ask) and ask.answered_at is None and not ask.actions and not joined_here(ask) and not joined_into(ask)
    )


def asks_to_join(ask: Ask) -> Sequence[Ask]:
    """The open asks another one may be answered with, newest first: of the same organisation, and due no later.

    Otherwise whoever is late could put what they owe where nobody waits for it.
    """
    others = select(Ask).where(Ask.id != ask.id, Ask.organisation_id == ask.organisation_id, owed())
    others = others.where(Ask.due_on <= ask.due_on)
    return db.session.scalars(others.order_by(Ask.created_at.desc(), Ask.id).limit(100)).all()


def asked_once_more(ask: Ask) -> Ask | None:
    """The ask that was made of its no."""
    return db.session.scalar(select(Ask).where(Ask.again_of_id == ask.id))


def may_ask_once_more(ask: Ask, account: Account) -> bool:
    """Whether this champion may ask again; nobody of the organisation that said no."""
    asked = asked_once_more(ask) is not None
    return rules.may_ask_once_more(ask.answer, asked=asked) and account.organisation_id != ask.organisation_id


def leaning(ask: Ask) -> Leaning | None:
    """What most champions make of its answer; None where few rated it."""
    counts = ratings_of(ask)
    return rules.leaning(counts, sum(counts.values()))


def ratings_of(ask: Ask) -> dict[Rated, int]:
    """Exactly how many champions find its answer real, and how many waffle: never for a page."""
    query = select(ReplyRating.rated, func.count()).where(ReplyRating.ask_id == ask.id).group_by(ReplyRating.rated)
    counted = {row[0]: row[1] for row in db.session.execute(query)}
    return {rated: counted.get(rated, 0) for rated in Rated}


def rating_by(ask: Ask, account: Account) -> Rated | None:
    """What this champion made of it."""
    found = db.session.get(ReplyRating, (ask.id, account.id))
    return found.rated if found else None
