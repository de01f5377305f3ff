"""What is filled in to make and to approve a pack."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.board.labels import CHECKLIST
from portal.board.rules import is_checked
from portal.core.forms import LONG_TEXT, MIDDLE_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean, text
from portal.themes import rarity
from portal.themes.models import Theme


class OfferForm(BaseForm):
    """Which passages to be offered; read from the address, so it changes nothing."""

    class Meta:
        """No token: a page can be kept as a bookmark."""

        csrf = False

    theme = SelectField(_l("Theme"), validate_choice=False)

    def offer(self, found: Iterable[Theme]) -> None:
        """The themes there are."""
        self.theme.choices = [SelectChoice("", _l("All")), *(SelectChoice(str(one.id), one.name) for one in found)]

    @property
    def wanted(self) -> UUID | None:
        """The theme that was asked for; whatever is no choice narrows nothing."""
        asked = self.theme.data
        return UUID(asked) if asked and asked in {one.value for one in self.theme.choices} else None


class PackForm(BaseForm):
    """A title, and questions to talk about."""

    title = StringField(_l("Title"), [Required(_l("Give it a title.")), AtMost(SHORT_TEXT)], filters=[clean])
    questions = TextAreaField(
        _l("Questions to talk about, one on each line"),
        [Required(_l("Write at least one question.")), AtMost(LONG_TEXT)],
        filters=[clean],
    )


class LookedForm(BaseForm):
    """The list each of two people goes through."""

    looked = SelectMultipleField(
        _l("Tick each point once you have looked"),
        choices=[SelectChoice(key, label) for key, label in CHECKLIST.items()],
    )

    def validate_looked(self, field: SelectMultipleField) -> None:
        """All of it, every time."""
        if not is_checked(field.data or []):
            raise ValidationError(_l("Go through every point. If one does not hold, say it in other words."))


class TellForm(LookedForm):
    """A passage in other words."""

    told = TextAreaField(
        _l("In other words"), [Required(_l("Say it in other words.")), AtMost(MIDDLE_TEXT)], filters=[clean]
    )
    rare_seen = BooleanField(_l("I looked at each of these in my own words, and none points at anybody"))

    def validate_rare_seen(self, field: BooleanField) -> None:
        """What is flagged in the words that are left needs a tick; it may be harmless."""
        if rarity.flags_in(text(self.told)) and not field.data:
            raise ValidationError(_l("Something in these words may point at somebody. Leave it out, or tick this."))


class ApproveForm(LookedForm):
    """The second person's look at everything."""

    shown = HiddenField()
