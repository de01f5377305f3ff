"""A signed report never changes but for its publication: the session refuses, whichever code asks.

Whoever writes to the database past the application is found out by the digest, which each reading checks.
"""

from __future__ import annotations

from sqlalchemy import event, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from portal.core.errors import RuleError
from portal.signed_reports.models import ReportSection, SignedReport

_NEVER = "A signed report never changes. A correction is a new report."
#: What publication writes.
_PUBLICATION = frozenset({"state", "published_at", "published_by_id", "published_by"})


def _was_signed(report: SignedReport) -> bool:
    history = inspect(report).attrs.digest.history
    return any(value is not None for value in (history.deleted or history.unchanged))


@event.listens_for(SignedReport, "before_update")
def _keep_report(mapper: Mapper[SignedReport], connection: Connection, target: SignedReport) -> None:
    changed = {one.key for one in inspect(target).attrs if one.history.has_changes()}
    if _was_signed(target) and changed - _PUBLICATION:
        raise RuleError(_NEVER)


@event.listens_for(SignedReport, "before_delete")
def _keep_whole(mapper: Mapper[SignedReport], connection: Connection, target: SignedReport) -> None:
    if _was_signed(target):
        raise RuleError(_NEVER)


@event.listens_for(ReportSection, "before_insert")
@event.listens_for(ReportSection, "before_update")
@event.listens_for(ReportSection, "before_delete")
def _keep_section(mapper: Mapper[ReportSection], connection: Connection, target: ReportSection) -> None:
    query = select(SignedReport.digest).where(SignedReport.id == target.report_id)
    if connection.scalar(query) is not None:
        raise RuleError(_NEVER)


@event.listens_for(Session, "do_orm_execute")
def _no_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    if state.bind_mapper.class_ in (SignedReport, ReportSection):
        raise RuleError(_NEVER)
