"""How old somebody is, where that chooses between versions of the questions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.consultations import ages
from portal.contributions.models import AgeBand
from portal.core.forms import BaseForm


class AgeForm(BaseForm):
    """The band an age is in. It may be skipped."""

    age = RadioField(
        ages.ASKED,
        choices=[SelectChoice(band.value, words) for band, words in ages.BANDS.items()],
        validate_choice=False,
    )

    def validate_age(self, field: RadioField) -> None:
        """One of the bands, or nothing."""
        if field.data and field.data not in set(AgeBand):
            raise ValidationError(_l("Choose from what is on this page."))

    @property
    def band(self) -> AgeBand | None:
        """The band; None where nothing was chosen."""
        return AgeBand(self.age.data) if self.age.data else None
