"""When something goes up the ladder, stays, or has left it. Pure, and readable by anyone on a public page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from portal.escalation.models import Why

#: How much longer the next rung waits, in days, where nobody set it otherwise.
LATE_STEP, STUCK_STEP, STUCK_FIRST = 28, 28, 14
#: A rung that dealt with something may leave it alone for so long at most (days).
LONGEST_REST = 92


@dataclass(frozen=True)
class Rung:
    """A rung and its waits, in days; `place` counts from young people upwards."""

    level_id: UUID
    place: int
    late_days: int
    stuck_days: int


@dataclass(frozen=True)
class Trouble:
    """What is wrong with an ask or an action today: days late and days stuck, none where it is neither."""

    late_days: int | None = None
    stuck_days: int | None = None

    @property
    def any(self) -> bool:
        """Whether anything is."""
        return self.late_days is not None or self.stuck_days is not None


@dataclass(frozen=True)
class Standing:
    """Where it stands on the ladder, and since which day."""

    level_id: UUID
    why: Why
    since: date | None = None

    def is_ahead_of(self, today: date) -> bool:
        """Whether it came here on a day that is still to come: then the clock went back, and says nothing."""
        return self.since is not None and today < self.since


class Move(StrEnum):
    """What the day does to it."""

    STAY = "stay"
    RISE = "rise"
    LEAVE = "leave"


@dataclass(frozen=True)
class Decision:
    """A move, and for a rise where to and why."""

    move: Move
    rung: Rung | None = None
    why: Why | None = None


def usual(place: int) -> tuple[int, int]:
    """Days late and days stuck after which the rung at `place` (0 is the board) takes something up."""
    return max(1, place * LATE_STEP), STUCK_FIRST + place * STUCK_STEP


def in_order(rungs: Sequence[Rung]) -> bool:
    """Whether each rung waits longer than the one below it; otherwise something would skip a rung for good."""
    return all(low.late_days < high.late_days and low.stuck_days < high.stuck_days for low, high in pairwise(rungs))


def due(trouble: Trouble, rungs: Sequence[Rung]) -> tuple[Rung, Why] | None:
    """The highest rung that a trouble of this age has reached, and by which wait; None: it is too young for any."""
    found: tuple[Rung, Why] | None = None
    for rung in rungs:
        if trouble.late_days is not None and trouble.late_days >= rung.late_days:
            found = rung, Why.LATE
        elif trouble.stuck_days is not None and trouble.stuck_days >= rung.stuck_days:
            found = rung, Why.STUCK
    return found


def decide(
    standing: Standing | None,
    trouble: Trouble,
    rungs: Sequence[Rung],
    *,
    is_open: bool,
    rests_until: date | None,
    today: date,
) -> Decision:
    """What today means for it.

    The calendar only ever takes it up: a clock that jumps back never brings anything down. What somebody raised by
    hand stands until it is settled; what a rung brought down rests until the day that rung named.
    """
    places = {rung.level_id: rung.place for rung in rungs}
    wanted = due(trouble, rungs)
    if standing is not None:
        moved = standing.why is not Why.RAISED and not trouble.any and not standing.is_ahead_of(today)
        if moved or not is_open:
            return Decision(Move.LEAVE)
        if wanted and wanted[0].place > places.get(standing.level_id, -1):
            return Decision(Move.RISE, *wanted)
        return Decision(Move.STAY)
    if wanted and is_open and (rests_until is None or rests_until <= today):
        return Decision(Move.RISE, *wanted)
    return Decision(Move.STAY)


def goes_up_on(
    due_on: date, stuck_days: int | None, rungs: Sequence[Rung], *, rests_until: date | None, today: date
) -> date | None:
    """The first day on which `decide` takes up something that does not stand on the ladder; None without a ladder.

    `stuck_days` are the days it is stuck by today, None where it is not. What was brought down rests first.
    """
    if not rungs:
        return None
    waits = [(due_on - today).days + rungs[0].late_days]
    if stuck_days is not None:
        waits.append(rungs[0].stuck_days - stuck_days)
    day = today + timedelta(days=max(0, min(waits)))
    return max(day, rests_until) if rests_until else day


def next_above(level_id: UUID | None, rungs: Sequence[Rung]) -> Rung | None:
    """The rung somebody would raise it to: the first, or the one above where it stands; None at the top."""
    place = next((rung.place for rung in rungs if rung.level_id == level_id), -1)
    return next((rung for rung in rungs if rung.place > place), None)


@dataclass(frozen=True)
class Rested:
    """The last time it was brought down: by whom, and from which place on the ladder."""

    by_id: UUID
    place: int


def may_rest(last: Rested | None, *, by_id: UUID, place: int, put_here_by: UUID | None) -> bool:
    """Whether this account may bring it down from `place`.

    Nobody lets the same thing rest twice running, or one person could for ever. A rung higher it is another board's
    matter, unless they put it there (`put_here_by`) themselves.
    """
    if last is None or last.by_id != by_id:
        return True
    return place > last.place and put_here_by != by_id


def rests_well(until: date, today: date) -> bool:
    """Whether a day to look again lies ahead and not so far that it would be forgotten."""
    return 0 < (until - today).days <= LONGEST_REST


def names(text: str, called: Iterable[str]) -> bool:
    """Whether a text names somebody by one of their names, as whole words and written as they write them."""
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in called if one)
