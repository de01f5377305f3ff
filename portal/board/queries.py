"""Finding asks and actions, and what waits for whom. An ask's words are shown through `ask_text` only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import ColumnElement, case, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.board import labels, rules
from portal.board.models import (
    Action,
    ActionState,
    Ask,
    ChampionSay,
    IdeaAsk,
    ProgressNote,
    Step,
    Wording,
)
from portal.board.owing import doing, is_joined, late, late_asks, owed, shown
from portal.board.stories import (
    ActionLine,
    AskStory,
    AskText,
    action_lines,
    allowed,
    allowed_words,
    ask_text,
    ask_texts,
    joined_into,
    stories,
    whole_ids,
    whole_of,
)
from portal.contributions.models import Contribution, Words
from portal.core import clock, crypto, db, parts
from portal.core.access import Permission, Role, permits
from portal.core.errors import NotFound
from portal.core.parts import Part
from portal.disclosure.thresholds import Audience, Subject, threshold
from portal.evidence import queries as evidence
from portal.free_views import queries as ideas
from portal.free_views.models import Idea
from portal.free_views.queries import ShownIdea
from portal.partnership import queries as partnership
from portal.partnership.models import Post
from portal.themes import queries as themes

#: How an ask is shown, for other slices too.
__all__ = [
    "ActionLine",
    "AskStory",
    "AskText",
    "action_lines",
    "ask_text",
    "ask_texts",
    "doing",
    "is_joined",
    "joined_into",
    "late",
    "late_asks",
    "owed",
    "shown",
    "stories",
    "whole_ids",
    "whole_of",
]


@dataclass(frozen=True)
class WaitingAction:
    """A claim one champion has not answered yet, with what was asked."""

    action: ActionLine
    about: str
    asked_again: str | None


@dataclass(frozen=True)
class Owed:
    """What one organisation owes young people: the most pressing first, cut at a limit; the counts are whole."""

    asks: tuple[AskStory, ...]
    actions: tuple[ActionLine, ...]
    asks_waiting: int
    actions_open: int
    late: int


def get_words(words_id: UUID) -> Words:
    """A passage of a view that still stands, or NotFound."""
    query = select(Words).join(Contribution).where(Words.id == words_id, Contribution.withdrawn_on.is_(None))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def unchecked_quote(ask: Ask) -> str | None:
    """The excerpt for the second person's eyes, or None once it was taken back."""
    if ask.wording is not Wording.QUOTE or ask.words_id not in allowed_words([ask.words_id] if ask.words_id else []):
        return None
    return crypto.unseal(ask, "quote")


def why_not_quoted(ask: Ask) -> str | None:
    """Why this quote may not go to the board yet, or None: one voice is shown only where enough said the same."""
    if ask.theme is None or ask.words is None or ask.theme not in themes.themes_of(ask.words.contribution_id):
        return str(
            gettext("A quote needs a theme that the view it comes from stands under. Choose one, or use other words.")
        )
    figure = evidence.theme_figure(ask.theme, Audience.PARTNERS)
    if figure is None:
        return str(
            gettext("How many said this has not been counted yet. Wait for a signed release, or use other words.")
        )
    if figure.shown is None or figure.shown < threshold(Audience.PARTNERS, Subject.QUOTES):
        return str(gettext("Too few people said this: a quote could point at one of them. Use other words instead."))
    return None


def is_shown(ask: Ask) -> bool:
    """Whether the board may know of it: a quote only once a second person checked it."""
    return ask.wording is not Wording.QUOTE or ask.checked_at is not None


def get_ask(ask_id: UUID) -> Ask:
    """Any ask, or NotFound; who may be shown it is `get_ask_for`."""
    return db.get(Ask, ask_id)


def find_asks(ask_ids: Collection[UUID]) -> dict[UUID, Ask]:
    """Asks by their ids, those that are there."""
    rows = db.session.scalars(select(Ask).where(Ask.id.in_(ask_ids)).order_by(Ask.id))
    return {one.id: one for one in rows}


