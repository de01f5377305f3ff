"""Opening a thread with its code, and what can be said in it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.board.models import Say
from portal.core.forms import LONG_TEXT, AtMost, BaseForm, Required, clean


class CodeForm(BaseForm):
    """The four words."""

    code = StringField(_l("Your four words"), [Required(_l("Type your four words.")), AtMost(200)], [clean])


class WriteForm(BaseForm):
    """Something to add."""

    text = TextAreaField(_l("Write to us"), [AtMost(LONG_TEXT)], [clean])


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
