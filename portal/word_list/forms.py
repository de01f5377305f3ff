"""What somebody fills in to propose a word."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from portal.core.forms import SHORT_TEXT, AtMost, BaseForm, Required, clean


class ProposeForm(BaseForm):
    """A word, what to say instead, and why."""

    forms = TextAreaField(
        _l("Which word should adults stop using?"),
        [Required(_l("Write the word.")), AtMost(SHORT_TEXT)],
        filters=[clean],
    )
    say = StringField(
        _l("What should they say instead?"),
        [Required(_l("Write what to say instead.")), AtMost(SHORT_TEXT)],
        filters=[clean],
    )
    because = StringField(_l("Why?"), [Required(_l("Say why.")), AtMost(SHORT_TEXT)], filters=[clean])
