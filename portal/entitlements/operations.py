"""Noting what a code says of a promise, forgetting it, and freezing what all codes said."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.commitments import queries as commitments
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.thresholds import Subject
from portal.entitlements import queries
from portal.entitlements.models import Experience, Got
from portal.entitlements.rules import FROZEN
from portal.evidence import operations as evidence
from portal.evidence import queries as evidence_queries
from portal.evidence.models import Release, ReleaseKind


def answer(said: Mapping[UUID, Got], contribution: Contribution) -> None:
    """Keep what a code says of promises; a later answer takes the place of an earlier one."""
    if not said:
        raise RuleError("Choose an answer for at least one promise.")
    dialect = postgresql if db.dialect_name() == "postgresql" else sqlite
    for commitment_id, got in said.items():
        row = {"commitment_id": commitment_id, "mark": queries.mark_of(commitment_id, contribution), "got": got}
        insert = dialect.insert(Experience).values(row)
        db.session.execute(
            insert.on_conflict_do_update(index_elements=["commitment_id", "mark"], set_={"got": insert.excluded.got})
        )
    audit.count_young_act("commitment.experienced", by_week=True)


def forget_answers(contribution: Contribution) -> None:
    """Erase what the code of a thread said, before the thread is erased."""
    for commitment_id in queries.all_commitment_ids():
        mark = queries.mark_of(commitment_id, contribution)
        here = (Experience.commitment_id == commitment_id) & (Experience.mark == mark)
        db.session.execute(delete(Experience).where(here))


def freeze(*, by: Account) -> Release:
    """Count what codes say of each promise and protect the counts; nobody sees them before a second person signed."""
    if any(draft.kind is ReleaseKind.EXPERIENCES for draft in evidence_queries.drafts()):
        raise RuleError("A count of these answers waits to be signed. Sign it or discard it first.")
    if queries.next_count_on():
        raise RuleError("A quarter has to pass between two counts. Closer together, they would tell.")
    counted = queries.raw_experiences()
    if not counted:
        raise RuleError("Nobody has answered yet. There is nothing to count.")
    # A promise nobody answered about stands there as well: being listed must not prove that somebody did.
    tables = tuple(_table(one, counted.get(one, {})) for one in queries.all_commitment_ids())
    # Codes cannot be followed from one promise to another, so how many there are in all is at least the largest base.
    raw = RawRelease("experiences", "Did it reach you?", max(table.base for table in tables), tables)
    title = f"What reached young people, {clock.today():%d %B %Y}"
    return evidence.freeze(ReleaseKind.EXPERIENCES, title, raw, by=by)


def _table(commitment_id: UUID, said: Mapping[Got, int]) -> RawTable:
    key = queries.table_of(commitment_id)
    return RawTable(
        key=key,
        title=commitments.get_commitment(commitment_id).name,
        subject=Subject.ANSWERS,
        dimensions=(Dimension(key, "Answer", tuple(FROZEN.values())),),
        cells={(FROZEN[got],): count for got, count in said.items()},
        base=sum(said.values()),
    )
