"""The shapes in which a table of a release is read: the same for its page and for every file of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """A figure beside what it counts: `value` is none where it is hidden, and `count` says why; `share` may be none."""

    label: str
    value: int | None
    count: str
    share: str = ""

    @property
    def text(self) -> str:
        """`45`, `45 (38%)` or the words that hide a small number."""
        return f"{self.count} ({self.share})" if self.share else self.count


@dataclass(frozen=True)
class GroupReading:
    """One row of a table over two questions; `people` is how many are in the group, where that is known."""

    label: str
    answers: tuple[Bar, ...]
    people: Bar | None = None

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Every figure of the row, in the order of the table's head."""
        return (*self.answers, *([self.people] if self.people else ()))


@dataclass(frozen=True)
class TableReading:
    """One table: what it is, what it says in a sentence, and its figures; `bars` or, over two questions, `groups`."""

    key: str
    title: str
    finding: str
    base: str
    head: tuple[str, ...]
    bars: tuple[Bar, ...]
    groups: tuple[GroupReading, ...]
    whole: int | None
    withheld: bool
    two_way: bool

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The figures as words in rows and columns; none where every one of them is withheld."""
        if self.two_way:
            return tuple((group.label, *(one.text for one in group.bars)) for group in self.groups)
        return () if self.withheld else tuple((one.label, one.text) for one in self.bars)
