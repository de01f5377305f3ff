"""What people fill in to ask for a name and to decide about it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.core.forms import MIDDLE_TEXT, AtMost, BaseForm, Required, clean, text
from portal.unmasking import labels

_DAYS = (7, 30, 90)


class AskForm(BaseForm):
    """Why somebody has to know."""

    reason = RadioField(
        _l("Why do you need the name?"),
        [Required(_l("Choose a reason."))],
        choices=[SelectChoice(key.value, label) for key, label in labels.REASONS.items()],
        validate_choice=True,
    )
    because = TextAreaField(
        _l("What would go wrong without it?"),
        [Required(_l("Say what would go wrong without it.")), AtMost(MIDDLE_TEXT)],
        filters=[clean],
    )


class DecideForm(BaseForm):
    """Agree, or say no and why; and whether telling the young person would not be safe."""

    decision = RadioField(
        _l("May they see the name?"),
        [Required(_l("Choose yes or no."))],
        choices=[
            SelectChoice("agree", _l("Yes, for one hour")),
            SelectChoice("refuse", _l("No")),
        ],
        validate_choice=True,
    )
    refusal = TextAreaField(_l("If no: why?"), [AtMost(MIDDLE_TEXT)], filters=[clean])
    keep_days = SelectField(
        _l("Would it be unsafe if the young person saw this on their line?"),
        choices=[
            SelectChoice("0", _l("No: they see it today")),
            *(SelectChoice(str(days), _l("Yes: not for %(days)s days", days=days)) for days in _DAYS),
        ],
        default="0",
    )
    keep_because = TextAreaField(_l("If it would be unsafe: why?"), [AtMost(MIDDLE_TEXT)], filters=[clean])

    def validate_refusal(self, field: Field) -> None:
        """A no says why."""
        if self.decision.data == "refuse" and not text(field):
            raise ValidationError(_l("Say why not."))

    def validate_keep_because(self, field: Field) -> None:
        """Keeping it from its owner says why."""
        if self.decision.data == "agree" and self.keep_days.data not in ("0", None) and not text(field):
            raise ValidationError(_l("Say why it is not safe to tell them."))


class KeepForm(BaseForm):
    """Put telling off once more."""

    keep_days = SelectField(
        _l("For how long?"),
        choices=[SelectChoice(str(days), _l("%(days)s days", days=days)) for days in _DAYS],
        default=str(_DAYS[0]),
    )
    keep_because = TextAreaField(
        _l("Why is it still not safe to tell them?"),
        [Required(_l("Say why it is not safe to tell them.")), AtMost(MIDDLE_TEXT)],
        filters=[clean],
    )
