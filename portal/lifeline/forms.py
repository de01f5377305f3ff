"""Opening a thread with its code, and what can be said in it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.board.labels import RATINGS
from portal.board.models import Say
from portal.core.forms import LONG_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean


class CodeForm(BaseForm):
    """The four words, a draft code or the code of a letter."""

    code = StringField(
        _l("Your four words, or another code"), [Required(_l("Type your code.")), AtMost(SHORT_TEXT)], [clean]
    )


class WriteForm(BaseForm):
    """Something to add."""

    text = TextAreaField(_l("Write to us"), [AtMost(LONG_TEXT)], [clean])


class CorrectForm(BaseForm):
    """What they wrote, to put right."""

    text = TextAreaField(
        _l("What you want to say"), [Required(_l("Write something first.")), AtMost(LONG_TEXT)], [clean]
    )


class CopyForm(BaseForm):
    """A page to print, or a file to keep."""

    kind = RadioField(
        _l("What do you want?"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice("page", _l("A page to print")), SelectChoice("file", _l("A file to keep"))],
    )


class RateForm(BaseForm):
    """Whether an answer is real."""

    rated = RadioField(
        _l("What do you make of this answer?"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice(one.value, label) for one, label in RATINGS.items()],
    )


class SayForm(BaseForm):
    """Whether it really changed."""

    say = RadioField(
        _l("Has it really changed for you?"),
        [Required(_l("Choose one."))],
        choices=[
            SelectChoice(Say.YES.value, _l("Yes")),
            SelectChoice(Say.PARTLY.value, _l("Partly")),
            SelectChoice(Say.NOT_YET.value, _l("Not yet")),
        ],
    )
