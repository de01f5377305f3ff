"""Letting the day take things up the ladder, raising one by hand, and bringing one down with what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.audit.operations import Fact
from portal.board.models import Action, Ask
from portal.contributions.operations import hold_other_words
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.escalation import queries, rules
from portal.escalation.models import Ending, Rise, RungRule, Why
from portal.escalation.queries import Case
from portal.escalation.rules import Move, Rung, Standing


def sweep() -> int:
    """Take up what waited too long, and off the ladder what moved; returns how many rows changed.

    It may be killed at any point and run twice: what stands is read from the rows, and the database lets only one
    rise of a subject stand.
    """
    today, ladder = clock.today(), queries.rungs()
    return sum(_let_the_day_pass(case, ladder, today) for case in queries.in_trouble())


def raise_higher(subject: Ask | Action, *, because: str, by: Account) -> Rise:
    """Somebody will not wait for the calendar: it goes to the next rung, with the reason."""
    db.hold(subject)
    if not queries.is_open(subject):
        raise RuleError("Nothing is owed here any more, so there is nothing to take up.")
    hold_other_words(because)
    standing, ladder = queries.standing_of(subject), queries.rungs()
    rung = rules.next_above(standing.level_id if standing else None, ladder)
    if rung is None:
        raise RuleError("It stands at the top of the ladder already.")
    return _rise(subject, rung, Why.RAISED, standing, by=by, because=because)


def bring_down(subject: Ask | Action, *, outcome: str, look_again_on: date, by: Account) -> None:
    """The rung dealt with it: what was decided, and when somebody looks whether it helped."""
    db.hold(subject)
    standing = queries.standing_of(subject)
    if standing is None:
        raise RuleError("It does not stand on the ladder any more.")
    if queries.is_owed_by(subject, by):
        raise RuleError("Whoever owes it cannot take it off the ladder. Say what was done, and it leaves by itself.")
    if not queries.may_rest(subject, by):
        raise RuleError(
            "You let this rest last time. Now somebody else decides about it, or it goes a step higher first."
        )
    if not rules.rests_well(look_again_on, clock.today()):
        raise RuleError("Choose a day to look again: after today, and within three months.")
    hold_other_words(outcome)
    standing.outcome, standing.look_again_on = outcome, look_again_on
    _end(standing, Ending.BROUGHT_DOWN, by=by)


def set_days(days: Sequence[tuple[UUID, int, int]], *, by: Account) -> None:
    """Change after how many days late and stuck each rung takes things up: (level, late, stuck), whole ladder at once.

    Raises RuleError where a rung would not wait longer than the one below it.
    """
    new = [Rung(level_id, place, late, stuck) for place, (level_id, late, stuck) in enumerate(days)]
    if [one.level_id for one in new] != [one.level_id for one in queries.rungs()]:
        raise RuleError("The ladder has changed meanwhile. Look at it again.")
    if any(min(one.late_days, one.stuck_days) < 1 for one in new) or not rules.in_order(new):
        raise RuleError("Each rung has to wait longer than the one below it.")
    for one in new:
        row = db.session.get(RungRule, one.level_id) or RungRule(level_id=one.level_id)
        row.late_days, row.stuck_days = one.late_days, one.stuck_days
        db.session.add(row)
        facts: dict[str, Fact] = {"late_days": one.late_days, "stuck_days": one.stuck_days}
        audit.record("escalation.days_set", by=by.id, subject=("governance_level", one.level_id), facts=facts)
    db.session.flush()


def _let_the_day_pass(case: Case, ladder: Sequence[Rung], today: date) -> int:
    subject, standing = case.subject, case.standing
    decision = rules.decide(
        Standing(standing.level_id, standing.why, clock.day_of(standing.began_at)) if standing else None,
        queries.trouble_of(subject, today),
        ladder,
        is_open=case.is_open,
        rests_until=case.rests_until,
        today=today,
    )
    if decision.move is Move.LEAVE and standing:
        _end(standing, Ending.MOVED)
    elif decision.rung and decision.why:
        _rise(subject, decision.rung, decision.why, standing)
    else:
        return 0
    return 1


def _rise(
    subject: Ask | Action,
    rung: Rung,
    why: Why,
    standing: Rise | None,
    *,
    by: Account | None = None,
    because: str | None = None,
) -> Rise:
    if standing:
        _end(standing, Ending.HIGHER, by=by)
    made = Rise(
        ask_id=subject.id if isinstance(subject, Ask) else None,
        action_id=subject.id if isinstance(subject, Action) else None,
        level_id=rung.level_id,
        why=why,
        began_at=clock.now(),
        by_id=by.id if by else None,
        because=because,
    )
    db.session.add(made)
    db.session.flush()
    _record("escalation.rose", subject, by, {"why": why.value, "place": rung.place})
    return made


def _end(standing: Rise, ending: Ending, *, by: Account | None = None) -> None:
    standing.ended_at, standing.ending = clock.now(), ending
    standing.ended_by_id = by.id if by else None
    db.session.flush()
    subject = standing.ask or standing.action
    if subject is not None and ending is not Ending.HIGHER:
        _record("escalation.left", subject, by, {"ending": ending.value})


def _record(what: str, subject: Ask | Action, by: Account | None, facts: dict[str, Fact]) -> None:
    audit.record(what, by=by.id if by else None, subject=(subject.__tablename__, subject.id), facts=facts)
