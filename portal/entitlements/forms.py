"""A few taps about oneself, and whether each promise reached them. Nothing of the first is stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from portal.commitments.labels import CARE, HOMES, LIVES_IN, RESPONSIBLE
from portal.commitments.models import Care, Commitment
from portal.commitments.rules import Situation
from portal.contributions.models import HomeType, LivesIn, Responsible
from portal.core.forms import SHORT_TEXT, AtMost, BaseForm, HowMany, clean
from portal.entitlements.labels import GOT
from portal.entitlements.models import Got

Value = TypeVar("Value", bound=StrEnum)
_YES, _NO = "yes", "no"
_AGE = NumberRange(0, 120, _l("Type your age in years."))


class OneOf:
    """Only what this page offers; nothing at all is fine."""

    def __init__(self, offered: Collection[str]) -> None:
        self.offered = offered

    def __call__(self, _form: object, field: RadioField) -> None:
        if field.data and field.data not in self.offered:
            raise ValidationError(_l("Choose from what is on this page."))


def _radios(label: object, choices: Mapping[Any, object], none: object) -> RadioField:
    listed = [SelectChoice(str(key), text) for key, text in choices.items()]
    offered = {choice.value for choice in listed}
    blank = [SelectChoice("", none)] if none else []
    return RadioField(label, [OneOf(offered)], choices=[*listed, *blank], validate_choice=False)


class SituationForm(BaseForm):
    """What the promises turn on. Every answer may be left out."""

    age = HowMany(_l("How old are you?"), [Optional(), _AGE])
    care = _radios(_l("Are you in care?"), CARE, _l("I’d rather not say"))
    left_at = HowMany(_l("If you moved on: how old were you then?"), [Optional(), _AGE])
    home = _radios(_l("Where do you live?"), HOMES, _l("Somewhere else, or I’d rather not say"))
    kinship_order = _radios(
        _l("Is there a kinship care order for you?"), {_YES: _l("Yes"), _NO: _l("No")}, _l("I don’t know")
    )
    lives_in = _radios(_l("Do you live in this area?"), LIVES_IN, _l("I’d rather not say"))
    responsible = _radios(_l("Which council looks after you, or did?"), RESPONSIBLE, _l("I don’t know"))

    def keep_only(self, asked: Collection[str]) -> None:
        """Ask nothing that no promise turns on."""
        for name in set(self._fields) - set(asked) - {"csrf_token"}:
            del self[name]

    @property
    def said(self) -> dict[str, str]:
        """What was filled in, for a page that carries it on."""
        return {
            name: str(value) for name, value in self.data.items() if name != "csrf_token" and value not in (None, "")
        }

    @property
    def situation(self) -> Situation:
        """What somebody said of themselves; an age at which they left says nothing of somebody in care."""
        data = self.data
        care = _value(Care, data.get("care"))
        order = data.get("kinship_order")
        return Situation(
            age=data.get("age"),
            care=care,
            left_at=data.get("left_at") if care is not Care.NOW else None,
            home=_value(HomeType, data.get("home")),
            kinship_order=order == _YES if order else None,
            lives_in=_value(LivesIn, data.get("lives_in")),
            responsible=_value(Responsible, data.get("responsible")),
        )


class AnswersForm(BaseForm):
    """Whether each promise reached them, with a code for this alone; made by `answers_form`."""

    code = StringField(_l("Your code"), [AtMost(SHORT_TEXT)], [clean])


def answers_form(commitments: Sequence[Commitment], *, empty: bool = False) -> AnswersForm:
    """A form with one question for each promise."""
    fields = {name_of(one.id): _radios(_l("Did it reach you?"), GOT, None) for one in commitments}
    made: type[AnswersForm] = type("AnswersForm", (AnswersForm,), fields)
    return made(formdata=None) if empty else made()


def answered(form: AnswersForm, commitments: Sequence[Commitment]) -> dict[UUID, Got]:
    """What was chosen, by promise."""
    return {one.id: Got(form[name_of(one.id)].data) for one in commitments if form[name_of(one.id)].data}


def name_of(commitment_id: UUID) -> str:
    """What a promise's question is called in a form."""
    return f"got_{commitment_id.hex}"


def _value(kind: type[Value], typed: str | None) -> Value | None:
    return kind(typed) if typed else None
