"""A code typed from a letter; who is to get letters; totals and what was tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from portal.core.errors import NotFound
from portal.core.forms import SHORT_TEXT, AtMost, BaseForm, HowMany, Required, clean
from portal.invitations.models import Group
from portal.invitations.rules import LINES_MOST, MOST, Band, Bands


class LetterCodeForm(BaseForm):
    """The code as it stands on the letter."""

    code = StringField(
        _l("The code on your letter"), [Required(_l("Type the code on your letter.")), AtMost(SHORT_TEXT)], [clean]
    )


class LineForm(BaseForm):
    """So many people who share these bands."""

    how_many = HowMany(
        _l("How many people"),
        [
            Required(_l("Type how many people, as a number.")),
            NumberRange(1, MOST, _l("Type a number from 1 to %(most)s.", most=MOST)),
        ],
    )
    age_band = SelectField(_l("Age"))
    home = SelectField(_l("Kind of home"))
    locality = SelectField(_l("Part of the area"))
    responsible = SelectField(_l("Who looks after them"))
    lives_in = SelectField(_l("Where they live"))

    def offer(self, known: Mapping[Band, Mapping[str, str]]) -> None:
        """What can be said of each band; nothing is always among it."""
        for band in Band:
            self[band.value].choices = [("", _l("Not said")), *known[band].items()]

    @property
    def bands(self) -> Bands:
        """What was chosen."""
        return Bands(**{band.value: self[band.value].data or "" for band in Band})


class MakeForm(BaseForm):
    """The lines stand in hidden fields beside it; `key` stands for one press."""

    key = HiddenField()


def as_line(bands: Bands, number: int) -> str:
    """A line as a hidden field carries it: `12|12_15|foster|||`."""
    return "|".join([str(number), *(getattr(bands, band.value) for band in Band)])


def lines_from(values: Iterable[str], known: Mapping[Band, Mapping[str, str]]) -> list[tuple[Bands, int]]:
    """The lines again; NotFound for what no page of ours can have sent."""
    found = []
    for value in values:
        number, *said = value.split("|")
        whole = len(said) == len(Band) and number.isascii() and number.isdecimal() and len(number) <= 4
        if not whole or any(one and one not in known[band] for band, one in zip(Band, said, strict=True)):
            raise NotFound
        found.append((Bands(*said), int(number)))
    if len(found) > LINES_MOST or any(not 1 <= number <= MOST for _bands, number in found):
        raise NotFound
    return found


class _GroupForm(BaseForm):
    """A form about a group of young people."""

    group = SelectField(_l("Which group"))

    def offer_groups(self, groups: Mapping[tuple[Group, str], str]) -> None:
        """Every group, as `group:key`."""
        self.group.choices = [(f"{group.value}:{key}", words) for (group, key), words in groups.items()]

    @property
    def which(self) -> tuple[Group, str]:
        """The group and its key."""
        group, _colon, key = (self.group.data or "").partition(":")
        return Group(group), key


class TotalForm(_GroupForm):
    """How many there are, when, and who says so."""

    how_many = HowMany(
        _l("How many young people"),
        [
            Required(_l("Type how many, as a number.")),
            NumberRange(1, 1_000_000, _l("Type a number from 1 to 1,000,000.")),
        ],
    )
    as_of = DateField(_l("On which day"), [Required(_l("Choose the day the number is about."))])
    source = StringField(
        _l("Who says so"),
        [Required(_l("Say where the number is from, so that others can check it.")), AtMost(SHORT_TEXT)],
        [clean],
    )


class OutreachForm(_GroupForm):
    """What was tried, when, and by whom."""

    tried_on = DateField(_l("When"), [Required(_l("Choose the day it was tried."))])
    organisation = SelectField(_l("Which organisation"))
    what = TextAreaField(_l("What was tried"), [Required(_l("Say what was tried.")), AtMost(1_000)], [clean])
