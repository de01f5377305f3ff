"""What people fill in to take something up, to bring it down, and to set the days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, TextAreaField
from wtforms.validators import ValidationError

from portal.core import clock
from portal.core.forms import MIDDLE_TEXT, AtMost, BaseForm, HowMany, Required, clean
from portal.escalation import rules
from portal.escalation.queries import Place


class RaiseForm(BaseForm):
    """Why it should not wait."""

    because = TextAreaField(
        _l("Why should it go up now?"),
        [Required(_l("Say why it should not wait.")), AtMost(MIDDLE_TEXT)],
        filters=[clean],
    )


class BringDownForm(BaseForm):
    """What was decided, and when somebody looks again."""

    outcome = TextAreaField(
        _l("What was decided?"), [Required(_l("Say what was decided.")), AtMost(MIDDLE_TEXT)], filters=[clean]
    )
    look_again_on = DateField(_l("Look again on"), [Required(_l("Give the day to look again."))])

    def validate_look_again_on(self, field: Field) -> None:
        """Ahead, and not so far that it would be forgotten."""
        if field.data and not rules.rests_well(field.data, clock.today()):
            last = clock.today() + timedelta(days=rules.LONGEST_REST)
            raise ValidationError(
                _l("Choose a day after today and not after %(last)s.", last=last.strftime("%d/%m/%Y"))
            )


class DaysForm(BaseForm):
    """Two numbers for each rung; made by `days_form`, because the ladder is a record."""

    places: Sequence[Place] = ()

    @property
    def days(self) -> list[tuple[UUID, int, int]]:
        """What was filled in: (level, days late, days stuck), nearest young people first."""
        return [
            (one.rung.level_id, self[f"late_{number}"].data, self[f"stuck_{number}"].data)
            for number, one in enumerate(self.places)
        ]


def days_form(places: Sequence[Place]) -> DaysForm:
    """The form for a ladder, with its days as they stand."""
    fields: dict[str, object] = {"places": places}
    for number, one in enumerate(places):
        fields[f"late_{number}"] = HowMany(
            _l("Days late before it comes here"),
            [Required(_l("Give a number of days."))],
            default=one.rung.late_days,
        )
        fields[f"stuck_{number}"] = HowMany(
            _l("Days stuck before it comes here"),
            [Required(_l("Give a number of days."))],
            default=one.rung.stuck_days,
        )
    made: DaysForm = type("LadderDaysForm", (DaysForm,), fields)()
    return made
