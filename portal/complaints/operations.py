"""Asking, making, taking further and closing a complaint."""

from __future__ import annotations

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.complaints import queries, rules
from portal.complaints.models import Complaint, Finding, Stage, Wish
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution
from portal.core import clock, crypto, db
from portal.core.errors import RuleError
from portal.partnership import queries as partnership


def ask(contribution: Contribution, *, by: Account | None = None) -> Complaint:
    """Have the life line ask whether it is a complaint; who said yes already is not asked again.

    Without `by` the young person wants to decide later.
    """
    row = _row(contribution)
    if row.wish is not Wish.YES:
        row.wish = Wish.ASKED
    db.session.flush()
    _note("complaint.asked", contribution, by)
    return row


def say_yes(contribution: Contribution, *, by: Account | None = None) -> Complaint:
    """It is a complaint from now on: the moment is kept, and the answer has a date.

    Without `by` the code holder said it, having been told first that the time is kept. A reader records (`by`) only
    what the words themselves ask for; then the thread keeps its week, and the register the moment it was recorded.
    """
    row = _row(contribution)
    if row.wish is not Wish.YES:
        row.wish, row.received_at = Wish.YES, clock.now()
        row.due_on = rules.due_on(Stage.ONE, clock.today(), partnership.holidays())
        if by is None:
            contributions.keep_time(contribution)
        db.session.flush()
        _note("complaint.made", contribution, by)
    return row


def say_no(contribution: Contribution, *, by: Account | None = None) -> Complaint:
    """It is none; no time is kept. One that was made is not unmade by a second thought of somebody else."""
    row = _row(contribution)
    if row.wish is Wish.YES:
        raise RuleError("It is a complaint already. Write to us if you want to stop it.")
    row.wish = Wish.NO
    db.session.flush()
    _note("complaint.declined", contribution, by)
    return row


def take_further(complaint: Complaint, *, by: Account) -> None:
    """To the second stage, whether or not the first had an answer."""
    if complaint.stage is Stage.TWO:
        raise RuleError("It is at the second stage already. After that comes the ombudsman (SPSO).")
    complaint.stage_one_answered_at, complaint.stage_one_due_on = complaint.closed_at, complaint.due_on
    complaint.stage, complaint.stage_two_at = Stage.TWO, clock.now()
    complaint.due_on = rules.due_on(Stage.TWO, clock.today(), partnership.holidays())
    complaint.closed_at = complaint.closed_by_id = complaint.finding = None
    db.session.flush()
    audit.record("complaint.taken-further", by=by.id, subject=("complaint", complaint.id))


def close(complaint: Complaint, *, finding: Finding, answer: str, learning: str = "", by: Account) -> None:
    """Answer it in the thread, and keep what was found and what the service learnt."""
    if complaint.closed_at is not None:
        raise RuleError("This complaint has its answer already.")
    contributions.hold_other_words(learning)
    contributions.reply(complaint.contribution, answer, by=by)
    complaint.finding, complaint.closed_at, complaint.closed_by_id = finding, clock.now(), by.id
    crypto.seal(complaint, "outcome", answer)
    crypto.seal(complaint, "learning", learning)
    db.session.flush()
    facts: dict[str, audit.Fact] = {"finding": finding.value, "stage": complaint.stage.value}
    audit.record("complaint.closed", by=by.id, subject=("complaint", complaint.id), facts=facts)


def forget(contribution: Contribution) -> None:
    """Erase what was written about a thread that is gone; stage, dates and finding stay in the register's count."""
    row = queries.find(contribution.id)
    if row is not None:
        crypto.seal(row, "outcome", None)
        crypto.seal(row, "learning", None)
        db.session.flush()


def _row(contribution: Contribution) -> Complaint:
    row = queries.find(contribution.id)
    if row is None:
        row = Complaint(contribution_id=contribution.id, wish=Wish.NOT_ASKED, stage=Stage.ONE)
        db.session.add(row)
    return row


def _note(action: str, contribution: Contribution, by: Account | None) -> None:
    if by is None:
        audit.count_young_act(action)
    else:
        audit.record(action, by=by.id, subject=("contribution", contribution.id))
