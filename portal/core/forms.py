"""The one form base: CSRF that lives as long as the visit, text trimmed, nothing typed ever thrown away."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, IntegerField, StringField
from wtforms.validators import StopValidation, ValidationError

LONG_TEXT = 10_000
NOTE_TEXT = 2000
MIDDLE_TEXT = 800
SHORT_TEXT = 200


class BaseForm(FlaskForm):
    """Every form of the portal."""


class CleanText:
    """A filter: no control characters and none of private meaning, newlines as one kind, ends trimmed."""

    def __call__(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        unified = value.replace("\r\n", "\n").replace("\r", "\n")
        kept = (c for c in unified if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Co", "Cs"))
        return "".join(kept).strip()


class Required:
    """Something must be there once spaces are trimmed; InputRequired would take a single space for an answer."""

    def __init__(self, message: object) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        typed = any(str(value).strip() for value in field.raw_data or ())
        if field.process_errors and typed:
            raise StopValidation  # what was typed is no date, number or choice, and the field says so already
        if not field.data or field.process_errors:
            field.errors = []
            raise StopValidation(str(self.message))


class HowMany(IntegerField):
    """A whole number of at most nine digits, said in plain words where it is none."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Blanks and commas between digits are how people write large numbers."""
        typed = re.sub(r"[\s,]", "", valuelist[0]) if valuelist else ""
        if not typed:
            return
        if not re.fullmatch(r"-?[0-9]{1,9}", typed):
            self.data = None
            raise ValueError(_l("Type a number, in digits."))
        self.data = int(typed)


class AtMost:
    """No longer than `limit` characters, said with how many are too many."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, form: Form, field: Field) -> None:
        over = len(field.data or "") - self.limit
        if over > 0:
            raise ValidationError(_l("This is %(over)s letters too long.", over=over))


clean = CleanText()


def text(field: StringField) -> str:
    """What somebody typed, never None."""
    return field.data or ""
