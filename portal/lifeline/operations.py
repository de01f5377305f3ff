"""Erasing what was said across every stage it reached, when its owner takes it back or its time is up; and what its
owner does with it: a copy, and writing on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete

from portal.accounts import operations as accounts
from portal.audit import operations as audit
from portal.complaints import operations as complaints
from portal.contributions import attachments, visits
from portal.contributions import operations as contributions
from portal.contributions.media import Clean
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.entitlements import operations as entitlements
from portal.feedback import operations as feedback
from portal.free_views import operations as free_views
from portal.lifeline import retention, watch
from portal.lifeline.register import ERASED
from portal.safety import operations as safety_operations
from portal.safety import queries as safety


def take_back(contribution: Contribution) -> None:
    """Erase a thread for good; its code opens nothing any more and no later release counts it.

    What reached the people whose job is to keep somebody safe stays with them until their own time is up: a referral
    cannot be unsent (Data Protection Act 2018, Schedule 2, paragraph 2; said before the young person decides).
    """
    _erase(contribution)
    audit.count_young_act("thread.taken_back")


def forget_old_views() -> int:
    """Erase threads whose time is up, as many as one run may, if the clock can be believed; how many there were."""
    if not watch.clock_is_right():
        return 0
    due = retention.due()
    for contribution in due:
        _erase(contribution)
        audit.record("thread.expired", by=None, subject=("contribution", contribution.id))
    return len(due)


def forget_old_log() -> int:
    """Cut off events and daily counts older than the log is kept, if the clock can be believed; how many rows went."""
    if not watch.clock_is_right():
        return 0
    events = audit.forget_before(clock.now() - retention.LOG_KEPT)
    return events + audit.forget_counts_before(clock.today() - retention.LOG_KEPT)


def forget_closed_accounts() -> int:
    """Blank the people whose accounts were closed long ago, if the clock can be believed; how many there were."""
    if not watch.clock_is_right():
        return 0
    return accounts.forget_closed(clock.today() - retention.CLOSED_ACCOUNT_KEPT)


def _erase(contribution: Contribution) -> None:
    identity = contribution.id
    concern = safety.find_concern(identity)
    kept_safe = concern is not None and concern.forgotten_on is None
    for model in ERASED:
        db.session.execute(delete(model).where(model.__table__.c.contribution_id == identity))
    if not kept_safe:
        contributions.forget(contribution)
    complaints.forget(contribution)
    free_views.forget_support(contribution)
    entitlements.forget_answers(contribution)
    feedback.forget_ratings(contribution)
    visits.close_thread(identity)
    contribution.withdrawn_on = clock.this_week()
    contribution.waits = False
    db.session.flush()
    db.session.expire(contribution)


def take_copy() -> None:
    """Count that somebody took a copy away; nothing tells who."""
    audit.count_young_act("thread.copied")


def write_back(contribution: Contribution, text: str, files: Sequence[Clean] = ()) -> None:
    """The code holder writes again: the desk has it, and safeguarding too where there was a concern.

    `files` hang on what they write; `attachments.Full` if there is no room.
    """
    message = contributions.write_back(contribution, text)
    for file in files:
        attachments.add_to(message, file)
    safety_operations.heard_again(contribution)
