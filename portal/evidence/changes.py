"""What changed between two waves, question by question, from what one audience is shown of both. Pure.

Questions are the same where their key, their words and the words of their answers are: all three are frozen in the
releases. Themes are not compared, since people code them by a codebook that changes between waves; nor are age, home
and part of the area, since who answers is no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.disclosure.change import Change, Difference, Part, difference
from portal.disclosure.figures import Figure
from portal.disclosure.safe import SafeRelease, SafeTable
from portal.evidence.coverage import LEAST_TOTAL
from portal.invitations.models import EligibleTotal, Group

QUESTION = "question:"


class Match(StrEnum):
    """Whether a question can be held against the earlier wave."""

    SAME = "same"
    REWORDED = "reworded"  # people may have answered something else
    NEW = "new"


@dataclass(frozen=True)
class AnswerChange:
    """One answer in both waves."""

    label: str
    before: Figure
    now: Figure
    difference: Difference


@dataclass(frozen=True)
class QuestionChange:
    """One question; `answers` is empty unless it is the same and both waves show a table of it."""

    title: str
    match: Match
    answers: tuple[AnswerChange, ...] = ()

    @property
    def compared(self) -> tuple[AnswerChange, ...]:
        """The answers of which something can be said."""
        return tuple(one for one in self.answers if one.difference.change is not Change.TOO_FEW)

    @property
    def clear(self) -> tuple[AnswerChange, ...]:
        """Those that rose or fell."""
        return tuple(one for one in self.compared if one.difference.change is not Change.NOT_CLEAR)


def compare(
    before: SafeRelease, now: SafeRelease, eligible_before: int | None = None, eligible_now: int | None = None
) -> dict[str, QuestionChange]:
    """Every question of the later wave by the key of its table; how many could have answered, where it is known.

    Both releases are for one audience: ValueError otherwise, since one edition would fill what the other hides.
    """
    if before.audience is not now.audience:
        raise ValueError("two editions are never held against each other")
    earlier = {table.key: table for table in _questions(before)}
    return {
        table.key: _changed(earlier[table.key], table, eligible_before, eligible_now)
        if table.key in earlier
        # A wave too small for any figure says nothing of what it asked.
        else QuestionChange(table.title, Match.NEW if earlier else Match.SAME)
        for table in _questions(now)
    }


def eligible_on(totals: Sequence[EligibleTotal], day: date) -> int | None:
    """How many there were of all groups together by the newest total of that day or before; None if not published.

    `totals` come newest first. One too small to be shown is not published.
    """
    number = next((one.number for one in totals if one.group is Group.ALL and one.as_of <= day), None)
    return number if number is not None and number >= LEAST_TOTAL else None


def compared_count(changes: Mapping[str, QuestionChange]) -> tuple[int, int]:
    """How many questions something can be said of, and how many answers in them."""
    answers = [len(one.compared) for one in changes.values()]
    return sum(number > 0 for number in answers), sum(answers)


def _questions(release: SafeRelease) -> Iterator[SafeTable]:
    return (table for table in release.tables if table.key.startswith(QUESTION) and not table.two_way)


def _changed(
    before: SafeTable, now: SafeTable, eligible_before: int | None, eligible_now: int | None
) -> QuestionChange:
    if _words(before) != _words(now):
        return QuestionChange(now.title, Match.REWORDED)
    if before.withheld or now.withheld:
        return QuestionChange(now.title, Match.SAME)
    answers = []
    for labels in now.labels:
        old, new = before.cells[labels], now.cells[labels]
        found = difference(Part(old, before.base, eligible_before), Part(new, now.base, eligible_now))
        answers.append(AnswerChange(labels[0], old, new, found))
    return QuestionChange(now.title, Match.SAME, tuple(answers))


def _words(table: SafeTable) -> tuple[str, frozenset[str], bool]:
    """The same answers in another order are the same answers."""
    return table.title, frozenset(table.dimensions[0].categories), table.multiple
