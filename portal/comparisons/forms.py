"""What somebody fills in to bring something in."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.comparisons.rules import Wrong
from portal.core import clock
from portal.core.forms import MIDDLE_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean

#: Why a file, a row or a field is refused.
WRONG = {
    Wrong.NOT_TEXT: _l("This is no CSV file."),
    Wrong.TOO_LARGE: _l("This file is larger than 350 kB. Make it smaller, or send its rows in parts."),
    Wrong.QUOTES: _l("A quotation mark is opened and never closed."),
    Wrong.EMPTY: _l("It has a head and no rows, or nothing at all."),
    Wrong.TOO_MANY: _l("It has more rows or columns than can be brought in."),
    Wrong.UNKNOWN: _l("No question has this key."),
    Wrong.TWICE: _l("This column is there twice."),
    Wrong.MISSING: _l("This is missing."),
    Wrong.PERSONAL: _l("This looks like a name, a number, an email or a postcode. Take it out of the file."),
    Wrong.LONG: _l("This is longer than any answer."),
    Wrong.CHOICE: _l("This is none of the answers."),
    Wrong.FEW: _l("So few stand behind this share that both together would show them. Leave out of how many."),
    Wrong.NUMBER: _l("This is not a number that can be answered."),
    Wrong.SHARE: _l("A whole percentage from 0 to 100 belongs here."),
    Wrong.YEAR: _l("A year belongs here, such as 2024."),
    Wrong.ADDRESS: _l("An address that begins with https:// belongs here."),
    Wrong.DAY: _l("A day belongs here, such as 2026-05-31."),
    Wrong.NOTHING: _l("This row answers nothing."),
    Wrong.AGAIN: _l("A row above says the same: the question, the answer, the survey, the year and who was asked."),
}


class FileForm(BaseForm):
    """A file that is looked at first and brought in by a second press; it travels in the page between both."""

    file = FileField(_l("The file (.csv)"))
    carried = HiddenField()
    replace = BooleanField(_l("Replace what was brought in before"))

    def content(self, largest: int) -> bytes:
        """The file that was chosen, or the one of the first press; empty with the reason beside the field."""
        sent = self.file.data.stream.read(largest + 1) if self.file.data else b""
        if not sent:
            try:
                sent = b64decode(self.carried.data or "", validate=True)
            except (Error, ValueError):
                sent = b""
        if not sent:
            self.file.errors = [_l("Choose a file first.")]
        self.carried.data = b64encode(sent).decode("ascii") if len(sent) <= largest else ""
        return bytes(sent)


class WaveForm(FileForm):
    """An earlier wave."""

    name = StringField(
        _l("What it is called"), [Required(_l("Give it a name, such as Autumn 2024.")), AtMost(60)], [clean]
    )
    closed_on = DateField(_l("When did it close?"), [Required(_l("Give the day it closed."))])
    source = StringField(_l("Who asked?"), [Required(_l("Say who asked.")), AtMost(SHORT_TEXT)], [clean])
    method = TextAreaField(
        _l("How were they asked, and what were they told?"),
        [Required(_l("Say how they were asked.")), AtMost(MIDDLE_TEXT)],
        [clean],
    )

    def validate_closed_on(self, field: Field) -> None:
        """It is over."""
        if field.data and field.data >= clock.today():
            raise ValidationError(_l("Choose a day that is over."))


class FigureForm(BaseForm):
    """One published figure, typed by hand."""

    question_key = SelectField(_l("Which question does it stand beside?"), validate_choice=False)
    answer = StringField(_l("Which answer?"), [AtMost(SHORT_TEXT)], [clean])
    survey = StringField(_l("Survey"), [AtMost(SHORT_TEXT)], [clean])
    publisher = StringField(_l("Who published it"), [AtMost(SHORT_TEXT)], [clean])
    year = StringField(_l("Year"), [AtMost(10)], [clean])
    population = StringField(_l("Who was asked"), [AtMost(SHORT_TEXT)], [clean])
    share = StringField(_l("Per cent"), [AtMost(10)], [clean])
    base = StringField(_l("Of how many people, if it says so"), [AtMost(12)], [clean])
    address = StringField(_l("Where it is published"), [AtMost(MIDDLE_TEXT)], [clean])
    retrieved_on = StringField(_l("When you looked it up"), [AtMost(10)], [clean])

    def offer(self, keys: Sequence[str]) -> None:
        """The questions it may stand beside."""
        self.question_key.choices = [SelectChoice("", _l("Choose")), *(SelectChoice(key, key) for key in keys)]

    def say(self, wrong: dict[str, Wrong]) -> None:
        """Put the reasons beside the fields."""
        for name, why in wrong.items():
            self[name].errors = [WRONG[why]]
