"""Adopting a promise and wording it anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.commitments import queries
from portal.commitments.models import Care, Commitment, Duty, EligibilityRule
from portal.commitments.rules import Conditions
from portal.contributions.operations import hold_other_words
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.partnership.models import Post


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A commitment in plain words. Without a post, the whole organisation answers for it."""

    name: str
    what: str
    who_for: str
    how_to_get: str
    organisation_id: UUID
    duty: Duty
    source: str
    post_id: UUID | None = None
    last_checked_on: date | None = None


def adopt(promise: Promise, *, by: Account | None, position: int | None = None) -> Commitment:
    """Put a promise on the list, last unless a position is given."""
    commitment = Commitment(position=position or queries.next_position())
    _word(commitment, promise)
    db.session.add(commitment)
    db.session.flush()
    audit.record("commitment.adopted", by=by.id if by else None, subject=("commitment", commitment.id))
    return commitment


def revise(commitment: Commitment, promise: Promise, *, by: Account) -> None:
    """Word a promise anew, or note the day somebody checked that it still holds."""
    checked = promise.last_checked_on is not None and promise.last_checked_on != commitment.last_checked_on
    _word(commitment, promise)
    db.session.flush()
    audit.record("commitment.revised", by=by.id, subject=("commitment", commitment.id), facts={"checked": checked})


def retire(commitment: Commitment, *, by: Account) -> None:
    """Take a promise off the public list; it and what was done about it stay on record."""
    if commitment.retired_on is not None:
        raise RuleError("This promise is off the list already.")
    commitment.retired_on = clock.today()
    db.session.flush()
    audit.record("commitment.retired", by=by.id, subject=("commitment", commitment.id))


def add_rule(commitment: Commitment, asked: Conditions, *, source: str, by: Account | None) -> EligibilityRule:
    """Write down whom a promise is for."""
    rule = EligibilityRule(commitment_id=commitment.id)
    _set_rule(rule, asked, source)
    commitment.rules.append(rule)
    db.session.flush()
    audit.record("eligibility.added", by=by.id if by else None, subject=("eligibility_rule", rule.id))
    return rule


def change_rule(rule: EligibilityRule, asked: Conditions, *, source: str, by: Account) -> None:
    """Put a rule right. Where the law changes, end the rule instead and add one that starts later."""
    _set_rule(rule, asked, source)
    db.session.flush()
    audit.record("eligibility.changed", by=by.id, subject=("eligibility_rule", rule.id))


def remove_rule(rule: EligibilityRule, *, by: Account) -> None:
    """Take away a rule that should never have stood."""
    audit.record("eligibility.removed", by=by.id, subject=("eligibility_rule", rule.id))
    db.session.delete(rule)
    db.session.flush()


def _set_rule(rule: EligibilityRule, asked: Conditions, source: str) -> None:
    if asked.until_on is not None and asked.until_on < asked.from_on:
        raise RuleError("The last day lies before the first.")
    if asked.age_from is not None and asked.age_to is not None and asked.age_to < asked.age_from:
        raise RuleError("The highest age lies below the lowest.")
    if asked.left_at_least is not None and asked.care is not Care.LEFT:
        raise RuleError("Only somebody who left care has an age at which they left.")
    hold_other_words(source, instead="Say where the rule stands in other words.")
    rule.from_on, rule.until_on = asked.from_on, asked.until_on
    rule.age_from, rule.age_to = asked.age_from, asked.age_to
    rule.care, rule.left_at_least = asked.care, asked.left_at_least
    rule.homes = ",".join(sorted(asked.homes))
    rule.kinship_order, rule.lives_in, rule.responsible = asked.kinship_order, asked.lives_in, asked.responsible
    rule.source = source


def _word(commitment: Commitment, promise: Promise) -> None:
    """A promise outlives anybody's yes, so it never repeats what somebody wrote to us."""
    said = (promise.name, promise.what, promise.who_for, promise.how_to_get, promise.source)
    hold_other_words(*said, instead="Say what is promised in other words.")
    if promise.last_checked_on and promise.last_checked_on > clock.today():
        raise RuleError("It cannot have been checked on a day that has not come yet.")
    same = queries.find_commitment(promise.name)
    if same is not None and same.id != commitment.id:
        raise RuleError("There is a commitment with this name already.")
    post = db.session.get(Post, promise.post_id) if promise.post_id else None
    if post is not None and post.organisation_id != promise.organisation_id:
        raise RuleError("That post belongs to another organisation.")
    commitment.name, commitment.what = promise.name, promise.what
    commitment.who_for, commitment.how_to_get = promise.who_for, promise.how_to_get
    commitment.organisation_id, commitment.post_id = promise.organisation_id, promise.post_id
    commitment.duty, commitment.source = promise.duty, promise.source
    commitment.last_checked_on = promise.last_checked_on
