"""What is filled in to begin a pile, to type one paper, and to settle differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked, Edition
from portal.contributions.drafts import Given
from portal.contributions.sharing import ASKED, offered
from portal.core import clock
from portal.core.forms import LONG_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean, text
from portal.paper import rules
from portal.paper.rules import Misread, MisreadError, Paper

_MISREAD = {
    Misread.NUMBER: _l("Type the number that stands beside it, or x if it cannot be read."),
    Misread.RANGE: _l("No such number stands on the paper."),
    Misread.TWICE: _l("The same number stands there twice."),
    Misread.COUNT: _l("Type a number or - for each line, in the order of the paper."),
    Misread.MANY: _l("More ticks than the question allows: type x."),
}


class PileForm(BaseForm):
    """A pile of papers of one edition."""

    edition = SelectField(_l("What do the papers ask?"), [Required(_l("Choose what stands at their foot."))])
    place = SelectField(_l("Where were they filled in?"), [Required(_l("Choose a place."))])
    came_on = DateField(_l("When did they come?"), [Required(_l("Give the day."))])

    def validate_came_on(self, field: Field) -> None:
        """A day that is over, or today."""
        if field.data and field.data > clock.today():
            raise ValidationError(_l("Choose today or an earlier day."))


class TypingForm(BaseForm):
    """One paper; made by `typing_form`, a field for each question."""

    purposes = SelectMultipleField(ASKED, validate_choice=True)
    not_safe = BooleanField(_l("“I am not safe” is ticked"))
    wants_code = BooleanField(_l("They want their four words"))
    questions: Sequence[Asked] = ()

    def answers(self) -> dict[str, Given]:
        """What was typed, by key; fields that do not fit have said so in `validate`."""
        found = {one.key: rules.read(one, self._typed(one)) for one in self.questions if not self._is_x(one)}
        return {key: value for key, value in found.items() if value is not None}

    def paper(self) -> Paper:
        """The whole paper."""
        return Paper(
            answers=self.answers(),
            unreadable=frozenset(one.key for one in self.questions if self._is_x(one)),
            purposes=frozenset(self.purposes.data or ()),
            wants_code=bool(self.wants_code.data),
            not_safe=bool(self.not_safe.data),
        )

    def field_of(self, question: Asked) -> Field:
        """The field of a question."""
        return self[_name(question)]

    def _typed(self, question: Asked) -> str:
        return text(cast(StringField, self.field_of(question)))

    def _is_x(self, question: Asked) -> bool:
        return self._typed(question).strip().lower() == rules.UNREADABLE


class Fits:
    """What was typed is something the paper can say."""

    def __init__(self, question: Asked) -> None:
        self.question = question

    def __call__(self, form: BaseForm, field: Field) -> None:
        typed = field.data or ""
        if typed.strip().lower() == rules.UNREADABLE:
            return
        try:
            rules.read(self.question, typed)
        except MisreadError as problem:
            raise ValidationError(_MISREAD[problem.why]) from None


def typing_form(edition: Edition) -> TypingForm:
    """The form for papers of an edition."""
    questions = rules.on_paper(edition)
    fields: dict[str, Any] = {"questions": questions}
    for one in questions:
        long = one.kind is Kind.LONG
        kind, most = (TextAreaField, LONG_TEXT) if long else (StringField, SHORT_TEXT)
        fields[_name(one)] = kind("", filters=[clean], validators=[AtMost(most), Fits(one)])
    form: TypingForm = type("PaperTypingForm", (TypingForm,), fields)()
    form.purposes.choices = [SelectChoice(one.purpose.value, one.label) for one in offered(known=False)]
    return form


class SettleForm(BaseForm):
    """Who of the two is right; made by `settle_form`, a field for each difference."""

    keys: Sequence[str] = ()

    @property
    def chosen(self) -> dict[str, int]:
        """1, 2 or 0 for each difference."""
        return {key: int(self[f"d_{place}"].data) for place, key in enumerate(self.keys)}


def settle_form(keys: Sequence[str]) -> SettleForm:
    """A choice for each difference."""
    fields: dict[str, Any] = {"keys": keys}
    choices = [("1", _l("The first is right")), ("2", _l("The second is right")), ("0", _l("Neither: leave it out"))]
    for place, _key in enumerate(keys):
        fields[f"d_{place}"] = RadioField(
            _l("What does the paper say?"),
            [Required(_l("Look at the paper and choose."))],
            choices=[SelectChoice(*one) for one in choices],
        )
    made: SettleForm = type("PaperSettleForm", (SettleForm,), fields)()
    return made


def _name(question: Asked) -> str:
    return f"q{question.number}"
