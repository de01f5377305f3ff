"""A ladder of eleven steps, and a number with its unit: both are counted in stretches, single values being too few."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flask_babel import gettext as _
from wtforms import Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from portal.consultations.conditions import BARE, MEASURES
from portal.consultations.kinds.base import Chosen, Countable, QuestionKind, Typed, count
from portal.consultations.kinds.fields import Offered, WholeNumber, whole
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked
from portal.contributions.drafts import Given
from portal.core.forms import clean

Stretches = tuple[tuple[int, int], ...]

#: A ladder of 0-10 is counted in three stretches: its single steps would be too few people each.
LADDER_STRETCHES: Stretches = ((0, 3), (4, 6), (7, 10))
STEPS = range(11)
#: A number without stretches of its own is counted in so many of equal length.
_STRETCHES = 4
_MOST = 1_000_000


class Ladder(QuestionKind):
    """A step from 0 to 10, with words at both ends."""

    kind = Kind.LADDER
    control = "ladder"
    has_ends = True
    operators = BARE | MEASURES

    def field(self, question: Asked) -> Field | None:
        """Eleven radio buttons."""
        steps = [SelectChoice(str(step)) for step in STEPS]
        return RadioField(question.prompt, choices=steps, validate_choice=False, validators=[Offered()])

    def shown(self, question: Asked, given: Given | None) -> object:
        """The step as text."""
        return str(given) if isinstance(given, int) else None

    def given(self, question: Asked, data: Typed) -> Given | None:
        """The step."""
        return int(data) if data not in (None, "") else None

    def chosen(self, question: Asked, given: Given | None) -> list[Chosen]:
        """One row with the step."""
        return [Chosen(step=given)] if isinstance(given, int) and given in STEPS else []

    def in_words(self, question: Asked, rows: Sequence[Chosen]) -> list[str]:
        """The step."""
        return [str(row.step) for row in rows if row.step is not None]

    def countables(self, question: Asked) -> tuple[Countable, ...]:
        """People by stretch."""
        return (_in_stretches(question, LADDER_STRETCHES),)

    def problems(self, question: Asked) -> list[str]:
        """Both ends need words."""
        return [] if question.low and question.high else [_("A ladder needs words at its lower and its upper end.")]


class Number(QuestionKind):
    """A whole number from `settings["min"]` to `settings["max"]`, counted in `settings["stretches"]`.

    `settings["unit"]` says of what, and `settings["unit_one"]` of what when it is one.
    """

    kind = Kind.NUMBER
    control = "number"
    sets = ("min", "max", "unit", "unit_one")
    operators = BARE | MEASURES

    def field(self, question: Asked) -> Field | None:
        """A short line to type into."""
        return StringField(question.prompt, filters=[clean], validators=[WholeNumber(*_ends(question))])

    def shown(self, question: Asked, given: Given | None) -> object:
        """The number as text."""
        return str(given) if isinstance(given, int) else None

    def given(self, question: Asked, data: Typed) -> Given | None:
        """The number."""
        return whole(data) if data else None

    def chosen(self, question: Asked, given: Given | None) -> list[Chosen]:
        """One row with the number."""
        low, high = _ends(question)
        return [Chosen(number=given)] if isinstance(given, int) and low <= given <= high else []

    def in_words(self, question: Asked, rows: Sequence[Chosen]) -> list[str]:
        """`3 days`, and `1 day` where there is a word for one."""
        unit = question.settings.get("unit", "")
        one = question.settings.get("unit_one", unit)
        numbers = [row.number for row in rows if row.number is not None]
        return [f"{number} {one if number == 1 else unit}".rstrip() for number in numbers]

    def countables(self, question: Asked) -> tuple[Countable, ...]:
        """People by stretch."""
        return (_in_stretches(question, _stretches(question)),)

    def problems(self, question: Asked) -> list[str]:
        """The ends stand in order, and each number lies in one stretch."""
        low, high = _ends(question)
        if low >= high or max(abs(low), abs(high)) > _MOST:
            return [_("The smallest and the largest number are not in order, or too large.")]
        stretches = _stretches(question)
        starts = [low, *(end + 1 for _start, end in stretches)]
        whole_cover = [*(start for start, _ in stretches), high + 1] == starts
        return [] if whole_cover else [_("The stretches it is counted in leave gaps, or lie over each other.")]


def stretch_label(low: int, high: int) -> str:
    """`4-6`."""
    return f"{low}-{high}" if low != high else str(low)


def _ends(question: Asked) -> tuple[int, int]:
    return count(question.settings, "min", 0), count(question.settings, "max", 100)


def _stretches(question: Asked) -> Stretches:
    if own := question.settings.get("stretches"):
        return tuple((int(low), int(high)) for low, high in own)
    low, high = _ends(question)
    number = min(_STRETCHES, high - low + 1)
    cuts = [low + (high - low + 1) * place // number for place in range(number + 1)]
    return tuple((start, end - 1) for start, end in pairwise(cuts))


def _in_stretches(question: Asked, stretches: Stretches) -> Countable:
    def category(row: Chosen) -> str | None:
        size = row.step if row.number is None else row.number
        return next((stretch_label(*one) for one in stretches if size is not None and one[0] <= size <= one[1]), None)

    values = tuple((stretch_label(low, high), stretch_label(low, high)) for low, high in stretches)
    return Countable(question.key, question.prompt, False, values, category)
