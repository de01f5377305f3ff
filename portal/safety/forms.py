"""Telling us somebody is not safe, and what is done about it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.forms import LONG_TEXT, NOTE_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean
from portal.safety.labels import DAYS, TIERS
from portal.safety.models import Tier


class NotSafeForm(BaseForm):
    """Nothing in it has to be filled in, nothing in it is too long, and no lost cookie stops it."""

    class Meta:
        """All this form can do is tell us; a forged one costs a reader a minute, a refused one may cost a child."""

        csrf = False

    key = HiddenField()
    words = TextAreaField(_l("What is happening?"), [], [clean])
    name = StringField(_l("Your name"), [], [clean])
    where = StringField(_l("Where you are"), [], [clean])
    reach = StringField(_l("A safe way and time to reach you"), [], [clean])
    about_worker = RadioField(
        _l("Is it about someone who works with you?"),
        [Optional()],
        choices=[
            SelectChoice("yes", _l("Yes")),
            SelectChoice("unsure", _l("I’m not sure")),
            SelectChoice("no", _l("No")),
        ],
    )
    team = SelectField(_l("Which team are they in?"), [Optional()], validate_choice=False)
    worker_name = StringField(_l("Their name, if you know it"), [], [clean])


class ReplyForm(BaseForm):
    """An answer to whoever holds the code."""

    text = TextAreaField(_l("Your reply"), [Required(_l("Write something first.")), AtMost(LONG_TEXT)], [clean])


class HandOverForm(BaseForm):
    """That it reached the people whose job it is."""

    to_whom = StringField(_l("To whom"), [Required(_l("Say who has it now.")), AtMost(SHORT_TEXT)], [clean])
    how = StringField(_l("How"), [Required(_l("Say how: phone, form, in person.")), AtMost(SHORT_TEXT)], [clean])
    reference = StringField(_l("Their reference"), [AtMost(80)], [clean])
    note = TextAreaField(_l("Note (sealed)"), [AtMost(NOTE_TEXT)], [clean])


class ReferenceForm(BaseForm):
    """The reference they gave back."""

    reference = StringField(_l("Their reference"), [Required(_l("Type the reference.")), AtMost(80)], [clean])


class CloseForm(BaseForm):
    """What the young person was told."""

    told = TextAreaField(
        _l("What they were told, or why telling them is not safe"),
        [Required(_l("Say what they were told, or why not.")), AtMost(NOTE_TEXT)],
        [clean],
    )


class DutyForm(BaseForm):
    """A weekly stretch on the rota."""

    account = SelectField(_l("Who"), [Required(_l("Choose somebody."))])
    tier = RadioField(
        _l("Told"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice(one.value, label) for one, label in TIERS.items()],
        default=Tier.FIRST.value,
    )
    weekday = SelectField(
        _l("Day"),
        [Required(_l("Choose a day."))],
        choices=[SelectChoice(str(number), label) for number, label in enumerate(DAYS)],
    )
    starts = TimeField(_l("From"), [Required(_l("Give a time, such as 09:00."))])
    ends = TimeField(_l("Until"), [Required(_l("Give a time, such as 17:00."))])
    works_holidays = BooleanField(_l("Also on local holidays"))
