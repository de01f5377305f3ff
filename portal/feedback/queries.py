"""What was told back, and to whom. Counts of verdicts come from releases; exact ones stay in `counting`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased, selectinload

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.board import queries as board
from portal.board.models import Ask, CodeRating, Rated, Say
from portal.board.owing import whole_id
from portal.board.stories import AskStory
from portal.contributions import marks as code_marks
from portal.contributions.models import Contribution
from portal.core import clock, db, parts
from portal.core.access import Permission
from portal.core.errors import NotFound
from portal.core.parts import Part
from portal.disclosure.safe import SafeTable
from portal.disclosure.thresholds import Audience
from portal.evidence import queries as evidence
from portal.evidence.models import ReleaseKind
from portal.evidence.reading import REPLIES
from portal.feedback.models import Feedback, Told, Verdict

PER_PAGE = 10
#: As many of what waits as one page shows.
WAITING = 25
#: The ask whose answer answers an ask: itself, unless it is answered together with another.
_WHOLE = aliased(Ask)


@dataclass(frozen=True)
class Story:
    """You said, we did: fit for anyone."""

    id: UUID
    told: Told
    you_said: str
    answer: str
    published_on: date | None
    ask: AskStory


def get_feedback(feedback_id: UUID) -> Feedback:
    """One story, published or not, or NotFound."""
    return db.get(Feedback, feedback_id)


def version(feedback: Feedback) -> str:
    """A short name for exactly these words, so that what is published is what was read."""
    whole = json.dumps([feedback.told.value, feedback.you_said, feedback.answer])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def published(number: int = 1, told: Told | None = None) -> Part[Story]:
    """What the public may read, newest first."""
    query = select(Feedback).where(Feedback.published_at.is_not(None))
    query = query.where(Feedback.told == told) if told else query
    newest = query.order_by(Feedback.published_at.desc(), Feedback.id).options(selectinload(Feedback.ask))
    found = parts.page(newest, number, PER_PAGE)
    return found.of(stories(found.rows))


def get_published(feedback_id: UUID) -> Story:
    """One published story, or NotFound."""
    found = get_feedback(feedback_id)
    if found.published_at is None:
        raise NotFound
    return stories([found])[0]


def told_about(ask_ids: Collection[UUID]) -> dict[UUID, list[Story]]:
    """The published stories of these asks, oldest first."""
    if not ask_ids:
        return {}
    query = select(Feedback).where(Feedback.ask_id.in_(ask_ids), Feedback.published_at.is_not(None))
    query = query.options(selectinload(Feedback.ask))
    found: dict[UUID, list[Story]] = {}
    for story in stories(db.session.scalars(query.order_by(Feedback.published_at, Feedback.id)).all()):
        found.setdefault(story.ask.id, []).append(story)
    return found


def drafts(page: int = 1) -> Part[Feedback]:
    """Stories that wait for a second person, oldest first."""
    query = select(Feedback).where(Feedback.published_at.is_(None)).options(selectinload(Feedback.drafted_by))
    return parts.page(query.order_by(Feedback.drafted_at, Feedback.id), page, WAITING)


def answered_asks(organisation_id: UUID | None = None, page: int = 1) -> Part[AskStory]:
    """Asks with an answer that nobody has been told about, the longest waiting first."""
    query = select(Ask).join(_WHOLE, _WHOLE.id == whole_id()).where(_untold())
    query = query.where(_WHOLE.organisation_id == organisation_id) if organisation_id else query
    found = parts.page(query.order_by(_WHOLE.answered_at, Ask.id), page, WAITING)
    return found.of(board.stories(found.rows))


def _untold() -> ColumnElement[bool]:
    told = exists().where(Feedback.ask_id == Ask.id)
    return _WHOLE.answered_at.is_not(None) & board.shown() & ~told


def untold_count() -> int:
    """How many answered asks nobody has been told about."""
    query = select(func.count()).select_from(Ask).join(_WHOLE, _WHOLE.id == whole_id())
    return db.session.scalar(query.where(_untold())) or 0


def who_can_publish(feedback: Feedback) -> tuple[str, ...]:
    """The names of those who may be the second person for this story."""
    return tuple(one.name for one in accounts.others_who_may(Permission.FEEDBACK_PUBLISH, but=feedback.drafted_by_id))


def waiting_for(account: Account, *, publishes: bool) -> int:
    """How many drafts this person could publish now."""
    if not publishes:
        return 0
    query = select(func.count()).where(Feedback.published_at.is_(None), Feedback.drafted_by_id != account.id)
    return db.session.scalar(query) or 0


def stories(rows: Sequence[Feedback]) -> tuple[Story, ...]:
    """Rows as stories, in the order given; the ask's words by the owner's live choice."""
    asks = {one.id: one for one in board.stories([row.ask for row in rows])}
    return tuple(
        Story(
            id=row.id,
            told=row.told,
            you_said=row.you_said,
            answer=row.answer,
            published_on=clock.day_of(row.published_at) if row.published_at else None,
            ask=asks[row.ask_id],
        )
        for row in rows
    )


def verdicts_of(contribution_id: UUID) -> dict[UUID, Say]:
    """What one code holder said of each ask."""
    query = select(Verdict.ask_id, Verdict.say).where(Verdict.contribution_id == contribution_id)
    return {ask_id: say for ask_id, say in db.session.execute(query)}


def mark_of(ask_id: UUID, contribution: Contribution) -> str:
    """What stands for a thread's code under the answer to an ask, itself none that was joined into another."""
    return code_marks.mark_of("reply-rating", ask_id, contribution)


