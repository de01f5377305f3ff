"""How often somebody wants to be reminded."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import BaseForm, Required
from portal.reminders.models import Often

OFTEN = {
    Often.DAILY: _l("On the day something is due, a week before, and while it is late"),
    Often.WEEKLY: _l("Once a week, if anything is due or late"),
    Often.NEVER: _l("Never"),
}


class OftenForm(BaseForm):
    """One choice."""

    often = RadioField(
        _l("When should we remind you by email?"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice(key.value, label) for key, label in OFTEN.items()],
        validate_choice=True,
    )
