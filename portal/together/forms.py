"""Writing together with one young person; recording a group."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.contributions import assisting, codes
from portal.core import clock
from portal.core.forms import NOTE_TEXT, SHORT_TEXT, AtMost, BaseForm, HowMany, Required, clean
from portal.together import labels, rules
from portal.together.models import MOST

E = TypeVar("E", bound=StrEnum)


def _offered(words: Mapping[E, LazyString]) -> list[SelectChoice]:
    return [SelectChoice(key.value, label) for key, label in words.items()]


class StartForm(BaseForm):
    """Which questions to answer together."""

    about = RadioField(_l("What do you answer together?"), [Required(_l("Choose one."))])


class HowForm(BaseForm):
    """How they do it, filled in by both."""

    typed_by = RadioField(_l("Who types?"), [Required(_l("Say who types."))], choices=_offered(assisting.TYPED))
    place = RadioField(_l("Where are you?"), [Required(_l("Say where you are."))], choices=_offered(assisting.PLACES))
    whose_words = RadioField(
        _l("Whose words will it be?"), [Required(_l("Say whose words."))], choices=_offered(assisting.WORDS)
    )


class UnlockForm(BaseForm):
    """The passphrase again."""

    password = PasswordField(_l("Your passphrase"), [Required(_l("Type your passphrase.")), AtMost(SHORT_TEXT)])


class SessionForm(BaseForm):
    """What is known of a group's evening before its words. `key` makes two taps one session."""

    key = HiddenField()
    held_on = DateField(
        _l("Day of the session"), [Required(_l("Choose the day."))], description=_l("Only its week is kept.")
    )
    place = RadioField(_l("Where was it?"), [Required(_l("Say where it was."))], choices=_offered(labels.PLACES))
    people = HowMany(_l("How many young people were there?"), [Required(_l("Type how many, as a number."))])
    bands = SelectMultipleField(_l("Ages that were there"), choices=_offered(labels.BANDS))
    about = SelectField(_l("What it was about"))
    told = RadioField(
        _l("What were they told about sharing?"),
        [Required(_l("Say what they were told."))],
        choices=_offered(labels.TOLD),
    )
    photos = BooleanField(_l("Everybody agreed that their art may be photographed"))

    def validate_held_on(self, field: DateField) -> None:
        """Not to come."""
        if field.data > clock.today():
            raise ValidationError(_l("Choose a day that is over."))

    def validate_people(self, field: HowMany) -> None:
        """A group."""
        if not rules.is_group(field.data):
            raise ValidationError(_l("A group is 2 to %(most)s young people.", most=MOST))

    def validate_key(self, field: HiddenField) -> None:
        """One of ours."""
        if not codes.is_submission_key(field.data or ""):
            raise ValidationError(_l("Open this page again: something in it was changed."))


class VoiceForm(BaseForm):
    """What one of them said."""

    voice = TextAreaField(
        _l("One young person said"), [Required(_l("Write what they said.")), AtMost(NOTE_TEXT)], [clean]
    )
    quotable = BooleanField(_l("They said that these words may be quoted"))


class ArtForm(BaseForm):
    """A photo of what they made."""

    picture = FileField(_l("A photo of their art"))
    about = TextAreaField(
        _l("What is on it?"), [Required(_l("Say in words what is on it.")), AtMost(NOTE_TEXT)], filters=[clean]
    )


class PointForm(BaseForm):
    """What they agreed on."""

    point = TextAreaField(_l("They agreed that"), [Required(_l("Write what they agreed.")), AtMost(NOTE_TEXT)], [clean])
    agreed = HowMany(_l("How many agreed?"), [Required(_l("Type how many agreed, as a number."))])
