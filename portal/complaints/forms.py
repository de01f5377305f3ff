"""Saying yes or no to a complaint, and answering one."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.complaints.labels import FINDINGS
from portal.complaints.models import Wish
from portal.core.forms import LONG_TEXT, AtMost, BaseForm, Required, clean

_NOTE = 2000


class WishForm(BaseForm):
    """Buttons alone: nobody has to write anything."""

    wish = RadioField(
        _l("Do you want this to be a complaint?"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice(Wish.YES.value, _l("Yes")), SelectChoice(Wish.NO.value, _l("No"))],
    )


class AnswerForm(BaseForm):
    """What looking into it found, said to whoever complained."""

    finding = RadioField(
        _l("What did you find?"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice(one.value, label) for one, label in FINDINGS.items()],
    )
    answer = TextAreaField(
        _l("Your answer to them"), [Required(_l("Write the answer they get.")), AtMost(LONG_TEXT)], [clean]
    )
    learning = TextAreaField(_l("What the service changes because of it (sealed)"), [AtMost(_NOTE)], [clean])
