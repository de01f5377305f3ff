"""Fields of the web for kinds that need more than one control; they keep what was typed, right or wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.validators import ValidationError

from portal.consultations.questionnaire import Choice
from portal.core.forms import BaseForm


class Offered:
    """Only what this page offers: anything else was not chosen here."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        chosen = field.data if isinstance(field.data, list) else [field.data]
        if set(chosen) - {choice.value for choice in field.choices} - {None, ""}:
            raise ValidationError(_l("Choose from what is on this page."))


class WholeNumber:
    """A whole number within limits, typed as text so that what was typed can be shown again."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __call__(self, form: BaseForm, field: Field) -> None:
        if not field.data:
            return
        number = whole(field.data)
        if number is None:
            raise ValidationError(_l("Write a whole number, such as %(number)s.", number=max(self.low, 3)))
        if not self.low <= number <= self.high:
            message = _l("Write a number from %(low)s to %(high)s.", low=self.low, high=self.high)
            raise ValidationError(message)


class EachField(Field):
    """One small control for each thing of a question: `data` maps its key to what was typed."""

    def __init__(self, label: str, things: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.things = things

    def process(self, formdata: MultiDict[str, str] | None, data: dict[str, str] | None = None, **_kwargs: Any) -> None:
        """Read `answer-<key>` of each thing."""
        self.process_errors: list[str] = []
        self.data: dict[str, str] = dict(data or {})
        if formdata is not None:
            typed = {thing.key: formdata.get(f"{self.name}-{thing.key}", "").strip() for thing in self.things}
            self.data = {key: value for key, value in typed.items() if value}


class OrderField(EachField):
    """A number beside each thing: 1 is the most important. Some may be left empty, none may be used twice."""

    def pre_validate(self, form: BaseForm) -> None:
        """Numbers from one to as many as there are, each once."""
        numbers = {key: whole(value) for key, value in self.data.items()}
        most = len(self.things)
        if any(number is None or not 1 <= number <= most for number in numbers.values()):
            raise ValidationError(_("Use the numbers 1 to %(most)s.", most=most))
        for number in numbers.values():
            same = [thing.label for thing in self.things if numbers.get(thing.key) == number]
            if len(same) > 1:
                first, second = same[:2]
                message = _(
                    "“%(first)s” and “%(second)s” both have %(number)s.", first=first, second=second, number=number
                )
                raise ValidationError(message)


class TilesField(EachField):
    """A place for each tile, from 0; a tile may be left out."""

    def __init__(self, label: str, things: Sequence[Choice], places: Sequence[str], **kwargs: Any) -> None:
        super().__init__(label, things, **kwargs)
        self.places = places

    def pre_validate(self, form: BaseForm) -> None:
        """Only places that are on the page; a tile that is nowhere on it is named, since the others look right."""
        there = {str(place) for place in range(len(self.places))}
        wrong = [thing.label for thing in self.things if self.data.get(thing.key, "0") not in there]
        if wrong:
            tiles = _("” and “").join(wrong)
            raise ValidationError(_("“%(tiles)s”: choose from what is on this page.", tiles=tiles))


class FilesField(Field):
    """Files that are there already: they come and go by buttons of their own, so nothing is read from what was sent."""

    def process(self, formdata: MultiDict[str, str] | None, data: list[str] | None = None, **_kwargs: Any) -> None:
        """What the draft holds."""
        self.process_errors: list[str] = []
        self.data: list[str] = list(data or [])


def whole(typed: str) -> int | None:
    """A whole number of at most nine digits; None if it is something else."""
    digits = typed.strip()
    sign = -1 if digits.startswith(("-", "−")) else 1
    digits = digits[1:] if sign < 0 else digits
    return sign * int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None