def get_ask_for(ask_id: UUID, role: Role | None) -> Ask:
    """An ask this role may see: unchecked quotes are for those who write and check them."""
    found = get_ask(ask_id)
    if not is_shown(found) and not sees_unchecked(role):
        raise NotFound
    return found


def sees_unchecked(role: Role | None) -> bool:
    """Whether this role writes asks or checks quotes."""
    return permits(role, Permission.ASKS_WRITE) or permits(role, Permission.QUOTES_CHECK)


def get_ask_to_answer(ask_id: UUID, account: Account) -> Ask:
    """An ask this account's own organisation has to answer, or NotFound."""
    found = get_ask(ask_id)
    if not is_shown(found) or found.organisation_id != account.organisation_id:
        raise NotFound
    return found


def get_action(action_id: UUID) -> Action:
    """One action, or NotFound."""
    return db.get(Action, action_id)


def works_for(organisation_id: UUID, account: Account, role: Role | None) -> bool:
    """Whether somebody may write on this organisation's actions: those who write asks, else only its own people."""
    if permits(role, Permission.ASKS_WRITE):
        return True
    return permits(role, Permission.ACTIONS_UPDATE) and account.organisation_id == organisation_id


def get_action_to_work_on(action_id: UUID, account: Account, role: Role | None) -> Action:
    """An action this account may write on, or NotFound."""
    found = get_action(action_id)
    if not works_for(found.organisation_id, account, role):
        raise NotFound
    return found


def claim_of(action: Action) -> rules.Claim:
    """Who ever said this was done, and for which bodies; nobody of theirs may also say that it is."""
    lines = select(ProgressNote.by_id).where(ProgressNote.action_id == action.id, ProgressNote.step == Step.CLAIMED)
    people = {one for one in (*db.session.scalars(lines), action.claimed_by_id) if one}
    bodies = db.session.scalars(select(Account.organisation_id).where(Account.id.in_(people)))
    return rules.Claim(frozenset(people), frozenset(bodies) | {action.organisation_id})


def claims_of_own_side(action_ids: Collection[UUID], account_id: UUID) -> frozenset[UUID]:
    """Those of these actions that this person's side owes or ever said were done: `not rules.is_independent`."""
    if not action_ids:
        return frozenset()
    query = select(Action.id).where(Action.id.in_(action_ids), _claimed_by_side_of(account_id))
    return frozenset(db.session.scalars(query))


def asks_touching(
    contribution_id: UUID, theme_ids: Collection[UUID] = (), *, page: int = 1, per: int = parts.PER_PAGE
) -> Part[AskStory]:
    """The asks that quote this view, came from its idea, or that its themes led to; the newest on the first page."""
    query = select(Ask).where(_touching(contribution_id, theme_ids), shown())
    found = parts.page(query.order_by(Ask.created_at.desc(), Ask.id.desc()), page, per)
    return found.of(stories(found.rows))


def find_ask_touching(contribution_id: UUID, theme_ids: Collection[UUID], ask_id: UUID) -> AskStory | None:
    """One of these asks, if it is one."""
    query = select(Ask).where(_touching(contribution_id, theme_ids), shown(), Ask.id == ask_id)
    found = db.session.scalar(query)
    return stories([found])[0] if found else None


def _touching(contribution_id: UUID, theme_ids: Collection[UUID]) -> ColumnElement[bool]:
    passages = select(Words.id).where(Words.contribution_id == contribution_id)
    own = select(IdeaAsk.ask_id).join(Idea, Idea.id == IdeaAsk.idea_id).where(Idea.contribution_id == contribution_id)
    return or_(Ask.words_id.in_(passages), Ask.id.in_(own), Ask.theme_id.in_(theme_ids))


def find_ask_from(idea_id: UUID) -> UUID | None:
    """The ask that was made of an idea."""
    return db.session.scalar(select(IdeaAsk.ask_id).where(IdeaAsk.idea_id == idea_id))


