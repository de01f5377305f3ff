"""Sorting a view."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from portal.complaints.models import Wish
from portal.core.forms import NOTE_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean
from portal.reading.labels import OUTCOMES, WISHES
from portal.reading.models import Outcome


class TriageForm(BaseForm):
    """What reading led to."""

    outcome = RadioField(
        _l("What is it?"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice(one.value, label) for one, label in OUTCOMES.items()],
    )
    worry = TextAreaField(_l("What worries you? (for safeguarding only)"), [AtMost(NOTE_TEXT)], [clean])
    about_worker = BooleanField(_l("It is or may be about somebody who works with young people here"))
    team = SelectField(_l("Their team, if known"), [Optional()], choices=[], validate_choice=False)
    worker_name = StringField(_l("Their name, if known"), [AtMost(SHORT_TEXT)], [clean])
    wish = RadioField(
        _l("Do they want it to be a complaint?"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice(one.value, label) for one, label in WISHES.items()],
        default=Wish.NOT_ASKED.value,
    )
    question = TextAreaField(_l("The question to send"), [AtMost(NOTE_TEXT)], [clean])

    def validate_wish(self, field: RadioField) -> None:
        """A complaint is asked for, never assumed; and a question that is sent has words."""
        if self.outcome.data == Outcome.COMPLAINT and field.data == Wish.NOT_ASKED:
            raise ValidationError(_l("Ask them first: a complaint is theirs to make."))
        if field.data == Wish.ASKED and not self.question.data:
            raise ValidationError(_l("Write the question to send."))
