"""Asking, answering, doing, claiming, and young people's say on it. Every write is audited with codes only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.audit.operations import Fact
from portal.board import queries, related, rules, stories
from portal.board.models import (
    Action,
    ActionState,
    Ask,
    AskAnswer,
    ChampionSay,
    CodeRating,
    IdeaAsk,
    Level,
    ProgressNote,
    ReasonClass,
    ReplyRating,
    Say,
    Step,
    Wording,
)
from portal.commitments.models import Commitment, Duty
from portal.contributions import operations as contribution_operations
from portal.contributions import rules as contribution_rules
from portal.contributions.models import Words
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.free_views import rules as idea_rules
from portal.free_views.models import Idea
from portal.partnership.models import Post
from portal.themes import rarity


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Which post owes the answer and by when, and what stands beside young people's words, never instead."""

    post_id: UUID
    due_on: date
    to_board_on: date | None = None
    summary: str = ""
    theme_id: UUID | None = None
    duty: Duty | None = None


def ask(text: str, *, wording: Wording, terms: Terms, by: Account, idea: Idea | None = None) -> Ask:
    """Take an ask that young people wrote for the board, or a paraphrase that says it is one.

    One that comes from an `idea` of the pool is a paraphrase: the idea itself can be taken back, the ask stays.
    """
    if wording is Wording.QUOTE:
        raise RuleError("A quote has to come from a view.")
    if idea is not None:
        _hold_pooled(idea, wording)
    hold_other_words(text, terms.summary)
    made = _store(Ask(wording=wording, text=text), terms, by)
    if idea is not None:
        db.session.add(IdeaAsk(idea_id=idea.id, ask_id=made.id))
        db.session.flush()
        audit.record("idea.asked", by=by.id, subject=("idea", idea.id))
    return made


def speak(text: str, *, post_id: UUID | None, theme_id: UUID | None = None, by: Account) -> Ask:
    """Take an ask a young champion wrote for the board. An officer may change who answers and when, never the words.

    Without a post it goes to whoever is nearest (`queries.nearest_post`); RuleError where nobody is.
    """
    _hold_champion(by)
    post_id = post_id or queries.nearest_post(theme_id)
    if post_id is None:
        raise RuleError("Nobody can be asked yet. An administrator has to write down who answers first.")
    due_on = clock.today() + timedelta(days=rules.ANSWER_DAYS)
    row = Ask(wording=Wording.WRITTEN, text=text, confirmed_by_id=by.id, confirmed_at=clock.now())
    return _store(row, Terms(post_id=post_id, due_on=due_on, theme_id=theme_id), by)


def confirm(ask: Ask, *, by: Account) -> None:
    """A young champion says that words an officer typed are theirs: from now on the ask is in young people's words."""
    _hold_unconfirmed(ask, by)
    ask.confirmed_by_id, ask.confirmed_at = by.id, clock.now()
    _flush_and_record("ask.confirmed", ask, by)


def disown(ask: Ask, *, by: Account) -> None:
    """A young champion says that these are not their words: the ask stays, as a paraphrase for good."""
    _hold_unconfirmed(ask, by)
    ask.wording = Wording.PARAPHRASE
    _flush_and_record("ask.disowned", ask, by)


@dataclass(frozen=True, kw_only=True)
class FirstLook:
    """What whoever proposes a quote did first: said it in other words, and went through the whole list themselves.

    `rare_because` is why it may be shown although something in it is flagged as rare; empty where nothing is.
    """

    paraphrase: str
    looked: Collection[str]
    rare_because: str = ""


