"""What is done under each promise: its first actions, all of them by the page, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.board import rules
from portal.board.models import Action, ActionState
from portal.board.stories import ActionLine, action_lines
from portal.core import db, parts
from portal.core.parts import Part


def first_actions(commitment_ids: Sequence[UUID]) -> dict[UUID, Part[ActionLine]]:
    """The first few actions that keep each of these commitments: the open ones first, soonest due first."""
    ids = select(Action.id, Action.commitment_id).where(Action.commitment_id.in_(commitment_ids))
    heads = parts.first_of_each(ids, _order())
    wanted = [one for head in heads.values() for one in head.rows]
    found = db.session.scalars(select(Action).where(Action.id.in_(wanted)).order_by(Action.id))
    lines = {line.id: line for line in action_lines(found)}
    nothing: Part[ActionLine] = Part()
    shown = {key: head.of(lines[one] for one in head.rows) for key, head in heads.items()}
    return {key: shown.get(key, nothing) for key in commitment_ids}


def actions_page(commitment_id: UUID, number: int) -> Part[ActionLine]:
    """One page of the actions that keep one commitment, in the same order."""
    found = parts.page(select(Action).where(Action.commitment_id == commitment_id).order_by(*_order()), number)
    return found.of(action_lines(found.rows))


def states_under(commitment_ids: Sequence[UUID]) -> dict[UUID, frozenset[ActionState]]:
    """In which states there are actions that keep each of these commitments."""
    query = select(Action.commitment_id, Action.state).where(Action.commitment_id.in_(commitment_ids)).distinct()
    found: dict[UUID, set[ActionState]] = {key: set() for key in commitment_ids}
    for commitment_id, state in db.session.execute(query.order_by(Action.commitment_id, Action.state)):
        if commitment_id:
            found[commitment_id].add(state)
    return {key: frozenset(states) for key, states in found.items()}


def _order() -> tuple[ColumnElement[Any], ...]:
    return Action.state.in_(rules.OPEN).desc(), Action.due_on.asc(), Action.id.asc()
