"""Put in order: a number beside each thing, 1 for what matters most. Works on paper as well."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import Field

from portal.consultations.conditions import Said
from portal.consultations.kinds.base import Chosen, Countable, QuestionKind, Typed
from portal.consultations.kinds.fields import OrderField
from portal.consultations.kinds.one_of import BY_KEY
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked
from portal.contributions.drafts import Given


class Order(QuestionKind):
    """Things in somebody's own order; some may be left out. Conditions see what was put first."""

    kind = Kind.ORDER
    control = "order"
    fewest_options = 2
    operators = BY_KEY

    def field(self, question: Asked) -> Field | None:
        """A number for each thing."""
        return OrderField(question.prompt, question.choices)

    def shown(self, question: Asked, given: Given | None) -> object:
        """Numbers by key."""
        return {row.option: str(row.rank) for row in self.chosen(question, given)}

    def given(self, question: Asked, data: Typed) -> Given | None:
        """The keys in order: 1 and 3 without a 2 is the same order as 1 and 2."""
        return sorted(data, key=lambda key: int(data[key])) or None

    def chosen(self, question: Asked, given: Given | None) -> list[Chosen]:
        """A row with its rank for each thing."""
        keys = dict.fromkeys(given if isinstance(given, list) else ())
        known = [key for key in keys if key in question.by_choice]
        return [Chosen(option=key, rank=rank) for rank, key in enumerate(known, start=1)]

    def said(self, question: Asked, given: Given | None) -> Said | None:
        """What was put first."""
        first = self.chosen(question, given)[:1]
        return super().said(question, [row.option for row in first if row.option])

    def in_words(self, question: Asked, rows: Sequence[Chosen]) -> list[str]:
        """`1. Sport`."""
        ranked = sorted((row.rank, row.option) for row in rows if row.rank and row.option in question.by_choice)
        return [f"{rank}. {question.by_choice[key].label}" for rank, key in ranked if key]

    def countables(self, question: Asked) -> tuple[Countable, ...]:
        """People by what they put first: a mean of places would be a figure nobody could protect or explain."""
        values = tuple((choice.key, choice.label) for choice in question.choices)
        return (Countable(question.key, question.prompt, False, values, _put_first),)


def _put_first(row: Chosen) -> str | None:
    return row.option if row.rank == 1 else None
