"""The ledger: every ask the board knows, by theme, with its answer and what came of it, in a fixed number of questions.

Words come from `board.stories` alone, so what somebody took back is blank from the next request on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Account
from portal.board import queries as board
from portal.board.marks import Mark, marks_of
from portal.board.models import Ask
from portal.board.stories import AskStory
from portal.core import clock, db
from portal.core.access import Role
from portal.disclosure.safe import SafeTable
from portal.evidence import reading
from portal.evidence.rules import audience_for
from portal.feedback import queries as feedback
from portal.meetings import decided
from portal.meetings.decided import About
from portal.memory import rules
from portal.memory.rules import Asked
from portal.themes.models import Theme

#: As many asks as one page shows; a file has them all.
ON_ONE_PAGE = 300


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see; None narrows nothing, and `no_theme` are the asks that have none."""

    theme_id: UUID | None = None
    year: int | None = None
    no_theme: bool = False


@dataclass(frozen=True)
class Entry:
    """One ask: its story, how it stands in the board’s words, what code holders say, and what meetings decided."""

    story: AskStory
    marks: tuple[Mark, ...]
    said: str
    rated: str
    decided: About


@dataclass(frozen=True)
class Section:
    """A theme, or what has none, with its threads: the newest first, each from the first asking to the last."""

    theme: Theme | None
    threads: tuple[tuple[Entry, ...], ...]

    @property
    def asks(self) -> int:
        """How many asks stand in it."""
        return sum(len(thread) for thread in self.threads)


@dataclass(frozen=True)
class Index:
    """All threads there are, the newest first, and what they can be narrowed to."""

    threads: Sequence[tuple[Asked, ...]]
    themes: Sequence[Theme]
    years: Sequence[int]


@dataclass(frozen=True)
class Ledger:
    """The sections somebody wanted, and whether there are more than they hold."""

    sections: tuple[Section, ...]
    cut: bool


def index() -> Index:
    """Which asks there are, in two questions and without anybody's words. Quotes nobody checked are not among them."""
    columns = select(Ask.id, Ask.theme_id, Ask.created_at, Ask.again_of_id).where(board.shown())
    newest = columns.order_by(Ask.created_at.desc(), Ask.id)
    asks = [
        Asked(row.id, row.theme_id, clock.local(row.created_at).year, row.again_of_id)
        for row in db.session.execute(newest)
    ]
    used = select(Ask.theme_id).where(board.shown())
    themes = db.session.scalars(select(Theme).where(Theme.id.in_(used)).order_by(Theme.name, Theme.id)).all()
    return Index(rules.threads(asks), themes, sorted({one.year for one in asks}, reverse=True))


def ledger(found: Index, wanted: Wanted, account: Account, role: Role | None, *, limit: int | None = None) -> Ledger:
    """What was wanted, as this reader may see it: whole, or the newest threads with about `limit` asks in all."""
    threads = rules.chosen(found.threads, theme=wanted.theme_id, year=wanted.year)
    if wanted.no_theme:
        threads = [one for one in threads if one[-1].theme_id is None]
    taken = rules.first(threads, limit) if limit else threads
    entries = _entries([one.id for thread in taken for one in thread], account, role)
    sections = (_section(theme, taken, entries) for theme in (*found.themes, None))
    return Ledger(tuple(one for one in sections if one.threads), cut=len(taken) < len(threads))


def _section(theme: Theme | None, threads: Iterable[tuple[Asked, ...]], entries: dict[UUID, Entry]) -> Section:
    key = theme.id if theme else None
    own = (thread for thread in threads if thread[-1].theme_id == key)
    return Section(theme, tuple(tuple(entries[one.id] for one in thread) for thread in own))


def _entries(ask_ids: Sequence[UUID], account: Account, role: Role | None) -> dict[UUID, Entry]:
    asks = db.session.scalars(select(Ask).where(Ask.id.in_(ask_ids)).order_by(Ask.created_at, Ask.id)).all()
    released = feedback.released_for(ask_ids, audience_for(role))
    about = decided.for_reader(ask_ids, account, role)
    return {
        story.id: Entry(
            story=story,
            marks=marks_of(story, clock.today()),
            said=_in_words(released[story.id].verdicts),
            rated=_in_words(released[story.id].replies),
            decided=about.get(story.id, About()),
        )
        for story in board.stories(asks)
    }


def _in_words(table: SafeTable | None) -> str:
    """`Yes: 45 · Partly: fewer than 5 · …`, or nothing where no figure may be shown."""
    if table is None:
        return ""
    said = reading.table_reading(table)
    return "" if said.withheld else " · ".join(f"{bar.label}: {bar.text}" for bar in said.bars)
