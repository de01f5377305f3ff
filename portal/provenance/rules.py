"""The stops of a thread, and how far it has come. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from portal.board.marks import Mark
from portal.board.stories import AskText


class Hop(StrEnum):
    """From views to what changed, in the order in which things happen."""

    VIEWS = "views"
    THEME = "theme"
    ASKS = "asks"
    ANSWERS = "answers"
    ACTIONS = "actions"
    STORIES = "stories"
    VERDICTS = "verdicts"
    CHANGED = "changed"


@dataclass(frozen=True)
class Line:
    """One thing at a stop: what it is, who or whose, on which day, and the row its own page shows.

    `since` is the first day of what went on until `on`. `words` are an ask's, as they may be shown now; then `text`
    is empty.
    """

    text: str = ""
    by: str = ""
    on: date | None = None
    since: date | None = None
    because: str = ""
    mark: Mark | None = None
    words: AskText | None = None
    ask_id: UUID | None = None
    action_id: UUID | None = None
    story_id: UUID | None = None
    release_id: UUID | None = None


@dataclass(frozen=True)
class Stop:
    """One hop with what is there. `hidden`: something is, and its number is kept back to protect people."""

    hop: Hop
    lines: tuple[Line, ...] = ()
    hidden: bool = False
    note: str = ""

    @property
    def days(self) -> tuple[date, ...]:
        """The first and the last day something happened there; one where they are the same."""
        found = sorted({on for line in self.lines for on in (line.since, line.on) if on})
        return tuple(dict.fromkeys((found[0], found[-1]))) if found else ()


def states(there: Sequence[bool]) -> list[str]:
    """How each stop is drawn: done where something is, the first empty one is where it stands now, the rest ahead."""
    first = next((place for place, one in enumerate(there) if not one), None)
    return ["done" if one else "now" if place == first else "ahead" for place, one in enumerate(there)]