def quote(words: Words, excerpt: str, *, first: FirstLook, terms: Terms, by: Account) -> Ask:
    """Propose somebody's own words, if they allow it today: the first of two people who look, after a paraphrase.

    The board sees nothing until a second person has looked as well.
    """
    if words.id not in stories.allowed_words([words.id]):
        raise RuleError("The person who said this has not allowed quoting. Use other words instead.")
    if not rules.is_excerpt(excerpt, stories.passage(words)):
        raise RuleError("The quote has to stand in what was said, letter for letter and in whole words.")
    if not rules.is_checked(first.looked):
        raise RuleError("Look for every point on the list before you propose this.")
    if rarity.flags_in(excerpt) and not first.rare_because:
        raise RuleError("Something in these words may point at somebody. Cut it, or say why it does not.")
    hold_other_words(terms.summary, first.paraphrase, first.rare_because)
    if not first.paraphrase or contribution_rules.repeats(excerpt, first.paraphrase):
        raise RuleError("Say it in other words first. They can take theirs back, not yours.")
    row = Ask(wording=Wording.QUOTE, text=None, words_id=words.id, paraphrase=first.paraphrase)
    crypto.seal(row, "quote", excerpt)
    crypto.seal(row, "rare_because", first.rare_because)
    return _store(row, terms, by)


def check(ask: Ask, *, looked: Collection[str], by: Account) -> None:
    """A second person has been through the whole list: the board may see the quote."""
    _hold_unchecked(ask, by)
    if not rules.is_checked(looked):
        raise RuleError("Look for every point on the list before the board sees this.")
    why_not = queries.why_not_quoted(ask)
    if why_not:
        raise RuleError(why_not)
    ask.checked_by_id, ask.checked_at = by.id, clock.now()
    _flush_and_record("quote.checked", ask, by)


def reword(ask: Ask, text: str, *, by: Account) -> None:
    """The second person found something that points at somebody: other words stand there, and say so."""
    _hold_unchecked(ask, by)
    hold_other_words(text)
    if contribution_rules.repeats(crypto.unseal(ask, "quote"), text):
        raise RuleError("This repeats the quote. Say it in other words: they can take theirs back, not yours.")
    ask.wording, ask.text, ask.quote_sealed, ask.words_id = Wording.PARAPHRASE, text, None, None
    ask.paraphrase = ask.rare_because_sealed = None
    ask.checked_by_id, ask.checked_at = by.id, clock.now()
    _flush_and_record("quote.reworded", ask, by)


def drop(ask: Ask, *, by: Account) -> None:
    """Take an ask off the list that the board never saw: a quote chosen by mistake, or taken back too soon."""
    db.hold(ask)
    if queries.is_shown(ask):
        raise RuleError("The board has seen this ask. It stays.")
    _flush_and_record("ask.dropped", ask, by)
    db.session.delete(ask)
    db.session.flush()


def forget_withdrawn_quotes() -> int:
    """Erase the kept excerpts whose owners took them back; pages have hidden them since. Returns how many."""
    kept = db.session.scalars(select(Ask).where(Ask.wording == Wording.QUOTE, Ask.quote_gone.is_(False))).all()
    allowed = stories.allowed_words([one.words_id for one in kept if one.words_id])
    gone = [one for one in kept if one.words_id not in allowed]
    for one in gone:
        one.quote_gone, one.quote_sealed = True, None
        one.paraphrase = one.rare_because_sealed = None
        _flush_and_record("quote.gone", one, None)
    return len(gone)


def plan(ask: Ask, terms: Terms, *, by: Account) -> None:
    """Change who answers, by when, and the summary; nobody changes the words or moves a date once it is answered.

    A quote was checked with its theme and summary: with others it waits for a second person again.
    """
    db.hold(ask)
    if ask.answered_at is not None and (terms.due_on, terms.post_id) != (ask.due_on, ask.post_id):
        raise RuleError("This is answered already. Who answered and by when stays as it was.")
    if terms.summary != (ask.summary or ""):
        hold_other_words(terms.summary)
    if ask.wording is Wording.QUOTE and (terms.theme_id, terms.summary) != (ask.theme_id, ask.summary or ""):
        ask.checked_by_id = ask.checked_at = None
    _set_terms(ask, terms)
    _flush_and_record("ask.planned", ask, by)


