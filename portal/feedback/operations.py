"""Telling people what happened, and hearing whether it changed anything."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.board import labels
from portal.board import operations as board
from portal.board import queries as board_queries
from portal.board import rules as board_rules
from portal.board.models import Action, Ask, CodeRating, Rated, Say
from portal.contributions import guessing
from portal.contributions import queries as contributions
from portal.contributions import rules as contribution_rules
from portal.contributions.models import Contribution
from portal.core import clock, crypto, db
from portal.core.errors import RuleError
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.thresholds import Audience, Subject
from portal.evidence import operations as evidence
from portal.evidence import queries as evidence_queries
from portal.evidence.models import Release, ReleaseKind
from portal.feedback import counting, queries, rules
from portal.feedback.models import Feedback, Told, Verdict


def draft(ask: Ask, *, told: Told, you_said: str, answer: str, by: Account) -> Feedback:
    """Write down what happened. Nobody outside sees it until a second person publishes it."""
    _hold_true(ask, told)
    _hold_other_words(ask, you_said, answer)
    feedback = Feedback(
        ask_id=ask.id, told=told, you_said=you_said, answer=answer, drafted_at=clock.now(), drafted_by_id=by.id
    )
    db.session.add(feedback)
    db.session.flush()
    audit.record("feedback.drafted", by=by.id, subject=("feedback", feedback.id), facts={"told": told.value})
    return feedback


def reword(feedback: Feedback, *, told: Told, you_said: str, answer: str, by: Account) -> None:
    """Change a draft; whoever changed it last is its writer, so a second person is still needed."""
    if feedback.published_at is not None:
        raise RuleError("This is published. Write a new one instead; what was said stays.")
    _hold_true(feedback.ask, told)
    _hold_other_words(feedback.ask, you_said, answer)
    feedback.told, feedback.you_said, feedback.answer = told, you_said, answer
    feedback.drafted_by_id, feedback.drafted_at = by.id, clock.now()
    db.session.flush()
    audit.record("feedback.reworded", by=by.id, subject=("feedback", feedback.id), facts={"told": told.value})


def publish(feedback: Feedback, *, shown: str, by: Account) -> None:
    """Show it to everyone, and on every life line it answers. It cannot be unpublished, only followed up.

    `shown` is the `queries.version` the publisher read: what changed since then has to be read first.
    """
    if shown != queries.version(feedback):
        raise RuleError("This was changed while you were reading it. Read it again before you publish it.")
    if not rules.may_publish(drafted_by=feedback.drafted_by_id, by=by.id, published=feedback.published_at is not None):
        raise RuleError("A second person publishes what somebody else wrote, once.")
    _hold_true(feedback.ask, feedback.told)
    feedback.published_at, feedback.published_by_id = clock.now(), by.id
    db.session.flush()
    audit.record("feedback.published", by=by.id, subject=("feedback", feedback.id))


def give_verdict(contribution: Contribution, ask: Ask, say: Say) -> None:
    """Whether it really changed anything for this person; changing their mind replaces it."""
    found = db.session.scalar(
        select(Verdict).where(Verdict.contribution_id == contribution.id, Verdict.ask_id == ask.id)
    )
    if found is None:
        found = Verdict(contribution_id=contribution.id, ask_id=ask.id)
        db.session.add(found)
    found.say, found.said_week = say, clock.this_week()
    db.session.flush()
    audit.count_young_act("verdict.given")


def rate_reply(contribution: Contribution, ask: Ask, rated: Rated) -> None:
    """Whether the answer is real or waffle to whoever holds this code; the latest counts, once for joined asks."""
    dialect = postgresql if db.dialect_name() == "postgresql" else sqlite
    whole = board_queries.whole_ids([ask.id])[ask.id]
    row = {"ask_id": whole, "mark": queries.mark_of(whole, contribution), "rated": rated}
    insert = dialect.insert(CodeRating).values(row)
    db.session.execute(
        insert.on_conflict_do_update(index_elements=["ask_id", "mark"], set_={"rated": insert.excluded.rated})
    )
    audit.count_young_act("answer.rated", by_week=True)


def forget_ratings(contribution: Contribution) -> None:
    """Erase what the code of a thread made of answers, before the thread is erased."""
    marks = [queries.mark_of(ask_id, contribution) for ask_id in queries.rated_ask_ids()]
    db.session.execute(delete(CodeRating).where(CodeRating.mark.in_(marks)))


def freeze_verdicts(*, by: Account) -> Release:
    """Count verdicts once and protect the counts; nothing follows from them before a second person has signed."""
    if any(draft.kind is ReleaseKind.VERDICTS for draft in evidence_queries.drafts()):
        raise RuleError("A release of verdicts waits to be signed. Sign it or discard it first.")
    if queries.next_verdicts_on():
        raise RuleError("A quarter has to pass between two counts. Closer together, they would tell.")
    counted, rated = counting.raw_verdicts(), counting.raw_ratings()
    tables = [_verdict_table(ask_id, counted.get(ask_id, {})) for ask_id in counting.judged_ids()]
    tables += [_reply_table(ask_id, rated.get(ask_id, {})) for ask_id in counting.answered_ids()]
    if not any(table.base for table in tables):
        raise RuleError("Nobody has said yet whether anything changed. There is nothing to count.")
    # Codes cannot be followed from one answer to another, so how many there are in all is at least the largest base.
    people = max(counting.verdict_people(), *(table.base for table in tables))
    raw = RawRelease("verdicts", "Did it change anything?", people, tuple(tables))
    return evidence.freeze(ReleaseKind.VERDICTS, f"Verdicts, {clock.today():%d %B %Y}", raw, by=by)


def _verdict_table(ask_id: UUID, said: dict[Say, int]) -> RawTable:
    return RawTable(
        key=queries.verdict_table(ask_id),
        title="Did it change anything for you?",
        subject=Subject.VERDICTS,
        dimensions=(Dimension(queries.verdict_table(ask_id), "Answer", tuple(say.value for say in Say)),),
        cells={(say.value,): count for say, count in said.items()},
        base=sum(said.values()),
    )


def _reply_table(ask_id: UUID, said: dict[Rated, int]) -> RawTable:
    key = queries.reply_table(ask_id)
    return RawTable(
        key=key,
        title="Is the answer real, or waffle?",
        subject=Subject.VERDICTS,
        dimensions=(Dimension(key, "Answer", tuple(rated.value for rated in Rated)),),
        cells={(rated.value,): count for rated, count in said.items()},
        base=sum(said.values()),
    )


def ask_champions_again() -> int:
    """Put claims to the champions again where the newest signed figures say that most answered "not yet".

    Only public figures count, so that the question tells nothing they do not. Returns how many claims; each is put
    again once a release.
    """
    release = evidence_queries.latest_verdicts()
    if release is None or release.signed_at is None:
        return 0
    again = 0
    for ask in queries.asks_with_verdicts():
        table = queries.released_verdicts(ask.id, Audience.PUBLIC)
        if table is None or not rules.most_say_not_yet(table):
            continue
        for action in board_queries.whole_of(ask).actions:
            if board_rules.may_ask_again(action.state) and board_queries.last_asked(action) < release.signed_at:
                board.ask_again(action, because=str(labels.MOST_SAY_NOT_YET))
                again += 1
    return again


def _hold_other_words(ask: Ask, *texts: str) -> None:
    """What is told back outlives anybody's yes; words young people wrote for the board may be told as they are."""
    quoted = crypto.unseal(ask, "quote") if ask.quote_sealed else ""
    written = ask.text or "" if ask.confirmed_at else ""
    typed = [text for text in texts if text not in written]
    guessing.hold_repeats(
        lambda: (
            any(contribution_rules.repeats(quoted, text) for text in typed) or contributions.repeats_somebody(*typed)
        ),
        "These are somebody’s own words. Say it in other words: they can take theirs back, not yours.",
        typed,
    )


def _hold_true(ask: Ask, told: Told) -> None:
    whole = board_queries.whole_of(ask)
    states = frozenset(db.session.scalars(select(Action.state).where(Action.ask_id == whole.id)))
    why_not = rules.why_not_told(told, whole.answer, states)
    if why_not:
        raise RuleError(why_not)
