"""How long what young people said is kept: 24 months, or until 12 months after the last thing it led to was settled.

Numbers already released stay: nobody can be told from them. The periods are the proposal of docs/data.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.board import owing as board
from portal.board.models import Action, Ask, Wording
from portal.contributions.models import Contribution, Matter, Words
from portal.core import clock, db
from portal.feedback.models import Feedback
from portal.safety.models import Concern, ConcernState
from portal.themes.models import Coding

KEPT = timedelta(days=730)
KEPT_AFTER_ACTION = timedelta(days=365)
#: Seven years of log and counts, leap days included.
LOG_KEPT = timedelta(days=7 * 365 + 2)
CLOSED_ACCOUNT_KEPT = timedelta(days=365)
#: At most so many in one run, once an hour: a whole wave falls due in one week, and no run may hold the store for long.
MOST_AT_ONCE = 200


def due(limit: int = MOST_AT_ONCE) -> Sequence[Contribution]:
    """Threads whose time is up, the oldest first."""
    query = select(Contribution).where(_is_due()).order_by(Contribution.received_week, Contribution.id)
    return db.session.scalars(query.limit(limit)).all()


def due_count() -> int:
    """How many wait to be erased by the clock as it is now."""
    return db.session.scalar(select(func.count()).select_from(Contribution).where(_is_due())) or 0


def _is_due() -> ColumnElement[bool]:
    """Old enough, and nobody owes its owner anything any more: no answer, no promise, no say over a quote."""
    open_concern = select(Concern.contribution_id).where(Concern.state != ConcernState.CLOSED)
    return and_(
        Contribution.received_week <= clock.today() - KEPT,
        Contribution.withdrawn_on.is_(None),
        Contribution.matter != Matter.NOT_SAFE,
        Contribution.waits.is_(False),
        Contribution.id.not_in(open_concern),
        Contribution.id.not_in(_behind_live_themes()),
        Contribution.id.not_in(_quoted()),
    )


def _behind_live_themes() -> Select[UUID]:
    themes = select(Ask.theme_id).where(_is_live(), Ask.theme_id.is_not(None))
    return select(Coding.contribution_id).where(Coding.theme_id.in_(themes))


def _quoted() -> Select[UUID]:
    """While a quote is shown its owner needs the code, to be able to say stop."""
    shown = and_(Ask.wording == Wording.QUOTE, Ask.quote_gone.is_(False))
    return select(Words.contribution_id).join(Ask, Ask.words_id == Words.id).where(or_(shown, _is_live()))


def _is_live() -> ColumnElement[bool]:
    """An ask without an answer, or answered, acted on or told about too short a time ago to forget who asked.

    An ask that is answered together with another is as far as that other one.
    """
    since_day, since = clock.today() - KEPT_AFTER_ACTION, clock.now() - KEPT_AFTER_ACTION
    unsettled = or_(Action.settled_on.is_(None), Action.settled_on > since_day)
    untold = or_(Feedback.published_at.is_(None), Feedback.published_at > since)
    whole, whole_id = aliased(Ask), board.whole_id()
    return or_(
        exists().where(whole.id == whole_id, or_(whole.answered_at.is_(None), whole.answered_at > since)),
        exists().where(Action.ask_id == whole_id, unsettled),
        exists().where(Feedback.ask_id.in_([Ask.id, whole_id]), untold),
    )
