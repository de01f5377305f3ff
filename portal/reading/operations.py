"""Sorting views; every decision is audited."""

from __future__ import annotations

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.complaints import operations as complaints
from portal.complaints.models import Wish
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.reading import queries
from portal.reading.models import Outcome, Triage
from portal.safety import operations as safety
from portal.safety.operations import About


def triage(
    contribution: Contribution,
    *,
    outcome: Outcome,
    wish: Wish = Wish.NOT_ASKED,
    worry: str = "",
    about: About | None = None,
    question: str = "",
    by: Account,
) -> Triage:
    """Sort a view. Being worried raises a concern at once; a complaint is always asked for, never assumed."""
    if outcome is Outcome.COMPLAINT and wish is Wish.NOT_ASKED:
        raise RuleError("Ask whether they want it to be a complaint before you sort it as one.")
    row = queries.find_triage(contribution.id) or Triage(contribution_id=contribution.id)
    row.outcome, row.complaint_wish = outcome, wish
    row.decided_at, row.by_id = clock.now(), by.id
    db.session.add(row)
    contributions.mark_sorted(contribution)
    if outcome is Outcome.WORRIED:
        safety.raise_concern(contribution, worry=worry, about=about, by=by)
    if wish is Wish.ASKED and question:
        contributions.reply(contribution, question, by=by)
    _tell_register(contribution, wish, by=by)
    db.session.flush()
    facts: dict[str, audit.Fact] = {"outcome": outcome.value, "complaint": wish.value}
    audit.record("view.sorted", by=by.id, subject=("contribution", contribution.id), facts=facts)
    return row


def _tell_register(contribution: Contribution, wish: Wish, *, by: Account) -> None:
    """What the reader recorded of their wish, where complaints are kept by their dates."""
    if wish is Wish.ASKED:
        complaints.ask(contribution, by=by)
    elif wish is Wish.YES:
        complaints.say_yes(contribution, by=by)
    elif wish is Wish.NO:
        complaints.say_no(contribution, by=by)
