"""How far an objective has come, by what young people agreed to. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.board.models import ActionState
from portal.board.rules import SETTLED


@dataclass(frozen=True)
class Progress:
    """Of the actions of an objective: how many there are, claimed and not agreed, agreed, late, and moved lately."""

    actions: int
    claimed: int
    agreed: int
    late: int
    moved: int


def progress(states: Collection[tuple[ActionState, date, datetime | None]], today: date, since: datetime) -> Progress:
    """From each action's state, due day and last line; what was claimed counts apart from what is agreed."""
    claimed = (ActionState.CLAIMED, ActionState.DISPUTED, ActionState.PARTLY)
    return Progress(
        actions=len(states),
        claimed=sum(state in claimed for state, _, _ in states),
        agreed=sum(state is ActionState.AGREED for state, _, _ in states),
        late=sum(state not in SETTLED and state is not ActionState.CLAIMED and due < today for state, due, _ in states),
        moved=sum(bool(last and last >= since) for _, _, last in states),
    )


def in_order(starts_on: date, ends_on: date) -> bool:
    """Whether a plan lasts at all."""
    return starts_on < ends_on


def asks_for_the_next(ends_on: date, today: date) -> bool:
    """Whether it ends within half a year: the next one takes consulting (section 59)."""
    return ends_on - timedelta(days=183) <= today
