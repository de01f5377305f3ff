"""Asking for a name, deciding as the second person, looking while the hour lasts, and when its owner is told."""

from __future__ import annotations

from datetime import timedelta

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.audit.operations import Fact
from portal.contributions.models import Contribution
from portal.core import clock, crypto, db
from portal.core.errors import NotFound, RuleError
from portal.unmasking import queries, rules
from portal.unmasking.models import Reason, Unmasking
from portal.unmasking.queries import OpenName


def ask(contribution: Contribution, *, reason: Reason, because: str, by: Account) -> Unmasking:
    """Ask a second person to open the name behind a view; one request of an account about a view at a time."""
    if not queries.is_locked(contribution):
        raise RuleError("There is no locked name here.")
    db.hold(contribution)
    if queries.mine(contribution, by) is not None:
        raise RuleError("You have asked already. Somebody decides within a day.")
    if any(rules.still_refused(queries.asked(one), clock.now()) for one in queries.asked_of(contribution)):
        raise RuleError("Somebody said no within the last day. Ask again tomorrow, and say what is new.")
    row = Unmasking(contribution_id=contribution.id, reason=reason, asked_by_id=by.id, asked_at=clock.now())
    crypto.seal(row, "because", because)
    db.session.add(row)
    _record("name.asked", row, by, {"reason": reason.value})
    return row


def agree(row: Unmasking, *, keep_days: int = 0, keep_because: str = "", by: Account) -> None:
    """Let whoever asked see the name for an hour. Its owner sees that on their line, unless telling is not safe.

    `keep_days` puts telling off, with a reason, for at most ninety days.
    """
    _hold_waiting(row, by)
    if keep_days:
        _hold_kept(keep_days, keep_because)
    _decide(row, agreed=True, by=by)
    if keep_days:
        _keep(row, keep_days, keep_because)
    _record("name.agreed", row, by, {"kept_days": keep_days})


def refuse(row: Unmasking, *, because: str, by: Account) -> None:
    """The name stays locked; whoever asked reads why."""
    _hold_waiting(row, by)
    crypto.seal(row, "refusal", because)
    _decide(row, agreed=False, by=by)
    _record("name.refused", row, by)


def look(row: Unmasking, *, by: Account) -> OpenName:
    """The name, while the hour lasts; each look is on record. NotFound for everybody else and ever after."""
    if not rules.may_look(queries.asked(row), by.id, clock.now()):
        raise NotFound
    row.opened_at = row.opened_at or clock.now()
    _record("name.looked", row, by)
    return queries.name_behind(row.contribution)


def keep_longer(row: Unmasking, *, days: int, because: str, by: Account) -> None:
    """Put telling off once more, because it is still not safe; whoever asked for the name does not decide that."""
    db.hold(row)
    if row.asked_by_id == by.id:
        raise RuleError("Somebody else decides that, because you asked for the name.")
    if not rules.may_keep_longer(row.kept_until, kept_longer=row.kept_longer, today=clock.today()):
        raise RuleError("It cannot be put off any more. They see it on their line.")
    _hold_kept(days, because)
    # The first reason stays beside the second: whoever looks back sees why they were not told all that time.
    _keep(row, days, "\n\n".join([crypto.unseal(row, "kept_because"), because]))
    row.kept_longer = True
    _record("name.kept_longer", row, by, {"kept_days": days})


def tell_now(row: Unmasking, *, by: Account) -> None:
    """It is safe now: its owner sees it on their line from here on."""
    db.hold(row)
    if row.kept_until is None or row.kept_until <= clock.today():
        raise RuleError("They see it on their line already.")
    if row.asked_by_id == by.id:
        raise RuleError("Somebody else decides that, because you asked for the name.")
    row.kept_until = clock.today()
    _record("name.told", row, by)


def _hold_kept(days: int, because: str) -> None:
    if not 0 < days <= rules.LONGEST_KEPT.days:
        raise RuleError("Choose between one day and ninety.")
    if not because:
        raise RuleError("Say why it is not safe to tell them.")


def _keep(row: Unmasking, days: int, because: str) -> None:
    row.kept_until = clock.today() + timedelta(days=days)
    crypto.seal(row, "kept_because", because)


def _decide(row: Unmasking, *, agreed: bool, by: Account) -> None:
    row.decided_by_id, row.decided_at, row.agreed = by.id, clock.now(), agreed
    db.session.flush()


def _hold_waiting(row: Unmasking, by: Account) -> None:
    db.hold(row)
    if row.asked_by_id == by.id:
        raise NotFound
    if not rules.may_decide(queries.asked(row), by.id, clock.now()):
        raise RuleError("This was decided already, or a day has passed. Whoever needs the name asks again.")


def _record(what: str, row: Unmasking, by: Account, facts: dict[str, Fact] | None = None) -> None:
    db.session.flush()
    audit.record(what, by=by.id, subject=("contribution", row.contribution_id), facts=facts)
