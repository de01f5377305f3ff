"""What every sending asks: who may know, who may use it; and codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.contributions import sharing
from portal.contributions.identities import WAYS, Known
from portal.contributions.models import Identity, Matter
from portal.core.forms import SHORT_TEXT, AtMost, BaseForm, Required, clean, text


class NotedForm(BaseForm):
    """`which` says whose code: two taps of “I have it” must not end a second code unseen."""

    which = HiddenField()


class WhoseForm(BaseForm):
    """Whether what this phone holds is theirs; `which` names it, so that a second tap ends nothing else."""

    which = HiddenField()
    whose = StringField()


class DraftCodeForm(BaseForm):
    """Three words and a number."""

    code = StringField(
        _l("Your draft code"), [Required(_l("Type your three words and the number.")), AtMost(SHORT_TEXT)], [clean]
    )


class IdentityForm(BaseForm):
    """Three ways to be known. Nothing chosen, no name and no way to be reached means that no one knows."""

    who = RadioField(
        _l("Who can know it was you?"),
        choices=[SelectChoice(mode.value, way.label) for mode, way in WAYS.items()],
        validate_choice=False,
    )
    name = StringField(_l("Your name"), filters=[clean], validators=[AtMost(SHORT_TEXT)])
    reach = StringField(_l("A safe way to reach you"), filters=[clean], validators=[AtMost(SHORT_TEXT)])

    def validate_who(self, field: RadioField) -> None:
        """A name alone does not say who may know it, and neither does a number to ring."""
        if field.data and field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_l("Choose from what is on this page."))
        if not field.data and text(self.name):
            raise ValidationError(_l("You wrote a name. Choose who can know it."))
        if not field.data and text(self.reach):
            raise ValidationError(_l("You wrote how to reach you. Choose who can know it."))

    def validate_name(self, field: StringField) -> None:
        """The two ways of being known need something to call somebody by."""
        if self.identity is not Identity.NOBODY and not text(field):
            first = next(choice.label for choice in self.who.choices)
            raise ValidationError(_("Write a name, or choose “%(first)s”.", first=first))

    def offer(self, identities: Collection[Identity], ways: Mapping[Identity, Known]) -> None:
        """Only the ways that are open here, in the words that are true for this draft."""
        self.who.choices = [SelectChoice(mode.value, way.label) for mode, way in ways.items() if mode in identities]

    @property
    def identity(self) -> Identity:
        """The chosen way; no one, where nothing was chosen."""
        return Identity(self.who.data) if self.who.data in set(Identity) else Identity.NOBODY


class SharingForm(BaseForm):
    """One tick for each purpose asked about, none of them set; when something is sent and whenever it is changed."""

    purposes = SelectMultipleField(sharing.ASKED, validate_choice=False)

    def offer(self, *, known: bool, matter: Matter) -> None:
        """Ask only about what makes sense for who they said they are, and for what they said."""
        offered = sharing.offered(known=known, matter=matter)
        self.purposes.choices = [SelectChoice(choice.purpose.value, choice.label) for choice in offered]

    def chosen(self) -> list[str]:
        """The purposes said yes to, of those asked about."""
        asked = [choice.value for choice in self.purposes.choices]
        return [value for value in asked if value in (self.purposes.data or ())]


class OwnSharingForm(SharingForm):
    """The same where an adult helps: only the young person can answer it."""

    own = BooleanField(
        _l("I am the young person, and I chose this myself"),
        [Required(_l("Tick this if you are the young person. If you are the adult, hand over the phone."))],
    )