def answer(ask: Ask, *, answer: AskAnswer, because: str, reason: ReasonClass | None, by: Account) -> None:
    """The organisation answers, once; an answer that mostly repeats an earlier one says so.

    Within half an hour the same person may put a slip right; then it stands.
    """
    db.hold(ask)
    if by.organisation_id != ask.organisation_id or not queries.is_shown(ask):
        raise NotFound
    if queries.joined_into(ask) is not None:
        raise RuleError("This is answered together with another ask.")
    if not rules.answer_is_whole(answer, because, reason):
        raise RuleError("Say why, in words young people can use.")
    hold_other_words(because)
    before = ask.answer
    if ask.answered_at is None:
        ask.answered_at, ask.answered_by_id = clock.now(), by.id
    elif ask.answered_by_id != by.id or not rules.may_correct(ask.answered_at, clock.now()):
        raise RuleError("This is answered already. An answer stands once it is given.")
    ask.answer, ask.because = answer, because
    ask.reason = None if answer is AskAnswer.YES else reason
    ask.echo_of_id = related.echoed_by(ask)
    facts: dict[str, Fact] = {"answer": answer.value, "reason": ask.reason.value if ask.reason else None}
    if before is None:
        _flush_and_record("ask.answered", ask, by, facts)
    else:
        for rating in (CodeRating, ReplyRating):  # they were of other words
            db.session.execute(delete(rating).where(rating.ask_id == ask.id))
        _flush_and_record("ask.answer_corrected", ask, by, facts | {"before": before.value})


def add_action(
    *,
    title: str,
    post_id: UUID,
    starts_on: date,
    due_on: date,
    by: Account,
    ask: Ask | None = None,
    commitment: Commitment | None = None,
    duty: Duty | None = None,
    level: Level | None = None,
) -> Action:
    """Put a task under an ask or a commitment, with the post that does it."""
    if ask is not None and not queries.is_shown(ask):
        raise RuleError("A second person has to check the quote first.")
    if ask is not None and queries.joined_into(ask) is not None:
        raise RuleError("This is answered together with another ask.")
    if due_on < starts_on:
        raise RuleError("It cannot be due before it starts.")
    hold_other_words(title)
    action = Action(
        ask_id=ask.id if ask else None,
        commitment_id=commitment.id if commitment else None,
        title=title,
        organisation_id=_post(post_id).organisation_id,
        post_id=post_id,
        starts_on=starts_on,
        due_on=due_on,
        state=ActionState.PLANNED,
        round=0,
        duty=duty,
        level=level,
    )
    db.session.add(action)
    _flush_and_record("action.added", action, by)
    db.session.refresh(action)
    return action


def take_step(action: Action, step: Step, *, text: str = "", by: Account) -> None:
    """Note progress, start, say on whom it is stuck, stop with a reason, or claim that it is done."""
    db.hold(action)
    if step is Step.ASKED_AGAIN or not rules.may_step(action.state, step):
        raise RuleError("That can’t be done from where this action stands now.")
    if not text and step is not Step.STARTED:
        raise RuleError("Say it in words.")
    hold_other_words(text)
    action.state = rules.LEADS_TO.get(step, action.state)
    if step is not Step.NOTE:
        action.stuck_on = text if step is Step.STUCK else None
    if step is Step.CLAIMED:
        action.claim, action.claimed_at, action.claimed_by_id = text, clock.now(), by.id
        action.round += 1
    elif step is Step.STOPPED:
        action.stopped_because, action.settled_on = text, clock.today()
    _add_line(action, step, text, by)
    _flush_and_record(f"action.{step.value}", action, by, {"round": action.round})


