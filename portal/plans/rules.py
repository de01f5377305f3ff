"""How far an objective has come, by what young people agreed to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from portal.board.models import ActionState


@dataclass(frozen=True)
class Progress:
    """Of the actions of an objective: how many there are, claimed and not agreed, agreed, late, and moved lately."""

    actions: int
    claimed: int
    agreed: int
    late: int
    moved: int


#: Adults say it is done, young people have not agreed.
CLAIMED = (ActionState.CLAIMED, ActionState.DISPUTED, ActionState.PARTLY)


def in_order(starts_on: date, ends_on: date) -> bool:
    """Whether a plan lasts at all."""
    return starts_on < ends_on


def asks_for_the_next(ends_on: date, today: date) -> bool:
    """Whether it ends within half a year: the next one takes consulting (section 59)."""
    return ends_on - timedelta(days=183) <= today
