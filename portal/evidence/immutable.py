"""A signed release never changes: the session refuses, whichever code asks.

Single rows are stopped when they are flushed, statements over many rows before they run. Whoever writes to the
database past the application is found out by the digest, which each reading checks and the audit chain holds.
"""

from __future__ import annotations

from sqlalchemy import event, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from portal.core.errors import RuleError
from portal.evidence.models import Release, ReleasedFigures, ReleasedTheme

_PARTS = (ReleasedFigures, ReleasedTheme)
_NEVER = "A signed release never changes. Make a new one that corrects it."


def was_signed(release: Release) -> bool:
    """Whether the stored row is signed, whatever this session made of it."""
    history = inspect(release).attrs.signed_at.history
    before = history.deleted or history.unchanged
    return any(value is not None for value in before)


@event.listens_for(Release, "before_update")
@event.listens_for(Release, "before_delete")
def _keep_release(mapper: Mapper[Release], connection: Connection, target: Release) -> None:
    if was_signed(target):
        raise RuleError(_NEVER)


def _keep_part(
    mapper: Mapper[ReleasedFigures], connection: Connection, target: ReleasedFigures | ReleasedTheme
) -> None:
    query = select(Release.signed_at).where(Release.id == target.release_id)
    if connection.scalar(query) is not None:
        raise RuleError(_NEVER)


def _no_update(
    mapper: Mapper[ReleasedFigures], connection: Connection, target: ReleasedFigures | ReleasedTheme
) -> None:
    raise RuleError("Figures never change once they are frozen. Freeze them anew.")


for _part in _PARTS:
    event.listen(_part, "before_update", _no_update)
    event.listen(_part, "before_insert", _keep_part)
    event.listen(_part, "before_delete", _keep_part)


@event.listens_for(Session, "do_orm_execute")
def _no_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    if state.bind_mapper.class_ in (Release, *_PARTS):
        raise RuleError(_NEVER)