def ratings_of(contribution: Contribution, ask_ids: Collection[UUID]) -> dict[UUID, Rated]:
    """What one code makes of the answers to these asks now: of joined ones to the ask they are answered with."""
    marks = {ask_id: mark_of(whole, contribution) for ask_id, whole in board.whole_ids(ask_ids).items()}
    if not marks:
        return {}
    query = select(CodeRating.mark, CodeRating.rated).where(CodeRating.mark.in_(set(marks.values())))
    said = {mark: rated for mark, rated in db.session.execute(query)}
    return {ask_id: said[mark] for ask_id, mark in marks.items() if mark in said}


def rated_ask_ids() -> Sequence[UUID]:
    """The asks whose answer any code has rated, for erasing what one code said."""
    return db.session.scalars(select(CodeRating.ask_id).distinct().order_by(CodeRating.ask_id)).all()


def reply_table(ask_id: UUID) -> str:
    """The key of the table of one ask's answer in a release of verdicts."""
    return f"{REPLIES}{ask_id.hex}"


def verdict_table(ask_id: UUID) -> str:
    """The key of one ask's table in a release of verdicts."""
    return f"verdicts:{ask_id.hex}"


def released_verdicts(ask_id: UUID, audience: Audience) -> SafeTable | None:
    """What code holders say of one ask, from the newest signed release of verdicts; None before there is one."""
    release = evidence.latest_verdicts()
    return evidence.figures(release, audience).table(verdict_table(ask_id)) if release else None


@dataclass(frozen=True)
class Released:
    """What signed figures tell of one ask: whether it changed anything, and what codes make of the answer."""

    verdicts: SafeTable | None = None
    replies: SafeTable | None = None


def released_for(ask_ids: Collection[UUID], audience: Audience) -> dict[UUID, Released]:
    """What the newest signed release tells of these asks, opened once; all are there, with nothing before one is."""
    release = evidence.latest_verdicts()
    by_key = {table.key: table for table in evidence.figures(release, audience).tables} if release else {}
    return {
        ask_id: Released(by_key.get(verdict_table(ask_id)), by_key.get(reply_table(whole)))
        for ask_id, whole in board.whole_ids(ask_ids).items()
    }


def released_replies(audience: Audience) -> list[tuple[UUID, SafeTable]]:
    """The organisation that answered, and what codes make of that answer, where signed figures show anything."""
    release = evidence.latest_verdicts()
    tables = evidence.figures(release, audience).tables if release else ()
    shown = {table.key: table for table in tables if table.key.startswith(REPLIES) and not table.withheld}
    shown = {key: table for key, table in shown.items() if table.base.shown is not None}
    if not shown:
        return []
    asks = select(Ask.id, Ask.organisation_id).where(board.shown()).order_by(Ask.id)
    asks = asks.where(Ask.id.in_([UUID(hex=key.removeprefix(REPLIES)) for key in shown]))
    return [(row.organisation_id, shown[reply_table(row.id)]) for row in db.session.execute(asks)]


def next_verdicts_on() -> date | None:
    """The first day verdicts may be counted again (`evidence.next_freeze_on`)."""
    return evidence.next_freeze_on(ReleaseKind.VERDICTS)


def verdicts_to_count() -> bool:
    """Whether somebody answered since verdicts were last counted, and a quarter has passed; exact numbers stay here.

    Ratings have no time, so wherever there are any they are counted once a quarter.
    """
    if next_verdicts_on() or any(draft.kind is ReleaseKind.VERDICTS for draft in evidence.drafts()):
        return False
    release = evidence.latest_verdicts()
    given = select(Verdict.id).limit(1)
    if release:
        given = given.where(Verdict.said_week > clock.day_of(release.frozen_at) - timedelta(days=7))
    return any(db.session.scalar(one) is not None for one in (given, select(CodeRating.mark).limit(1)))


def asks_with_verdicts() -> Sequence[Ask]:
    """The asks somebody gave a verdict on."""
    query = select(Ask).where(Ask.id.in_(select(Verdict.ask_id)))
    return db.session.scalars(query.order_by(Ask.created_at, Ask.id)).all()
