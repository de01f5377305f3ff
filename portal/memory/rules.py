"""What became of an ask, in one word; and which asks are one story because a no was asked again. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portal.board.models import ActionState, AskAnswer


class Became(StrEnum):
    """How things stand with an ask. Only where young people agree to all of it is it agreed."""

    OWED = "owed"
    REFUSED = "refused"
    CLAIMED = "claimed"
    NOT_YET = "not_yet"
    PARTLY = "partly"
    AGREED = "agreed"
    STOPPED = "stopped"


#: What young people say no to outweighs what they still have to say, and that outweighs what is done in part.
_OUTWEIGHS = (
    (ActionState.DISPUTED, Became.NOT_YET),
    (ActionState.CLAIMED, Became.CLAIMED),
    (ActionState.PARTLY, Became.PARTLY),
)


def became(answer: AskAnswer | None, states: Collection[ActionState]) -> Became:
    """What became of an ask with this answer and actions in these states."""
    if answer is None:
        return Became.OWED
    if not states:
        return Became.REFUSED if answer is AskAnswer.NO else Became.OWED
    for state, word in _OUTWEIGHS:
        if state in states:
            return word
    if ActionState.AGREED in states:
        return Became.AGREED if set(states) == {ActionState.AGREED} else Became.PARTLY
    return Became.STOPPED if set(states) == {ActionState.STOPPED} else Became.OWED


@dataclass(frozen=True)
class Asked:
    """An ask in the ledger: the year it was asked in, its theme, and the ask it asks again."""

    id: UUID
    theme_id: UUID | None
    year: int
    again_of: UUID | None


def threads(asks: Iterable[Asked]) -> list[tuple[Asked, ...]]:
    """Asks as threads, each from the first asking to the last; threads in the order in which their last ones came.

    What asks again an ask that is not among them begins a thread itself.
    """
    listed = list(asks)
    known = {one.id: one for one in listed}
    again = {one.again_of for one in listed if one.again_of in known}
    return [_back_from(last, known) for last in listed if last.id not in again]


def _back_from(last: Asked, known: dict[UUID, Asked]) -> tuple[Asked, ...]:
    line, before = [last], last.again_of
    while before in known:
        line.append(known[before])
        before = known[before].again_of
    return tuple(reversed(line))


def chosen(threads: Iterable[tuple[Asked, ...]], *, theme: UUID | None, year: int | None) -> list[tuple[Asked, ...]]:
    """Threads under a theme, that of their last asking, and with an asking in a year; None narrows nothing."""
    return [
        thread
        for thread in threads
        if (theme is None or thread[-1].theme_id == theme) and (year is None or year in {one.year for one in thread})
    ]


def first(threads: Sequence[tuple[Asked, ...]], most: int) -> list[tuple[Asked, ...]]:
    """The first threads that hold no more than so many asks together; at least one."""
    taken: list[tuple[Asked, ...]] = []
    total = 0
    for thread in threads:
        total += len(thread)
        if taken and total > most:
            break
        taken.append(thread)
    return taken
