"""Sorting a view."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from portal.complaints.models import Wish
from portal.core.forms import LONG_TEXT, NOTE_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean
from portal.plain_words.forms import PlainForm
from portal.reading.labels import OUTCOMES, WISHES
from portal.reading.models import Outcome
from portal.safety.forms import ReplyForm


class PlainReplyForm(PlainForm, ReplyForm):
    """A reply to a young person, with advice on its words. Safeguarding's own replies never wait for any."""


class AboutForm(BaseForm):
    """What is on a picture or a voice note."""

    text = TextAreaField(_l("What is on it, in words"), [AtMost(NOTE_TEXT)], [clean])


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


class TranslationForm(BaseForm):
    """A passage in English, and the language it is in."""

    language = StringField(
        _l("Which language is it in?"), [Required(_l("Say which language it is in.")), AtMost(80)], [clean]
    )
    text = TextAreaField(_l("The same in English"), [Required(_l("Write it in English.")), AtMost(LONG_TEXT)], [clean])
