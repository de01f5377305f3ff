"""Sending something unasked, acting on it, publishing an idea, supporting one. Each write is audited without a word."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.complaints import operations as complaints
from portal.complaints.models import Wish
from portal.contributions import guessing
from portal.contributions import operations as contributions
from portal.contributions import queries as contribution_queries
from portal.contributions import rules as contribution_rules
from portal.contributions.models import Contribution, Matter, Purpose
from portal.contributions.operations import Incoming, Received
from portal.core import clock, crypto, db
from portal.core.errors import NotFound, RuleError
from portal.free_views import queries, rules
from portal.free_views.models import Idea, IdeaSupport, Own, Sorting, ThanksGiven
from portal.partnership.models import Post


def send(incoming: Incoming, wish: Wish = Wish.NOT_ASKED) -> Received:
    """Store an unasked view once. A problem that is to be a complaint is one from this moment on."""
    received = contributions.receive(incoming)
    if received.first and incoming.matter is Matter.PROBLEM:
        if wish is Wish.YES:
            complaints.say_yes(received.contribution)
        elif wish is Wish.NO:
            complaints.say_no(received.contribution)
        elif wish is Wish.ASKED:
            complaints.ask(received.contribution)
    return received


def plan_sorting(contribution: Contribution, *, post_id: UUID, due_on: date, by: Account) -> Sorting:
    """Say which post sorts a problem by when; its owner sees both. Saying it again replaces it."""
    if contribution.matter is not Matter.PROBLEM:
        raise NotFound
    if db.session.get(Post, post_id) is None:
        raise RuleError("Choose who sorts it.")
    row = queries.find_sorting(contribution.id) or Sorting(contribution_id=contribution.id)
    row.post_id, row.due_on, row.done_on, row.by_id = post_id, due_on, None, by.id
    db.session.add(row)
    db.session.flush()
    audit.record("problem.planned", by=by.id, subject=("contribution", contribution.id))
    return row


def mark_sorted_out(contribution: Contribution, *, by: Account) -> None:
    """Note that whoever had to sort it did; its owner can still write that it is not so."""
    row = queries.find_sorting(contribution.id)
    if row is None or row.done_on is not None:
        raise NotFound
    row.done_on = clock.today()
    db.session.flush()
    audit.record("problem.sorted-out", by=by.id, subject=("contribution", contribution.id))


def give_thanks(contribution: Contribution, *, by: Account) -> None:
    """Note that whoever was thanked was told, once, and only while the young person allows it."""
    if contribution.matter is not Matter.THANKS or not contribution_queries.allows(contribution.id, Purpose.THANK):
        raise RuleError("They did not say that their thanks may be passed on.")
    if queries.find_thanks(contribution.id) is not None:
        raise RuleError("These thanks were passed on already.")
    db.session.add(ThanksGiven(contribution_id=contribution.id, given_on=clock.today(), by_id=by.id))
    db.session.flush()
    audit.record("thanks.given", by=by.id, subject=("contribution", contribution.id))


def prepare(contribution: Contribution, *, own: Own, text: str = "", by: Account) -> Idea:
    """Choose the words an idea is to be published in: theirs as they stand, or other words that say so.

    Nobody else sees it before a second person has looked. What is public already has to be taken down first.
    """
    if contribution.matter is not Matter.IDEA or not contribution_queries.allows(contribution.id, Purpose.PUBLISH):
        raise RuleError("They did not say that their idea may be published.")
    said = contribution_queries.passages_of(contribution.id)
    if not said:
        raise RuleError("There are no words here to publish.")
    if own is Own.OTHER:
        _hold_other_words(text, [one.text for one in said])
    row = queries.find_idea(contribution.id)
    if row is not None and row.published_on is not None:
        raise RuleError("This idea is public already. Take it down first.")
    row = row or Idea(contribution_id=contribution.id, counted=0)
    row.own, row.prepared_by_id = own, by.id
    crypto.seal(row, "text", said[0].text if own is Own.THEIRS else text)
    db.session.add(row)
    db.session.flush()
    audit.record("idea.prepared", by=by.id, subject=("idea", row.id), facts={"own": own.value})
    return row


def publish(idea: Idea, *, looked: Collection[str], by: Account) -> None:
    """A second person has been through the whole list: anybody may read the idea, and codes may support it."""
    if idea.published_on is not None:
        raise RuleError("This idea is public already.")
    if idea.prepared_by_id == by.id:
        raise RuleError("Somebody else has to check an idea you prepared.")
    if not rules.is_checked(looked):
        raise RuleError("Look for every point on the list before anybody sees this.")
    queries.get_prepared(idea.id)  # their yes may be gone since the page was opened
    idea.checked_by_id, idea.published_on, idea.counted_week = by.id, clock.today(), clock.this_week()
    db.session.flush()
    audit.record("idea.published", by=by.id, subject=("idea", idea.id))


def take_down(idea: Idea, *, by: Account) -> None:
    """Take an idea off its page or out of the list to check; the support under it goes with it."""
    audit.record("idea.taken-down", by=by.id, subject=("idea", idea.id))
    db.session.delete(idea)
    db.session.flush()


def support(idea: Idea, contribution: Contribution) -> None:
    """This code supports an idea: once, however often it is said. One's own idea counts without it."""
    if idea.contribution_id == contribution.id:
        raise RuleError("This is your own idea. Others can support it.")
    if queries.supports(idea, contribution):
        return
    dialect = postgresql if db.dialect_name() == "postgresql" else sqlite
    row = {"idea_id": idea.id, "mark": queries.mark_of(idea, contribution)}
    added = dialect.insert(IdeaSupport).values(row).on_conflict_do_nothing().returning(IdeaSupport.mark)
    if db.session.scalars(added).first() is not None:  # the second of two taps at once adds nothing
        audit.count_young_act("idea.supported", by_week=True)


