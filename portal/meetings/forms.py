"""What people fill in to plan a meeting, say whether they come, place dots, order an agenda, and record it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.accounts.models import Account
from portal.consultations.kinds.fields import EachField, OrderField, whole
from portal.consultations.questionnaire import Choice
from portal.core import clock
from portal.core.forms import (
    LONG_TEXT,
    MIDDLE_TEXT,
    NOTE_TEXT,
    SHORT_TEXT,
    AtMost,
    BaseForm,
    HowMany,
    Required,
    clean,
    text,
)
from portal.downloads.labels import FORMS
from portal.meetings import rules
from portal.meetings.labels import COMING, EDITIONS, KINDS
from portal.meetings.models import FEWEST_DOTS, MOST_DOTS, Coming, Meeting, MeetingType
from portal.meetings.operations import Plan
from portal.meetings.recording import Decided
from portal.partnership.models import Post
from portal.plain_words.forms import PlainForm

_MOST_PEOPLE = 500


class PlanForm(BaseForm):
    """A meeting: which, when, where, and who looks after it."""

    kind = RadioField(
        _l("Which meeting is it?"),
        [Required(_l("Choose which meeting it is."))],
        choices=[SelectChoice(one.value, label) for one, label in KINDS.items()],
        validate_choice=False,
    )
    day = DateField(_l("Day"), [Required(_l("Choose the day."))])
    starts = TimeField(_l("Starts at"), [Required(_l("Say when it starts."))])
    ends = TimeField(_l("Ends at"), [Required(_l("Say when it ends."))])
    place = StringField(_l("Where"), [Required(_l("Say where it is.")), AtMost(SHORT_TEXT)], [clean])
    how_to_join = TextAreaField(
        _l("How to join"),
        [Required(_l("Say how people get in, or how they join from home.")), AtMost(MIDDLE_TEXT)],
        [clean],
    )
    dots = HowMany(_l("Dots for each young person"), [Required(_l("Say how many dots each has."))])
    arranger_id = SelectField(_l("Who looks after access, travel and payment"))
    chair_id = SelectField(_l("Who chairs"))
    leads_to_id = SelectField(_l("Which meeting does it get ready?"))

    def offer(self, arrangers: Sequence[Account], chairs: Sequence[Account], meetings: Sequence[Meeting]) -> None:
        """Who and what there is to choose from."""
        self.arranger_id.choices = [SelectChoice(str(one.id), one.name) for one in arrangers]
        nobody = SelectChoice("", _l("Not said yet"))
        self.chair_id.choices = [nobody, *(SelectChoice(str(one.id), one.name) for one in chairs)]
        none = SelectChoice("", _l("None"))
        self.leads_to_id.choices = [none, *(SelectChoice(str(one.id), _named(one)) for one in meetings)]

    def validate_kind(self, field: RadioField) -> None:
        """Only what this page offers."""
        if field.data not in set(MeetingType):
            raise ValidationError(_l("Choose from what is on this page."))

    def validate_day(self, field: DateField) -> None:
        """Ahead, unless it stood there before."""
        if field.data < clock.today() and field.data != field.object_data:
            raise ValidationError(_l("Choose today or a later day."))

    def validate_starts(self, field: TimeField) -> None:
        """A time that clocks show on that day."""
        if self.day.data and not self._exists(field):
            raise ValidationError(_l("The clocks jump over this time on that day. Choose another."))

    def validate_ends(self, field: TimeField) -> None:
        """The same, and later."""
        if not self.day.data or self.starts.data is None:
            return
        if not self._exists(field):
            raise ValidationError(_l("The clocks jump over this time on that day. Choose another."))
        if self._exists(self.starts) and self._moment(field) <= self._moment(self.starts):
            raise ValidationError(_l("It has to end after it starts."))

    def validate_dots(self, field: HowMany) -> None:
        """A few."""
        if not FEWEST_DOTS <= field.data <= MOST_DOTS:
            raise ValidationError(_l("Give each young person 1 to %(most)s dots.", most=MOST_DOTS))

    def _exists(self, field: TimeField) -> bool:
        try:
            self._moment(field)
        except rules.NoSuchTime:
            return False
        return True

    def _moment(self, field: TimeField) -> datetime:
        return rules.moment_of(self.day.data, field.data)

    @property
    def plan(self) -> Plan:
        """What was filled in."""
        return Plan(
            kind=MeetingType(self.kind.data),
            starts_at=self._moment(self.starts),
            ends_at=self._moment(self.ends),
            place=text(self.place),
            how_to_join=text(self.how_to_join),
            dots=self.dots.data,
            arranger_id=UUID(self.arranger_id.data),
            chair_id=UUID(self.chair_id.data) if self.chair_id.data else None,
            leads_to_id=UUID(self.leads_to_id.data) if self.leads_to_id.data else None,
        )


class SuggestionForm(BaseForm):
    """Which suggestion a button stands beside."""

    source = HiddenField()
    about = HiddenField()
    do = HiddenField()


class PointForm(BaseForm):
    """Something nobody suggested."""

    point = TextAreaField(
        _l("What should we talk about?"),
        [Required(_l("Write what we should talk about.")), AtMost(MIDDLE_TEXT)],
        [clean],
    )


class DotsField(EachField):
    """A number of dots beside each thing; an empty one is none."""

    def pre_validate(self, form: BaseForm) -> None:
        """Whole numbers from nothing up."""
        for value in self.data.values():
            number = whole(value)
            if number is None or number < 0:
                raise ValidationError(_l("Write how many dots, in digits: 0, 1, 2 …"))

    @property
    def given(self) -> dict[UUID, int]:
        """Dots by item."""
        return {UUID(key): whole(value) or 0 for key, value in self.data.items()}


class DotsForm(BaseForm):
    """Made by `dots_form`."""

    dots: DotsField


def dots_form(things: Sequence[Choice], placed: dict[UUID, int]) -> DotsForm:
    """One box for each item this champion may see, with the dots they placed before."""
    field = DotsField(_l("How many dots on each?"), things)
    made: type[DotsForm] = type("DotsForm", (DotsForm,), {"dots": field})
    return made(data={"dots": {str(key): str(count) for key, count in placed.items()}})


class OrderForm(BaseForm):
    """Made by `order_form`."""

    order: OrderField

    @property
    def numbers(self) -> dict[UUID, int | None]:
        """The number each item was given."""
        return {UUID(key): whole(value) for key, value in self.order.data.items()}


class UsedOrderForm(OrderForm):
    """The order that is used, and why it differs."""

    difference = TextAreaField(_l("Why is the order not the one young people chose?"), [AtMost(NOTE_TEXT)], [clean])


def order_form(things: Sequence[Choice], now: Sequence[UUID], *, used: bool = False, difference: str = "") -> OrderForm:
    """A number beside each item, as they stand in `now`."""
    base = UsedOrderForm if used else OrderForm
    made: type[OrderForm] = type("OrderForm", (base,), {"order": OrderField(_l("A number beside each item"), things)})
    data: dict[str, object] = {"order": {str(one): str(at) for at, one in enumerate(now, start=1)}}
    return made(data=data | ({"difference": difference} if used else {}))


class ComingForm(BaseForm):
    """Whether somebody comes, and what they need for it."""

    coming = RadioField(
        _l("Are you coming?"),
        [Required(_l("Choose yes or no."))],
        choices=[SelectChoice(one.value, label) for one, label in COMING.items()],
        validate_choice=False,
    )
    access = TextAreaField(_l("What do you need to take part?"), [AtMost(MIDDLE_TEXT)], [clean])
    travel = TextAreaField(_l("How do you get there and home?"), [AtMost(MIDDLE_TEXT)], [clean])
    payment = TextAreaField(_l("How should we thank you or pay you back?"), [AtMost(MIDDLE_TEXT)], [clean])

    def validate_coming(self, field: RadioField) -> None:
        """One of the two."""
        if field.data not in set(Coming):
            raise ValidationError(_l("Choose from what is on this page."))


class HeldForm(BaseForm):
    """How many were there."""

    champions = HowMany(_l("How many young people were there?"), [Required(_l("Type how many, as a number."))])
    adults = HowMany(_l("How many adults were there?"), [Required(_l("Type how many, as a number."))])

    def validate_champions(self, field: HowMany) -> None:
        """No fewer than nobody."""
        _people(field)

    def validate_adults(self, field: HowMany) -> None:
        """The same."""
        _people(field)


class MinutesForm(PlainForm):
    """What was said about one item."""

    text = TextAreaField(
        _l("What was said?"),
        [Required(_l("Write what was said, or that you did not come to it.")), AtMost(LONG_TEXT)],
        [clean],
    )
    seen = HiddenField()


class DecisionForm(PlainForm):
    """What was decided."""

    PLAIN = ("what", "why")
    what = TextAreaField(
        _l("What was decided?"), [Required(_l("Write what was decided.")), AtMost(MIDDLE_TEXT)], [clean]
    )
    why = TextAreaField(
        _l("Why?"), [Required(_l("Say why, in words young people can use.")), AtMost(MIDDLE_TEXT)], [clean]
    )
    post_id = SelectField(_l("Who does it"), [Required(_l("Choose who does it."))])
    review_on = DateField(_l("When do we look at it again?"), [Required(_l("Choose the day to look at it again."))])

    def offer(self, posts: Sequence[Post]) -> None:
        """The posts to choose from."""
        named = (SelectChoice(str(one.id), f"{one.organisation.short_name}: {one.title}") for one in posts)
        self.post_id.choices = [SelectChoice("", _l("Choose who")), *named]

    @property
    def decided(self) -> Decided:
        """What was filled in."""
        return Decided(
            what=text(self.what), why=text(self.why), post_id=UUID(self.post_id.data), review_on=self.review_on.data
        )


class ChairForm(BaseForm):
    """Who agrees to the minutes in place of whoever chaired."""

    chair_id = SelectField(_l("Who else was there and can agree?"), [Required(_l("Choose somebody."))])

    def offer(self, people: Sequence[Account]) -> None:
        """Whom to choose from."""
        named = (SelectChoice(str(one.id), one.name) for one in people)
        self.chair_id.choices = [SelectChoice("", _l("Choose")), *named]


class AgreeForm(BaseForm):
    """Which minutes somebody read."""

    digest = HiddenField()


class PackForm(BaseForm):
    """Which file of a pack."""

    form = SelectField(choices=[SelectChoice(key.value, label) for key, label in FORMS.items()])
    edition = SelectField(choices=[SelectChoice(key, label) for key, label in EDITIONS.items()])


def _people(field: HowMany) -> None:
    if field.data is None or not 0 <= field.data <= _MOST_PEOPLE:
        raise ValidationError(_l("Type a number from 0 to %(most)s.", most=_MOST_PEOPLE))


def _named(meeting: Meeting) -> str:
    return f"{KINDS[meeting.kind]}, {clock.local(meeting.starts_at):%-d %B %Y}"