def idea_behind(ask: Ask) -> ShownIdea | None:
    """The idea an ask came from, while its owner lets it stand; its support as the board may know it."""
    idea_id = db.session.scalar(select(IdeaAsk.idea_id).where(IdeaAsk.ask_id == ask.id))
    if idea_id is None:
        return None
    try:
        return ideas.shown(ideas.get_published(idea_id), Audience.PARTNERS)
    except NotFound:
        return None


def nearest_post(theme_id: UUID | None) -> UUID | None:
    """Who is asked where nobody knows whose job it is: whoever was asked last about it, or else about anything."""
    about = Ask.theme_id == theme_id if theme_id else false()
    query = select(Ask.post_id).join(Post, Post.id == Ask.post_id).where(Post.retired_on.is_(None))
    found = db.session.scalar(query.order_by(case((about, 0), else_=1), Ask.created_at.desc(), Ask.id).limit(1))
    return found or next((one.id for one in partnership.posts()), None)


def pool() -> list[tuple[ShownIdea, UUID | None]]:
    """Ideas that enough codes support, newest first, each with the ask that was made of it."""
    asked = {row.idea_id: row.ask_id for row in db.session.scalars(select(IdeaAsk))}
    return [(idea, asked.get(idea.id)) for idea in ideas.with_support()]


def actions_waiting_for(account: Account, *, limit: int = parts.EACH) -> Part[WaitingAction]:
    """The claims this champion may answer and has not, the longest waiting first."""
    query = select(Action).where(waits_for(account.id)).order_by(Action.claimed_at, Action.id)
    found = parts.page(
        query.options(selectinload(Action.ask), selectinload(Action.notes), selectinload(Action.commitment)), 1, limit
    )
    texts = ask_texts([one.ask for one in found.rows if one.ask])
    return found.of(
        WaitingAction(line, _about(one, texts), asked_again(one))
        for one, line in zip(found.rows, action_lines(found.rows), strict=True)
    )


def last_asked(action: Action) -> datetime:
    """When the champions were last asked about it: at the claim, or when it was put to them again."""
    asking = (Step.CLAIMED, Step.ASKED_AGAIN)
    moments = select(ProgressNote.at).where(ProgressNote.action_id == action.id, ProgressNote.step.in_(asking))
    newest = db.session.scalar(moments.order_by(ProgressNote.at.desc()).limit(1))
    return newest or clock.now()


def asked_again(action: Action) -> str | None:
    """Why this round is a second asking, or None if it began with a claim."""
    newest = next((line for line in action.notes if line.step in (Step.CLAIMED, Step.ASKED_AGAIN)), None)
    if newest is None or newest.step is not Step.ASKED_AGAIN:
        return None
    return newest.text if newest.by_id else str(labels.MOST_SAY_NOT_YET)


def checks_waiting_for(account: Account, *, limit: int = parts.EACH) -> Part[Ask]:
    """Quotes this account may check, oldest first: those somebody else chose."""
    query = select(Ask).where(_waits_for_check(account.id)).options(joinedload(Ask.created_by))
    return parts.page(query.order_by(Ask.created_at, Ask.id), 1, limit)


def words_to_confirm(account: Account, *, limit: int = parts.EACH) -> Part[Ask]:
    """Asks an officer typed as young people's words, that this champion may confirm; oldest first."""
    query = select(Ask).where(_waits_for_confirmation(account.id)).options(joinedload(Ask.created_by))
    return parts.page(query.order_by(Ask.created_at, Ask.id), 1, limit)


def may_confirm(ask: Ask, account: Account) -> bool:
    """Whether this champion may say if these are young people's words."""
    writers = db.session.scalars(select(Account.organisation_id).where(Account.id == ask.created_by_id))
    typed = rules.Claim(frozenset({ask.created_by_id}), frozenset(writers) | {ask.organisation_id})
    return rules.may_confirm(
        ask.wording,
        confirmed=ask.confirmed_at is not None,
        account_id=account.id,
        organisation_id=account.organisation_id,
        typed=typed,
    )


def who_can_check(ask: Ask) -> tuple[str, ...]:
    """The names of those who may be the second person for this quote."""
    return tuple(one.name for one in accounts.others_who_may(Permission.QUOTES_CHECK, but=ask.created_by_id))


