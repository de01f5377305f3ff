"""Forms for the partnership's own records."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField, TextAreaField, ValidationError
from wtforms.validators import Regexp

from portal.core.forms import SHORT_TEXT, AtMost, BaseForm, Required, clean, text
from portal.partnership.arrangement import Partner

_DIGITS = Regexp(r"^[0-9 +]*$", message=_l("Use digits and spaces only."))


class HelpLineForm(BaseForm):
    """A number and when somebody answers it."""

    phone = StringField(_l("Phone"), [AtMost(30), _DIGITS], [clean])
    text_number = StringField(_l("Text"), [AtMost(30), _DIGITS], [clean])
    when_open = StringField(
        _l("When somebody answers"), [Required(_l("Say when somebody answers.")), AtMost(SHORT_TEXT)], [clean]
    )
    always_open = BooleanField(_l("Day and night, every day"))

    def validate_phone(self, field: StringField) -> None:
        """One of the two must be there."""
        if not field.data and not self.text_number.data:
            raise ValidationError(_l("Give a phone or a text number."))


class CheckForm(BaseForm):
    """How a number was checked."""

    source = StringField(
        _l("How did you check it?"),
        [Required(_l("Say how you checked it, for example “rang it” or the web page.")), AtMost(SHORT_TEXT)],
        [clean],
    )


class LevelForm(BaseForm):
    """A rung of the ladder."""

    name = StringField(_l("Name"), [Required(_l("Type a name.")), AtMost(SHORT_TEXT)], [clean])
    purpose = TextAreaField(
        _l("What it does, in a sentence"), [Required(_l("Say what it does.")), AtMost(400)], [clean]
    )


class OrganisationForm(BaseForm):
    """A partner."""

    name = StringField(_l("Name"), [Required(_l("Type a name.")), AtMost(SHORT_TEXT)], [clean])
    short_name = StringField(_l("Short name"), [Required(_l("Type a short name.")), AtMost(40)], [clean])
    schedule4 = StringField(
        _l("Entry in Schedule 4"),
        [AtMost(SHORT_TEXT)],
        [clean],
        description=_l("Only for corporate parents the Act names: the words of the entry."),
    )
    local = BooleanField(_l("Works here and answers asks"))

    def partner(self) -> Partner:
        """What was typed."""
        return Partner(
            name=text(self.name),
            short_name=text(self.short_name),
            schedule4=text(self.schedule4),
            local=bool(self.local.data),
        )


class PostForm(BaseForm):
    """A post that can owe an answer."""

    title = StringField(_l("Title"), [Required(_l("Type the title of the post.")), AtMost(SHORT_TEXT)], [clean])


class HolidayForm(BaseForm):
    """A day the offices are shut."""

    on = DateField(_l("Day"), [Required(_l("Choose a day."))])
    name = StringField(_l("What day it is"), [Required(_l("Say what day it is.")), AtMost(SHORT_TEXT)], [clean])
    source = StringField(_l("How do you know?"), [Required(_l("Say how you know.")), AtMost(SHORT_TEXT)], [clean])
