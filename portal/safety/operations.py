"""Raising, seeing, handing over and closing concerns; keeping the rota. Each write is audited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions import codes
from portal.contributions import operations as contributions
from portal.contributions import queries as contribution_queries
from portal.contributions.models import Contribution, Matter, Priority
from portal.contributions.operations import Incoming, Passage, Received
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.safety import barring, queries, rota, rules
from portal.safety.models import (
    BarredAccount,
    Concern,
    ConcernState,
    HandOver,
    RaisedBy,
    RotaDuty,
    Tier,
)
from portal.safety.rules import Barred

#: What somebody may tell beside their words, each sealed.
_TOLD = ("name", "where", "reach", "worker_name")


@dataclass(frozen=True)
class About:
    """Whom a worry is about, as far as the reader knows."""

    team_id: UUID | None = None
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a young person who is not safe told us; all of it may be empty, and it still counts."""

    key: str
    locale: str
    asked: str
    words: str = ""
    name: str = ""
    where: str = ""
    reach: str = ""
    about_worker: bool = False
    team_id: UUID | None = None
    worker_name: str = ""


def report(sent: Report) -> Received:
    """Put it first in the safety queue, once however often it is sent; nothing about it can be refused."""
    key = sent.key if codes.is_submission_key(sent.key) else codes.new_submission_key()
    received = contributions.receive(
        Incoming(
            key=key,
            matter=Matter.NOT_SAFE,
            locale=sent.locale,
            passages=[Passage(asked=sent.asked, text=sent.words)] if sent.words else [],
            keeps_time=True,
        )
    )
    if received.first:
        concern = _open(received.contribution, RaisedBy.YOUNG_PERSON, by=None)
        for field in _TOLD:
            crypto.seal(concern, field, getattr(sent, field))
        _bar(concern, about_worker=sent.about_worker, team_id=sent.team_id)
    else:
        _add_to(received.contribution, sent)
    return received


def _add_to(contribution: Contribution, sent: Report) -> None:
    """The same page sent once more with other words is more to read, never a repetition to drop."""
    concern = queries.find_concern(contribution.id)
    if concern is None:
        return
    said = {crypto.unseal(words, "text") for words in contribution_queries.words_of(contribution.id)}
    new = [field for field in _TOLD if getattr(sent, field) and getattr(sent, field) != crypto.unseal(concern, field)]
    if sent.words and sent.words not in said:
        contributions.add_words(contribution, asked=sent.asked, text=sent.words)
    elif not new:
        return
    for field in new:
        _add(concern, field, getattr(sent, field))
    _bar(concern, about_worker=sent.about_worker or concern.about_worker, team_id=sent.team_id)
    reopen(concern)


def raise_concern(contribution: Contribution, *, worry: str = "", about: About | None = None, by: Account) -> Concern:
    """A reader is worried: safeguarding has it at once, afresh if it had been dealt with before."""
    concern = queries.find_concern(contribution.id)
    if concern is None:
        concern = _open(contribution, RaisedBy.READER, by=by)
    else:
        reopen(concern)
    _add(concern, "worry", worry, between="\n\n")
    if about is not None:
        _add(concern, "worker_name", about.name)
        _bar(concern, about_worker=True, team_id=about.team_id)
    contributions.hurry(contribution, Priority.URGENT)
    audit.record("concern.raised", by=by.id, subject=("contribution", contribution.id))
    return concern


def reopen(concern: Concern) -> None:
    """There is something new in it: it waits again, first in line, and the clocks run from now."""
    if concern.state is not ConcernState.WAITING:
        _move(concern, ConcernState.WAITING)
        concern.seen_at = concern.seen_by_id = None
        concern.closed_at = concern.closed_by_id = None
        concern.received_at = clock.now()
        concern.second_told_at = concern.manager_told_at = None
        concern.forgotten_on = None
    db.session.flush()


def heard_again(contribution: Contribution) -> None:
    """Whoever holds the code wrote again: a thread with a concern is safeguarding's to read, not the desk's alone."""
    concern = queries.find_concern(contribution.id)
    if concern is not None:
        reopen(concern)


def see(concern: Concern, *, by: Account, role: Role | None) -> None:
    """Somebody opened it: audited each time. The clocks run on until it is passed on or closed."""
    contributions.mark_read(concern.contribution, by=by, role=role, aside=concern.about_worker)
    if concern.state is ConcernState.WAITING:
        concern.state, concern.seen_at, concern.seen_by_id = ConcernState.SEEN, clock.now(), by.id
        db.session.flush()
        audit.record("concern.seen", by=by.id, subject=("concern", concern.id))


def hand_over(
    concern: Concern, *, to_whom: str, how: str, reference: str = "", note: str = "", by: Account
) -> HandOver:
    """Record that it reached the people whose job it is; their reference back confirms it."""
    _move(concern, ConcernState.HANDED_OVER)
    row = HandOver(
        concern_id=concern.id,
        at=clock.now(),
        by_id=by.id,
        confirmed_at=clock.now() if reference else None,
    )
    for field, given in (("to_whom", to_whom), ("how", how), ("reference", reference), ("note", note)):
        crypto.seal(row, field, given)
    concern.hand_overs.append(row)
    db.session.flush()
    audit.record("concern.handed-over", by=by.id, subject=("concern", concern.id), facts={"confirmed": bool(reference)})
    return row


