"""Asks and actions as they may be shown: the one place where an ask's words are opened."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import selectinload

from portal.board import labels, owing, rules
from portal.board.models import Action, ActionState, Ask, AskAnswer, Joined, Wording
from portal.contributions.models import Contribution, Purpose, Words
from portal.contributions.queries import allowing
from portal.core import clock, crypto, db
from portal.core.errors import Unreadable
from portal.reading.queries import on_desk
from portal.together.queries import not_quotable


@dataclass(frozen=True)
class AskText:
    """An ask as it may be shown now, and whose words it is in. `gone` means they were taken back."""

    kind: Wording
    text: str
    label: str
    gone: bool = False
    checked: bool = True


@dataclass(frozen=True)
class ActionLine:
    """An action in one line, fit for anyone."""

    id: UUID
    ask_id: UUID | None
    commitment_id: UUID | None
    title: str
    organisation: str
    post: str
    starts_on: date
    due_on: date
    state: ActionState
    state_label: str
    state_kind: str
    late: bool
    claim: str | None
    claimed_on: date | None
    settled_on: date | None
    round: int
    #: The last day until then on which a step or a champion's answer moved it; only a line as at a day says it.
    moved_on: date | None = None


@dataclass(frozen=True)
class AskStory:
    """An ask from asking to the answer and what was done; fit for anyone, as long as it is not kept."""

    id: UUID
    text: AskText
    summary: str | None
    theme_id: UUID | None
    organisation_id: UUID
    organisation: str
    post: str
    asked_on: date
    to_board_on: date | None
    due_on: date
    late: bool
    answer: AskAnswer | None
    answer_label: str | None
    because: str | None
    reason_label: str | None
    answered_on: date | None
    actions: tuple[ActionLine, ...]


def allowed() -> Select[UUID]:
    """The passages whose owners allow quoting at this moment, and which the desk may know of.

    What is or may be about somebody who works here is never quoted: whoever it is about may be sitting at the table.
    """
    return (
        select(Words.id)
        .join(Contribution, Contribution.id == Words.contribution_id)
        .where(on_desk(), allowing(Purpose.QUOTE), Words.id.not_in(not_quotable()))
    )


def allowed_words(words_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these passages whose owners allow quoting at this moment."""
    if not words_ids:
        return frozenset()
    return frozenset(db.session.scalars(allowed().where(Words.id.in_(words_ids))))


def passage(words: Words) -> str:
    """What somebody said, with one kind of line end, as a form sends it back."""
    return crypto.unseal(words, "text").replace("\r\n", "\n").replace("\r", "\n")


def ask_text(ask: Ask) -> AskText:
    """The one way to show an ask: asks the owner's live choice each time."""
    return ask_texts([ask])[ask.id]


def ask_texts(asks: Iterable[Ask]) -> dict[UUID, AskText]:
    """The same for many, with one question to the database."""
    shown = list(asks)
    allowed = allowed_words([one.words_id for one in shown if one.words_id and not one.quote_gone])
    return {one.id: _text(one, one.words_id in allowed) for one in shown}


def stories(asks: Sequence[Ask], joined: ColumnElement[bool] | None = None) -> tuple[AskStory, ...]:
    """Asks as stories, in the order given; `joined` says which joins count, by default those that hold now."""
    texts, today = ask_texts(asks), clock.today()
    answered = _answered_with(asks, Joined.parted_at.is_(None) if joined is None else joined)
    return tuple(_story(one, answered.get(one.id, one), texts[one.id], today) for one in asks)


def joined_into(ask: Ask) -> Joined | None:
    """With which other ask it is answered, if it is."""
    return db.session.scalar(select(Joined).where(Joined.ask_id == ask.id, Joined.parted_at.is_(None)))


def whole_of(ask: Ask) -> Ask:
    """The ask that answers for this one: the one it is joined into, or itself."""
    joined = joined_into(ask)
    return joined.into if joined else ask


def whole_ids(ask_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The same for many, by their ids."""
    if not ask_ids:
        return {}
    found = db.session.execute(select(Ask.id, owing.whole_id()).where(Ask.id.in_(ask_ids)).order_by(Ask.id))
    return {row[0]: row[1] for row in found}


def _answered_with(asks: Sequence[Ask], joined: ColumnElement[bool]) -> dict[UUID, Ask]:
    """For the asks that are answered together with another, by the joins that count: that other one."""
    query = select(Joined).where(Joined.ask_id.in_([one.id for one in asks]), joined)
    return {row.ask_id: row.into for row in db.session.scalars(query.options(selectinload(Joined.into)))}


def action_lines(actions: Iterable[Action]) -> tuple[ActionLine, ...]:
    """Actions as lines, in the order given."""
    today = clock.today()
    return tuple(_line(one, today) for one in actions)


def _text(ask: Ask, allowed: bool) -> AskText:
    if ask.wording is Wording.WRITTEN and ask.confirmed_at is None:
        return AskText(Wording.PARAPHRASE, ask.text or "", labels.not_confirmed())
    label = str(labels.WORDINGS[ask.wording])
    if ask.wording is not Wording.QUOTE:
        return AskText(ask.wording, ask.text or "", label)
    if not allowed:
        return AskText(ask.wording, labels.taken_back(), label, gone=True, checked=ask.checked_at is not None)
    if ask.checked_at is None:
        return AskText(ask.wording, labels.not_checked(), label, checked=False)
    try:
        return AskText(ask.wording, crypto.unseal(ask, "quote"), label)
    except Unreadable:
        return AskText(ask.wording, labels.unreadable(), label, gone=True)


def _story(ask: Ask, whole: Ask, text: AskText, today: date) -> AskStory:
    """An ask's own words and dates; who answers, the answer and what is done are those of the `whole` it is part of."""
    said = labels.SAID[whole.answer] % {"organisation": whole.organisation.short_name} if whole.answer else None
    return AskStory(
        id=ask.id,
        text=text,
        summary=ask.summary,
        theme_id=ask.theme_id,
        organisation_id=whole.organisation_id,
        organisation=whole.organisation.name,
        post=whole.post.title,
        asked_on=clock.day_of(ask.created_at),
        to_board_on=ask.to_board_on,
        due_on=whole.due_on,
        late=whole.answered_at is None and whole.due_on < today,
        answer=whole.answer,
        answer_label=str(said) if said else None,
        because=whole.because,
        reason_label=str(labels.REASONS[whole.reason]) if whole.reason else None,
        answered_on=clock.day_of(whole.answered_at) if whole.answered_at else None,
        actions=tuple(_line(one, today) for one in whole.actions),
    )


def _line(action: Action, today: date) -> ActionLine:
    return ActionLine(
        id=action.id,
        ask_id=action.ask_id,
        commitment_id=action.commitment_id,
        title=action.title,
        organisation=action.organisation.name,
        post=action.post.title,
        starts_on=action.starts_on,
        due_on=action.due_on,
        state=action.state,
        state_label=str(labels.STATES[action.state]),
        state_kind=labels.KINDS[action.state],
        late=rules.is_late(action.due_on, action.state, today),
        claim=action.claim,
        claimed_on=clock.day_of(action.claimed_at) if action.claimed_at else None,
        settled_on=action.settled_on,
        round=action.round,
    )