def say(action: Action, say: Say, *, because: str = "", by: Account) -> None:
    """A young champion says whether it really happened. One "not yet" is enough to dispute it."""
    db.hold(action)
    _hold_champion(by)
    own = next((one for one in action.says if (one.round, one.account_id) == (action.round, by.id)), None)
    if not rules.may_say(
        action.state,
        account_id=by.id,
        organisation_id=by.organisation_id,
        claim=queries.claim_of(action),
        said_at=own.at if own else None,
        now=clock.now(),
    ):
        raise RuleError("You can’t answer this one now.")
    if own is None:
        own = ChampionSay(action_id=action.id, round=action.round, account_id=by.id, say=say, at=clock.now())
        action.says.append(own)
    own.say, own.because = say, because or None
    said = [rules.Said(one.account_id, one.round, one.say) for one in action.says]
    action.state = rules.verdict_of(said, action.round)
    # A further yes does not settle it anew: what is agreed is told once, on the day it was.
    action.settled_on = (action.settled_on or clock.today()) if action.state is ActionState.AGREED else None
    facts: dict[str, Fact] = {"say": say.value, "round": action.round, "state": action.state.value}
    _flush_and_record("action.said", action, by, facts)


def ask_again(action: Action, *, because: str, by: Account | None = None) -> None:
    """Put a claim to the champions once more, in a new round, because most code holders say "not yet"."""
    db.hold(action)
    if not rules.may_ask_again(action.state):
        raise RuleError("Young people are not being asked about this action.")
    action.state, action.settled_on = ActionState.CLAIMED, None
    action.round += 1
    _add_line(action, Step.ASKED_AGAIN, because, by)
    _flush_and_record("action.asked_again", action, by, {"round": action.round})


def _store(row: Ask, terms: Terms, by: Account) -> Ask:
    row.created_at, row.created_by_id = clock.now(), by.id
    _set_terms(row, terms)
    db.session.add(row)
    _flush_and_record("ask.added", row, by, {"wording": row.wording.value})
    db.session.refresh(row)
    return row


def _set_terms(row: Ask, terms: Terms) -> None:
    post = _post(terms.post_id)
    row.post_id, row.organisation_id = post.id, post.organisation_id
    row.due_on, row.to_board_on = terms.due_on, terms.to_board_on
    row.summary, row.theme_id, row.duty = terms.summary or None, terms.theme_id, terms.duty


def _post(post_id: UUID) -> Post:
    post = db.session.get(Post, post_id)
    if post is None:
        raise RuleError("Choose who answers.")
    return post


def _add_line(action: Action, step: Step, text: str, by: Account | None) -> None:
    line = ProgressNote(action_id=action.id, step=step, text=text, at=clock.now(), by_id=by.id if by else None)
    db.session.add(line)


def _hold_champion(by: Account) -> None:
    if not by.active or Role.CHAMPION not in by.acting_roles:
        raise NotFound


def _hold_unconfirmed(ask: Ask, by: Account) -> None:
    db.hold(ask)
    _hold_champion(by)
    if not queries.may_confirm(ask, by):
        raise RuleError("There is nothing to confirm here any more.")


def hold_other_words(*texts: str) -> None:
    """At the board there is another way out for somebody's own words: a quote, from the view itself."""
    contribution_operations.hold_other_words(*texts, instead="Start a quote from that view, or say it in other words.")


def _hold_pooled(idea: Idea, wording: Wording) -> None:
    if wording is not Wording.PARAPHRASE:
        raise RuleError("An ask from the ideas page is in other words, and says so.")
    if not idea_rules.reaches_board(idea.counted) or queries.find_ask_from(idea.id) is not None:
        raise RuleError("This idea is not in the pool any more.")


def _hold_unchecked(ask: Ask, by: Account) -> None:
    db.hold(ask)
    if ask.wording is not Wording.QUOTE or ask.checked_at is not None:
        raise RuleError("There is nothing to check here any more.")
    if ask.created_by_id == by.id:
        raise RuleError("Somebody else has to check a quote you chose.")
    if ask.words_id not in stories.allowed_words([ask.words_id] if ask.words_id else []):
        raise RuleError("The person who said this has taken it back.")


def _flush_and_record(action: str, row: Ask | Action, by: Account | None, facts: dict[str, Fact] | None = None) -> None:
    db.session.flush()
    audit.record(action, by=by.id if by else None, subject=(row.__tablename__, row.id), facts=facts)
