"""Suggestions for a view: from the codebook's own words and from passages coded before. Nothing here puts anything
under a theme, and nothing of another view is shown: the words of a reason stand in the view that is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.contributions.models import Contribution, Words
from portal.core import crypto, db
from portal.core.errors import Unreadable
from portal.themes.models import CodedView, CodingMark, Theme
from portal.themes.queries import codable
from portal.themes.shown import Passage
from portal.themes.suggest import Hint, hints

#: As many passages as are opened to compare with, those coded last.
COMPARED = 300


@dataclass(frozen=True)
class Suggestion:
    """A theme in use, and for which words it is offered."""

    theme: Theme
    hint: Hint


def suggestions(contribution: Contribution, passages: Sequence[Passage], themes: Sequence[Theme]) -> list[Suggestion]:
    """The likeliest of these themes for a view, the likeliest first. A passage in another language goes by its English.

    Compared with views that this reader may read as well; never with what anybody found in this one.
    """
    offered = {str(theme.id): theme for theme in themes}
    told = "\n".join(one.english or one.text for one in passages)
    codebook = {key: " ".join((one.name, one.young_word, one.counts)) for key, one in offered.items()}
    return [Suggestion(offered[hint.key], hint) for hint in hints(told, codebook, _coded(contribution.id))]


def _coded(but: UUID) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(CodingMark, Words)
        .join(Words, Words.id == CodingMark.words_id)
        .join(CodedView, CodedView.id == CodingMark.coded_view_id)
        .join(Contribution, Contribution.id == CodedView.contribution_id)
        .where(codable(), CodedView.done_at.is_not(None), CodedView.contribution_id != but)
        .order_by(CodedView.done_at.desc(), CodingMark.id)
        .limit(COMPARED)
    )
    found = []
    for mark, words in rows:
        try:
            found.append((str(mark.theme_id), crypto.unseal(words, "text")[mark.starts : mark.ends]))
        except Unreadable:
            continue
    return found
