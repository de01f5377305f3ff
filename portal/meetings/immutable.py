"""Agreed minutes and frozen packs never change: the session refuses, whichever code asks."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from portal.core.errors import RuleError
from portal.meetings.models import AgendaItem, BoardPack, Decision, Meeting, MeetingState

_NEVER = "These minutes are agreed. They never change."
_FROZEN = "A pack never changes once it is frozen. Make a new one."


def _is_agreed(connection: Connection, meeting_id: UUID) -> bool:
    """Whether the stored row is agreed, whatever this session made of it."""
    state = connection.scalar(select(Meeting.state).where(Meeting.id == meeting_id))
    return state is MeetingState.MINUTES_AGREED


def _keep_part(mapper: Mapper[AgendaItem], connection: Connection, target: AgendaItem | Decision) -> None:
    if _is_agreed(connection, target.meeting_id):
        raise RuleError(_NEVER)


for _part in (AgendaItem, Decision):
    for _what in ("before_insert", "before_update", "before_delete"):
        event.listen(_part, _what, _keep_part)


@event.listens_for(Meeting, "before_update")
@event.listens_for(Meeting, "before_delete")
def _keep_meeting(mapper: Mapper[Meeting], connection: Connection, target: Meeting) -> None:
    if _is_agreed(connection, target.id):
        raise RuleError(_NEVER)


@event.listens_for(BoardPack, "before_update")
@event.listens_for(BoardPack, "before_delete")
def _keep_pack(mapper: Mapper[BoardPack], connection: Connection, target: BoardPack) -> None:
    raise RuleError(_FROZEN)


@event.listens_for(Session, "do_orm_execute")
def _no_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    if state.bind_mapper.class_ in (AgendaItem, Decision, Meeting, BoardPack):
        raise RuleError(_NEVER)
