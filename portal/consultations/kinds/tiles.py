"""Picture tiles, each put somewhere between two ends such as "not happy" and "happy"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask_babel import gettext as _
from wtforms import Field

from portal.consultations.kinds.base import Chosen, Countable, QuestionKind, Typed
from portal.consultations.kinds.fields import TilesField
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked
from portal.contributions.drafts import Given

PLACES = range(3)
_TYPED = frozenset(map(str, PLACES))


class Tiles(QuestionKind):
    """Three places for each tile; the words at the ends are the question's own, or "not happy" and "happy"."""

    kind = Kind.TILES
    control = "tiles"
    has_ends = True
    fewest_options = 1

    def field(self, question: Asked) -> Field | None:
        """Three radio buttons for each tile."""
        return TilesField(question.prompt, question.choices, places(question))

    def shown(self, question: Asked, given: Given | None) -> object:
        """Places by key, as text."""
        return {row.option: str(row.step) for row in self.chosen(question, given)}

    def given(self, question: Asked, data: Typed) -> Given | None:
        """Places by key, as text."""
        return dict(data) or None

    def chosen(self, question: Asked, given: Given | None) -> list[Chosen]:
        """A row with its place for each tile that was placed."""
        placed = given if isinstance(given, dict) else {}
        found = [(one.key, placed.get(one.key)) for one in question.choices]
        return [Chosen(option=key, step=int(place)) for key, place in found if place in _TYPED]

    def in_words(self, question: Asked, rows: Sequence[Chosen]) -> list[str]:
        """`School: happy`."""
        at = {row.option: row.step for row in rows if row.step in PLACES}
        words = places(question)
        return [f"{one.label}: {words[at[one.key] or 0]}" for one in question.choices if one.key in at]

    def countables(self, question: Asked) -> tuple[Countable, ...]:
        """A table of its own for each tile: people by where they put it."""
        values = tuple((str(place), word) for place, word in zip(PLACES, places(question), strict=True))
        return tuple(
            Countable(
                f"{question.key}.{one.key}",
                f"{question.prompt} {one.label}",
                False,
                values,
                partial(_place_of, one.key),
            )
            for one in question.choices
        )


def places(question: Asked) -> tuple[str, str, str]:
    """The words of the three places, from the lower end up."""
    return question.low or _("Not happy"), _("Okay"), question.high or _("Happy")


def _place_of(tile: str, row: Chosen) -> str | None:
    return str(row.step) if row.option == tile and row.step in PLACES else None
