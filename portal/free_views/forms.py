"""What a young person writes unasked, and what officers fill in to act on it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.complaints.models import Wish
from portal.core import clock
from portal.core.forms import MIDDLE_TEXT, NOTE_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean
from portal.free_views import rules
from portal.free_views.kinds import Kind
from portal.free_views.labels import CHECKLIST, WISHES
from portal.free_views.models import Own
from portal.partnership.models import Post


class TellForm(BaseForm):
    """The boxes of one kind; made by `tell_form`."""


def tell_form(kind: Kind, said: dict[str, str]) -> TellForm:
    """A form with one field for each thing this kind asks, filled with what was said before."""
    fields = {}
    for asked in kind.asked:
        checks = [*([Required(asked.needed)] if asked.needed else []), AtMost(SHORT_TEXT if asked.short else NOTE_TEXT)]
        fields[asked.key] = (StringField if asked.short else TextAreaField)(asked.prompt, checks, [clean])
    made: TellForm = type("TellForm", (TellForm,), fields)(data=said)
    return made


class WishForm(BaseForm):
    """Yes, no, or later: a problem is never made a complaint for anybody."""

    wish = RadioField(
        _l("Do you want this to be a complaint?"),
        choices=[SelectChoice(wish.value, label) for wish, label in WISHES.items()],
        validate_choice=False,
        validators=[Required(_l("Choose yes, no or later. All are fine."))],
    )

    def validate_wish(self, field: RadioField) -> None:
        """Only what this page offers."""
        if field.data not in {choice.value for choice in WISHES}:
            raise ValidationError(_l("Choose from what is on this page."))

    @property
    def chosen(self) -> Wish:
        """The wish."""
        return Wish(self.wish.data)


class SupportForm(BaseForm):
    """A code for this one act; the thread it belongs to is not opened."""

    code = StringField(_l("Your code"), [Required(_l("Type your four words.")), AtMost(SHORT_TEXT)], [clean])


class SortingForm(BaseForm):
    """Who sorts a problem, and by when."""

    post_id = SelectField(_l("Who sorts it"), [Required(_l("Choose who sorts it."))])
    due_on = DateField(_l("By when"), [Required(_l("Give the day it will be sorted by."))])

    def offer(self, posts: Sequence[Post]) -> None:
        """The posts to choose from."""
        named = (SelectChoice(str(one.id), f"{one.organisation.short_name}: {one.title}") for one in posts)
        self.post_id.choices = [SelectChoice("", _l("Choose who")), *named]

    def validate_due_on(self, field: DateField) -> None:
        """A promise lies ahead."""
        if field.data and field.data < clock.today():
            raise ValidationError(_l("Choose today or a later day."))

    @property
    def post(self) -> UUID:
        """The post chosen."""
        return UUID(self.post_id.data)


class IdeaForm(BaseForm):
    """The words an idea is to be published in."""

    own = RadioField(
        _l("In which words?"),
        choices=[
            SelectChoice(Own.THEIRS.value, _l("Theirs, as they stand")),
            SelectChoice(Own.OTHER.value, _l("Other words, marked as such")),
        ],
        validate_choice=False,
        validators=[Required(_l("Choose whose words."))],
    )
    text = TextAreaField(_l("In other words"), [AtMost(MIDDLE_TEXT)], filters=[clean])

    def validate_own(self, field: RadioField) -> None:
        """One of the two."""
        if field.data not in set(Own):
            raise ValidationError(_l("Choose whose words."))

    def validate_text(self, field: TextAreaField) -> None:
        """Other words have to be there."""
        if self.own.data == Own.OTHER and not field.data:
            raise ValidationError(_l("Write the idea in other words."))


class LookForm(BaseForm):
    """The second person's list. Every point has to be ticked before anybody sees the idea."""

    looked = SelectMultipleField(
        _l("Tick each point once you have looked"),
        choices=[SelectChoice(key, label) for key, label in CHECKLIST.items()],
    )

    def validate_looked(self, field: SelectMultipleField) -> None:
        """All of it, every time."""
        if not rules.is_checked(field.data or []):
            raise ValidationError(_l("Go through every point. If one does not hold, take it off and use other words."))