def stop_supporting(idea: Idea, contribution: Contribution) -> None:
    """Take this code's support back; nothing stays of it."""
    if queries.supports(idea, contribution):
        _forget_marks([(idea.id, queries.mark_of(idea, contribution))])
        audit.count_young_act("idea.support_stopped", by_week=True)


def forget_support(contribution: Contribution) -> None:
    """Take back what the code of a thread supports, before the thread is erased."""
    _forget_marks([(idea.id, queries.mark_of(idea, contribution)) for idea in queries.all_ideas()])


def count_support() -> int:
    """Once a week: how many codes support each public idea, for every page until next Monday. How many were counted."""
    week = clock.this_week()
    due = queries.to_count(week)
    for idea in due:
        idea.counted, idea.counted_week = queries.support_count(idea), week
    db.session.flush()
    return len(due)


def forget_not_allowed() -> int:
    """Erase the words of ideas whose owners took their yes back; pages have hidden them since. How many there were."""
    gone = queries.not_allowed_any_more()
    for idea in gone:
        audit.record("idea.gone", by=None, subject=("idea", idea.id))
        db.session.delete(idea)
    db.session.flush()
    return len(gone)


def _forget_marks(marks: Collection[tuple[UUID, str]]) -> None:
    for idea_id, mark in marks:
        db.session.execute(delete(IdeaSupport).where(IdeaSupport.idea_id == idea_id, IdeaSupport.mark == mark))


def _hold_other_words(text: str, said: Collection[str]) -> None:
    """What an adult wrote outlives nobody's yes, so it is really other words."""
    if not text:
        raise RuleError("Write the idea in other words.")
    guessing.hold_repeats(
        lambda: (
            any(contribution_rules.repeats(one, text) for one in said) or contribution_queries.repeats_somebody(text)
        ),
        "These are somebody’s own words. Publish theirs as they stand, or say it in other words.",
        [text],
    )
