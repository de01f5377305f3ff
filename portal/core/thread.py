"""The thread's data: one stop, drawn alike on a life line, a board page and a public story (components/thread.html)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Station:
    """One stop on the thread; `state` is done, now or ahead. `ask_id` marks the stop where a code holder has a say.

    `stays` marks what somebody came to read: it is never folded away, however long it is done. `href` is where on the
    same page its detail leads.
    """

    title: str
    state: str
    when: str = ""
    detail: str | None = None
    ask_id: UUID | None = None
    stays: bool = False
    href: str = ""
