"""What is filled in for a report, its sections, its check and its signature."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from portal.core import clock
from portal.core.forms import LONG_TEXT, MIDDLE_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean, text
from portal.partnership.models import Organisation
from portal.signed_reports import rules
from portal.signed_reports.gathering import Choice, Kind
from portal.signed_reports.operations import Frame


class BeginForm(BaseForm):
    """Title, days, and whose it is."""

    title = StringField(_l("Title"), [Required(_l("Give it a title.")), AtMost(SHORT_TEXT)], [clean])
    first_day = DateField(_l("First day"), [Required(_l("Give the first day."))])
    last_day = DateField(_l("Last day"), [Required(_l("Give the last day."))])
    organisation_id = SelectField(_l("Whose report it is"), [Optional()], filters=[clean], default="")
    chosen = SelectMultipleField(_l("What goes in"))

    def offer(self, organisations: Sequence[Organisation], choices: Sequence[Choice]) -> None:
        """One organisation, or everybody together; and what the report can be about."""
        self.chosen.choices = [SelectChoice(one.key, one.label) for one in choices]
        named = (SelectChoice(str(one.id), one.name) for one in organisations)
        self.organisation_id.choices = [SelectChoice("", _l("All of us together")), *named]

    def validate_last_day(self, field: DateField) -> None:
        """Whole days that are over."""
        if self.first_day.data and field.data and not rules.in_order(self.first_day.data, field.data, clock.today()):
            raise ValidationError(
                _l("The last day has to come after the first, to be over, and to lie less than four years after it.")
            )

    def frame(self, kind: Kind, language: str) -> Frame:
        """What was filled in."""
        return Frame(
            kind=kind,
            title=text(self.title),
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            organisation_id=UUID(self.organisation_id.data) if self.organisation_id.data else None,
            language=language,
            chosen=tuple(self.chosen.data or ()),
        )

    def validate_chosen(self, field: SelectMultipleField) -> None:
        """A report about nothing is none."""
        if field.choices and not field.data:
            raise ValidationError(_l("Choose at least one."))


class ChooseForm(BaseForm):
    """What goes into a draft."""

    chosen = SelectMultipleField(_l("What goes in"), [Required(_l("Choose at least one."))])

    def offer(self, choices: Sequence[Choice]) -> None:
        """What its kind can be about."""
        self.chosen.choices = [SelectChoice(one.key, one.label) for one in choices]


class WordsForm(BaseForm):
    """The words of one section. `turn` is what it was when the page was opened."""

    words = TextAreaField(_l("Your words"), [AtMost(LONG_TEXT)], [clean])
    turn = IntegerField()


class CheckForm(BaseForm):
    """A second person's check."""

    shown = HiddenField()
    looked_at_numbers = BooleanField(_l("I compared each number above with where it comes from"))


class BackForm(BaseForm):
    """What has to change."""

    because = TextAreaField(
        _l("What has to change"), [Required(_l("Say what has to change.")), AtMost(MIDDLE_TEXT)], [clean]
    )


class RemarkForm(BaseForm):
    """What a young champion finds wrong or missing."""

    text = TextAreaField(
        _l("What is wrong, or what is missing?"),
        [Required(_l("Say what is wrong or missing.")), AtMost(MIDDLE_TEXT)],
        [clean],
    )


class SignForm(BaseForm):
    """As what somebody signs."""

    shown = HiddenField()
    signed_as = StringField(
        _l("As what you sign"),
        [Required(_l("Say as what you sign, for example your post.")), AtMost(SHORT_TEXT)],
        [clean],
    )


class CorrectForm(BaseForm):
    """Why a published report is corrected."""

    because = TextAreaField(_l("What was wrong"), [Required(_l("Say what was wrong.")), AtMost(MIDDLE_TEXT)], [clean])
