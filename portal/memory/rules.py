"""Which asks are one story because a no was asked again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID


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