def confirm(hand_over: HandOver, *, reference: str, by: Account) -> None:
    """They gave a reference back."""
    if hand_over.confirmed_at is not None:
        raise RuleError("This hand-over has a reference already.")
    hand_over.confirmed_at = clock.now()
    crypto.seal(hand_over, "reference", reference)
    db.session.flush()
    audit.record("concern.confirmed", by=by.id, subject=("concern", hand_over.concern_id))


def close(concern: Concern, *, told: str, by: Account) -> None:
    """Close it, with what the young person was told, or why telling them would not be safe."""
    _move(concern, ConcernState.CLOSED)
    concern.closed_at, concern.closed_by_id = clock.now(), by.id
    crypto.seal(concern, "told", told)
    if concern.contribution.triaged_at is None:
        contributions.mark_sorted(concern.contribution)
    db.session.flush()
    audit.record("concern.closed", by=by.id, subject=("concern", concern.id))


def escalate() -> int:
    """Mark every concern nobody passed on in time as the next tier's, on their pages and in the log; how many marks."""
    holidays, now, told = queries.holidays(), clock.now(), 0
    for concern in queries.not_passed_on():
        duties = queries.duties_for(concern)
        for minutes, field in ((rules.SECOND_AFTER, "second_told_at"), (rules.MANAGER_AFTER, "manager_told_at")):
            due = rota.staffed_minutes(duties, holidays, concern.received_at, minutes)
            if due is not None and due <= now and getattr(concern, field) is None:
                setattr(concern, field, now)
                audit.record("concern.escalated", by=None, subject=("concern", concern.id), facts={"after": minutes})
                told += 1
    db.session.flush()
    return told


def forget_settled() -> int:
    """Erase the words of concerns closed 30 days ago: the case record has what has to be kept; how many there were.

    Who did what and when stays. A view whose reader was worried keeps its own words for its own time.
    """
    gone = queries.settled_before(clock.now())
    here = barring.door()
    for concern in gone:
        _settle_bars(concern, here.barred(concern))
        for field in (*_TOLD, "worry", "told"):
            crypto.seal(concern, field, None)
        for row in concern.hand_overs:
            for field in ("to_whom", "how", "reference", "note"):
                crypto.seal(row, field, None)
        thread = concern.contribution
        if thread.matter is Matter.NOT_SAFE or thread.withdrawn_on is not None:
            contributions.forget(thread)
        concern.forgotten_on = clock.today()
        audit.record("concern.forgotten", by=None, subject=("concern", concern.id))
    db.session.flush()
    return len(gone)


def add_duty(
    *,
    account: Account,
    tier: Tier,
    weekday: int,
    starts: time,
    ends: time,
    works_holidays: bool,
    by: Account,
) -> RotaDuty:
    """Put somebody on the rota every week."""
    if tier is Tier.MANAGER and account.id == by.id:
        raise RuleError("Somebody else has to put you on the manager’s duty: it opens what is kept from others.")
    if ends <= starts:
        raise RuleError("A duty ends after it starts. For a night, add one until 23:59 and one from 00:00.")
    duty = RotaDuty(
        account_id=account.id, tier=tier, weekday=weekday, starts=starts, ends=ends, works_holidays=works_holidays
    )
    db.session.add(duty)
    db.session.flush()
    audit.record("rota.added", by=by.id, subject=("account", account.id), facts={"tier": tier.value, "day": weekday})
    return duty


def remove_duty(duty: RotaDuty, *, by: Account) -> None:
    """Take somebody off the rota; the last manager's duty stays until another manager is on it."""
    if duty.tier is Tier.MANAGER and queries.manager_duties() <= 1:
        raise RuleError("This is the last manager’s duty. Add another manager first.")
    audit.record("rota.removed", by=by.id, subject=("account", duty.account_id), facts={"day": duty.weekday})
    db.session.delete(duty)
    db.session.flush()


def _open(contribution: Contribution, raised_by: RaisedBy, *, by: Account | None) -> Concern:
    concern = Concern(
        contribution_id=contribution.id,
        raised_by=raised_by,
        raised_by_id=by.id if by else None,
        received_at=contribution.received_at if by is None and contribution.received_at else clock.now(),
        about_worker=False,
        state=ConcernState.WAITING,
        narrow=False,
    )
    db.session.add(concern)
    db.session.flush()
    db.session.refresh(concern)
    return concern


def _add(concern: Concern, field: str, more: str, between: str = "\n") -> None:
    crypto.seal(concern, field, between.join(filter(None, (crypto.unseal(concern, field), more))))


def _bar(concern: Concern, *, about_worker: bool, team_id: UUID | None) -> None:
    """Settle from whom it is kept by everything told so far; nobody barred before is let in by more words."""
    teams = {row.team_id for row in concern.barred if row.team_id} | ({team_id} if team_id else set())
    name = crypto.unseal(concern, "worker_name")
    barred = rules.bar(barring.colleagues(), about_worker=about_worker, teams=teams, name=name)
    concern.about_worker, concern.narrow = about_worker, concern.narrow or barred.narrow
    _settle_bars(concern, barred)


def _settle_bars(concern: Concern, barred: Barred) -> None:
    known = {(row.account_id, row.team_id) for row in concern.barred}
    new = [(account_id, None) for account_id in sorted(barred.accounts)] + [(None, t) for t in sorted(barred.teams)]
    for account_id, team in new:
        if (account_id, team) not in known:
            concern.barred.append(BarredAccount(concern_id=concern.id, account_id=account_id, team_id=team))
    db.session.flush()


def _move(concern: Concern, to: ConcernState) -> None:
    if not rules.may_move(concern.state, to):
        raise RuleError("That can’t be done from where this concern stands now.")
    concern.state = to
