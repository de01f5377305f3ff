"""What a young person chooses and writes; what a reader types to be let in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.core.forms import AtMost, BaseForm, Required, clean, text
from portal.meeting_prep import rules
from portal.meeting_prep.labels import AGES, CHANGES, KINDS, READERS, SAYERS, TALKED
from portal.meeting_prep.models import Age, Changed, MeetingKind, Reader, SaidBy, TalkedAbout

E = TypeVar("E", bound=StrEnum)
POINT_TEXT = 2_000


def choices(labels: Mapping[E, object]) -> list[SelectChoice]:
    """Labels as radio choices."""
    return [SelectChoice(value.value, label) for value, label in labels.items()]


def chosen(field: RadioField, kind: type[E]) -> E | None:
    """The choice, or None where nothing was chosen."""
    return kind(field.data) if field.data in set(kind) else None


class Offered:
    """Only what this page offers."""

    def __init__(self, kind: type[StrEnum]) -> None:
        self.kind = kind

    def __call__(self, form: BaseForm, field: RadioField) -> None:
        if field.data and field.data not in set(self.kind):
            raise ValidationError(_l("Choose from what is on this page."))


class BeginForm(BaseForm):
    """Which meeting, and how old; an age is never needed."""

    kind = RadioField(
        _l("What are you getting ready for?"),
        choices=choices(KINDS),
        validate_choice=False,
        validators=[Required(_l("Choose a meeting. If none fits, choose “Another meeting”.")), Offered(MeetingKind)],
    )
    age = RadioField(
        _l("How old are you? You can leave this out."),
        choices=choices(AGES),
        validate_choice=False,
        validators=[Offered(Age)],
    )


class PromptForm(BaseForm):
    """What somebody thinks about one prompt; empty skips it."""

    text = TextAreaField(filters=[clean], validators=[AtMost(POINT_TEXT)])


class PointForm(BaseForm):
    """A point and who says it."""

    text = TextAreaField(
        _l("What do you want to say?"),
        filters=[clean],
        validators=[Required(_l("Write something, or go back.")), AtMost(POINT_TEXT)],
    )
    said_by = RadioField(
        _l("Who says it?"),
        choices=choices(SAYERS),
        default=SaidBy.ME.value,
        validate_choice=False,
        validators=[Offered(SaidBy)],
    )


class ShareForm(BaseForm):
    """For whom, and for how long."""

    reader = RadioField(
        _l("Who gets it?"),
        choices=choices(READERS),
        validate_choice=False,
        validators=[Required(_l("Choose who gets it.")), Offered(Reader)],
    )
    days = RadioField(
        _l("How long can they open it?"),
        choices=[
            SelectChoice("1", _l("Until tomorrow")),
            SelectChoice("7", _l("One week")),
            SelectChoice("14", _l("Two weeks")),
        ],
        default="7",
        validate_choice=False,
    )

    def validate_days(self, field: RadioField) -> None:
        """One of the three."""
        if field.data not in {str(days) for days in rules.SHARE_DAYS}:
            raise ValidationError(_l("Choose from what is on this page."))


class PinForm(BaseForm):
    """Six digits, typed with or without spaces."""

    pin = StringField(_l("The PIN"), filters=[clean], validators=[Required(_l("Type the six digits of the PIN."))])

    @property
    def digits(self) -> str:
        """What was typed, without spaces."""
        return "".join(c for c in text(self.pin) if c.isdigit())[:12]


class AfterForm(BaseForm):
    """Two taps: was it talked about, did anything change."""

    talked_about = RadioField(
        _l("Was it talked about?"),
        choices=choices(TALKED),
        validate_choice=False,
        validators=[Required(_l("Choose yes, some of it, or no.")), Offered(TalkedAbout)],
    )
    changed = RadioField(
        _l("Did anything change?"), choices=choices(CHANGES), validate_choice=False, validators=[Offered(Changed)]
    )


def told_points(typed: Mapping[str, str], point_ids: list[UUID]) -> dict[UUID, TalkedAbout | None]:
    """What was tapped beside single points; anything else is nothing."""
    found = {which: typed.get(f"point-{which}", "") for which in point_ids}
    return {which: TalkedAbout(value) if value in set(TalkedAbout) else None for which, value in found.items()}