def owed_by(organisation_id: UUID, *, limit: int = 25) -> Owed:
    """The unanswered asks and open actions of one organisation, and how many of both are late."""
    today = clock.today()
    unanswered = (Ask.organisation_id == organisation_id) & owed()
    still_open = (Action.organisation_id == organisation_id) & Action.state.in_(rules.OPEN)
    late_actions = (Action.organisation_id == organisation_id) & late(today)
    asks = db.session.scalars(select(Ask).where(unanswered).order_by(Ask.due_on, Ask.id).limit(limit)).all()
    actions = select(Action).where(still_open).order_by(Action.due_on, Action.id).limit(limit)
    return Owed(
        asks=stories(asks),
        actions=action_lines(db.session.scalars(actions)),
        asks_waiting=_count(Ask, unanswered),
        actions_open=_count(Action, still_open),
        late=_count(Ask, unanswered & late_asks(today)) + _count(Action, late_actions),
    )


def counts_for_nav(account: Account, role: Role | None) -> int:
    """How many things on the board wait for this person in this role."""
    waiting = 0
    if permits(role, Permission.ACTIONS_CONFIRM):
        waiting += _count(Action, waits_for(account.id))
    if permits(role, Permission.ASKS_SPEAK):
        waiting += _count(Ask, _waits_for_confirmation(account.id))
    if permits(role, Permission.ASKS_ANSWER):
        own = Ask.organisation_id == account.organisation_id
        waiting += _count(Ask, own & owed())
    if permits(role, Permission.QUOTES_CHECK):
        waiting += _count(Ask, _waits_for_check(account.id))
    return waiting


def about_of(action: Action) -> str:
    """What an action answers: the ask in young people's words, or the name of the commitment."""
    return abouts_of([action])[action.id]


def abouts_of(actions: Sequence[Action]) -> dict[UUID, str]:
    """The same for many, with one question to the database."""
    texts = ask_texts([one.ask for one in actions if one.ask])
    return {one.id: _about(one, texts) for one in actions}


def _about(action: Action, texts: dict[UUID, AskText]) -> str:
    if action.ask_id is not None:
        return texts[action.ask_id].text
    return action.commitment.name if action.commitment else ""


def waits_for(account_id: UUID) -> ColumnElement[bool]:
    """Claims this champion may answer and has not."""
    answered = exists().where(
        ChampionSay.action_id == Action.id,
        ChampionSay.round == Action.round,
        ChampionSay.account_id == account_id,
    )
    return (Action.state == ActionState.CLAIMED) & ~answered & ~_claimed_by_side_of(account_id)


def _claimed_by_side_of(account_id: UUID) -> ColumnElement[bool]:
    """The same as `not rules.is_independent`, for the database."""
    own = select(Account.organisation_id).where(Account.id == account_id).scalar_subquery()
    colleague = exists().where(
        ProgressNote.action_id == Action.id,
        ProgressNote.step == Step.CLAIMED,
        Account.id == ProgressNote.by_id,
        or_(Account.id == account_id, Account.organisation_id == own),
    )
    return or_(Action.organisation_id == own, colleague)


def _waits_for_check(account_id: UUID) -> ColumnElement[bool]:
    still_allowed = Ask.words_id.in_(allowed())
    unchecked = (Ask.wording == Wording.QUOTE) & Ask.checked_at.is_(None) & Ask.quote_gone.is_(False) & still_allowed
    return unchecked & (Ask.created_by_id != account_id)


def _waits_for_confirmation(account_id: UUID) -> ColumnElement[bool]:
    """The same as `rules.may_confirm`, for the database."""
    own = select(Account.organisation_id).where(Account.id == account_id).scalar_subquery()
    typed = exists().where(
        Account.id == Ask.created_by_id, or_(Account.id == account_id, Account.organisation_id == own)
    )
    return (Ask.wording == Wording.WRITTEN) & Ask.confirmed_at.is_(None) & (Ask.organisation_id != own) & ~typed


def _count(table: type[Ask] | type[Action], condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(condition)) or 0
