"""Writing a story."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import AtMost, Required, clean
from portal.feedback.models import Told
from portal.plain_words.forms import PlainForm

LONGEST = 1200


class StoryForm(PlainForm):
    """You said, we did, or we can't because, or not yet."""

    PLAIN = ("you_said", "answer")
    you_said = TextAreaField(
        _l("You said"),
        [Required(_l("Write what young people said, in words they would use.")), AtMost(LONGEST)],
        [clean],
    )
    told = RadioField(
        _l("What happened"),
        [Required(_l("Choose one."))],
        choices=[
            SelectChoice(Told.DID.value, _l("We did")),
            SelectChoice(Told.CANNOT.value, _l("We can’t, because")),
            SelectChoice(Told.NOT_YET.value, _l("Not yet")),
        ],
    )
    answer = TextAreaField(
        _l("What you want to tell them"),
        [Required(_l("Write what happened, or why not, in plain words.")), AtMost(LONGEST)],
        [clean],
    )
