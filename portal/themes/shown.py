"""What a coder is shown of a view: its passages cut into sentences, opened for this page and nowhere kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.contributions.models import Words
from portal.contributions.queries import words_of
from portal.core import crypto
from portal.core.errors import Unreadable
from portal.reading import translations
from portal.themes.models import CodingMark
from portal.themes.passages import Span, runs, sentences


@dataclass(frozen=True)
class Passage:
    """One passage: what was asked, its sentences by the key a form sends, and its English where it has one.

    `text` is as it was sealed, so that positions hold; `problem` says why there is none.
    """

    words_id: UUID
    asked: str
    text: str
    sentences: Mapping[str, Span]
    problem: str = ""
    english: str = ""

    def chosen(self, keys: Collection[str]) -> list[Span]:
        """The sentences with these keys as runs."""
        spans = [span for key, span in self.sentences.items() if key in keys]
        return runs(spans, list(self.sentences.values()))

    def said(self, span: Span) -> str:
        """The words of a passage."""
        return self.text[span.starts : span.ends]


def passages_of(contribution_id: UUID) -> list[Passage]:
    """Every passage of a view, opened, in order. One that cannot be opened says so and hides none of the others."""
    rows = words_of(contribution_id)
    english = translations.texts_of([row.id for row in rows])
    return [_passage(row, english.get(row.id, "")) for row in rows]


def place_of(mark: CodingMark, passages: Sequence[Passage]) -> str | None:
    """The words of a mark, or None where it is of the whole view."""
    if mark.words_id is None or mark.starts is None or mark.ends is None:
        return None
    span = Span(mark.starts, mark.ends)
    return next((one.said(span) for one in passages if one.words_id == mark.words_id), "")


def text_of(row: Words) -> str:
    """What somebody said, exactly as it was sealed: positions count in it."""
    return crypto.unseal(row, "text")


def _passage(row: Words, english: str) -> Passage:
    try:
        text = text_of(row)
    except Unreadable as problem:
        return Passage(row.id, row.asked, "", {}, problem.message)
    found = {f"{row.id}:{span.starts}-{span.ends}": span for span in sentences(text)}
    return Passage(row.id, row.asked, text, found, english=english)
