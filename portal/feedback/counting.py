"""Exact counts of what code holders say, for freezing only, never for a page; and which asks a count lists."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, func, select

from portal.board import queries as board
from portal.board.models import Action, Ask, CodeRating, Joined, Rated, Say
from portal.contributions.models import Contribution
from portal.contributions.queries import counted_as
from portal.core import db
from portal.feedback.models import Verdict


def answered_ids() -> Sequence[UUID]:
    """Every shown ask with an answer of its own, rated or not: being listed must not prove that somebody rated it."""
    query = select(Ask.id).where(board.shown(), Ask.answer.is_not(None), ~board.is_joined())
    return db.session.scalars(query.order_by(Ask.id)).all()


def judged_ids() -> Sequence[UUID]:
    """Every shown ask that has an answer or an action, by itself or in the ask it was joined into, judged or not."""
    begun = select(Ask.id).where(Ask.answer.is_not(None) | exists().where(Action.ask_id == Ask.id))
    joined = select(Joined.ask_id).where(Joined.parted_at.is_(None), Joined.into_id.in_(begun))
    query = select(Ask.id).where(board.shown(), Ask.id.in_(begun) | Ask.id.in_(joined))
    return db.session.scalars(query.order_by(Ask.id)).all()


def raw_ratings() -> dict[UUID, dict[Rated, int]]:
    """Exact ratings of codes per ask: for freezing only, never for a page."""
    found: dict[UUID, dict[Rated, int]] = {}
    counted = select(CodeRating.ask_id, CodeRating.rated, func.count()).group_by(CodeRating.ask_id, CodeRating.rated)
    for ask_id, rated, count in db.session.execute(counted):
        found.setdefault(ask_id, {})[rated] = count
    return found


def raw_verdicts() -> dict[UUID, dict[Say, int]]:
    """Exact verdicts of distinct people per ask: for freezing only, never for a page."""
    people = func.count(counted_as().distinct())
    rows = db.session.execute(
        select(Verdict.ask_id, Verdict.say, people)
        .join(Contribution, Contribution.id == Verdict.contribution_id)
        .where(Contribution.withdrawn_on.is_(None))
        .group_by(Verdict.ask_id, Verdict.say)
    )
    found: dict[UUID, dict[Say, int]] = {}
    for ask_id, say, count in rows:
        found.setdefault(ask_id, {})[say] = count
    return found


def verdict_people() -> int:
    """How many distinct people gave any verdict: for freezing only."""
    people = func.count(counted_as().distinct())
    query = select(people).join(Verdict, Verdict.contribution_id == Contribution.id)
    return db.session.scalar(query.where(Contribution.withdrawn_on.is_(None))) or 0
