"""What is filled in for a measure, for one reading, and for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from portal.commitments.models import Commitment
from portal.core.forms import LONG_TEXT, MIDDLE_TEXT, AtMost, BaseForm, HowMany, Required, clean, text
from portal.measures import queries
from portal.measures.labels import DIRECTIONS, EVERY
from portal.measures.models import Direction, Every, Measure
from portal.measures.operations import Definition
from portal.measures.rules import Count
from portal.partnership.models import Post

_SHARE = NumberRange(0, 100, _l("Type a number from 0 to 100."))
_WHOLE = NumberRange(0, None, _l("Type a number, in digits."))


class MeasureForm(BaseForm):
    """One measure."""

    name = StringField(_l("Name"), [Required(_l("Give it a name.")), AtMost(120)], [clean])
    numerator = TextAreaField(
        _l("What is counted"), [Required(_l("Say what is counted.")), AtMost(MIDDLE_TEXT)], [clean]
    )
    denominator = TextAreaField(_l("Out of what"), [Required(_l("Say out of what.")), AtMost(MIDDLE_TEXT)], [clean])
    every = SelectField(_l("One period is"), choices=[SelectChoice(key.value, said) for key, said in EVERY.items()])
    source = StringField(_l("Where the numbers come from"), [Required(_l("Say where from.")), AtMost(300)], [clean])
    direction = SelectField(
        _l("Which way is better"), choices=[SelectChoice(key.value, said) for key, said in DIRECTIONS.items()]
    )
    baseline = HowMany(_l("Where it began"), [Optional(), _SHARE])
    target = HowMany(_l("Target"), [Optional(), _SHARE])
    amber_within = HowMany(
        _l("Amber up to so far from the target"), [InputRequired(_l("Type a number.")), _SHARE], default=10
    )
    post_id = SelectField(_l("Who answers for it"), [Required(_l("Choose who answers for it."))])
    commitment_id = SelectField(_l("Which promise it measures"), [Optional()], filters=[clean])

    def offer(self, posts: Sequence[Post], commitments: Sequence[Commitment], measure: Measure | None = None) -> None:
        """The posts and promises to choose from, and the measure that may keep its own name."""
        self.measure = measure
        named = (SelectChoice(str(one.id), f"{one.organisation.short_name}: {one.title}") for one in posts)
        self.post_id.choices = [SelectChoice("", _l("Choose who")), *named]
        promises = (SelectChoice(str(one.id), one.name) for one in commitments)
        self.commitment_id.choices = [SelectChoice("", _l("None of them")), *promises]
        if measure and not self.is_submitted():
            self.post_id.data = str(measure.post_id)
            self.commitment_id.data = str(measure.commitment_id) if measure.commitment_id else ""

    def validate_name(self, field: StringField) -> None:
        """Each measure once."""
        same = queries.find_measure(text(field))
        if same is not None and same is not self.measure:
            raise ValidationError(_l("There is a measure with this name already."))

    @property
    def definition(self) -> Definition:
        """What was filled in."""
        return Definition(
            name=text(self.name),
            numerator=text(self.numerator),
            denominator=text(self.denominator),
            every=Every(self.every.data),
            source=text(self.source),
            direction=Direction(self.direction.data),
            baseline=self.baseline.data,
            target=self.target.data,
            amber_within=self.amber_within.data,
            post_id=UUID(self.post_id.data),
            commitment_id=UUID(self.commitment_id.data) if self.commitment_id.data else None,
        )


class ReadingForm(BaseForm):
    """What was counted in one period."""

    starts_on = DateField(_l("First day"), [Required(_l("Give the first day."))])
    ends_on = DateField(_l("Last day"), [Required(_l("Give the last day."))])
    numerator = HowMany(_l("Counted"), [InputRequired(_l("Type a number, in digits.")), _WHOLE])
    denominator = HowMany(_l("Out of"), [InputRequired(_l("Type a number, in digits.")), _WHOLE])
    note = TextAreaField(_l("Note"), [AtMost(MIDDLE_TEXT)], [clean])

    @property
    def count(self) -> Count:
        """What was filled in."""
        return Count(self.starts_on.data, self.ends_on.data, self.numerator.data, self.denominator.data)


class ManyForm(BaseForm):
    """Lines pasted from a file."""

    lines = TextAreaField(_l("The lines"), [Required(_l("Paste at least one line.")), AtMost(LONG_TEXT)], [clean])
