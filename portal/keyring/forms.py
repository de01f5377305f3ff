"""A name, a passphrase, a code."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, PasswordField, StringField
from wtforms.validators import ValidationError

from portal.core.forms import SHORT_TEXT, AtMost, BaseForm, Required, clean, text
from portal.keyring import rules


class HardToGuess:
    """Long enough, and more than the name and what everybody tries."""

    def __init__(self, name: str = "") -> None:
        self.name = name

    def __call__(self, form: BaseForm, field: Field) -> None:
        typed = field.data or ""
        name = form["name"].data or "" if "name" in form else self.name
        if rules.is_too_short(typed):
            raise ValidationError(_l("Use at least %(count)s letters.", count=rules.SHORTEST_PASSPHRASE))
        if rules.is_easy_to_guess(typed, name):
            raise ValidationError(_l("Easy to guess. Use three or four words that only you would put together."))


class OpenForm(BaseForm):
    """Name and passphrase."""

    name = StringField(
        _l("The name you chose"), [Required(_l("Type the name you chose.")), AtMost(SHORT_TEXT)], [clean]
    )
    passphrase = PasswordField(_l("Your passphrase"), [Required(_l("Type your passphrase.")), AtMost(SHORT_TEXT)])


class MakeForm(BaseForm):
    """A new one."""

    name = StringField(_l("Choose a name"), [Required(_l("Choose a name.")), AtMost(SHORT_TEXT)], [clean])
    passphrase = PasswordField(
        _l("Choose a passphrase"), [Required(_l("Choose a passphrase.")), AtMost(SHORT_TEXT), HardToGuess()]
    )

    def validate_name(self, field: StringField) -> None:
        """3 to 40 letters, no email."""
        if "@" in text(field):
            raise ValidationError(_l("Please no email. Make up a name."))
        if not rules.is_name(text(field)):
            raise ValidationError(
                _l("A name has %(low)s to %(high)s letters.", low=rules.SHORTEST_NAME, high=rules.LONGEST_NAME)
            )


class AddForm(BaseForm):
    """The four words of one code."""

    code = StringField(_l("The four words"), [Required(_l("Type the four words.")), AtMost(SHORT_TEXT)], [clean])


class WhichForm(BaseForm):
    """One of the codes on the keyring."""

    which = HiddenField()


class ChangeForm(BaseForm):
    """Another passphrase, by whoever knows the one before."""

    current = PasswordField(_l("Your passphrase now"), [Required(_l("Type your passphrase.")), AtMost(SHORT_TEXT)])
    passphrase = PasswordField(_l("New passphrase"), [Required(_l("Choose a passphrase.")), AtMost(SHORT_TEXT)])

    def __init__(self, name: str) -> None:
        super().__init__()
        self.own_name = name

    def validate_passphrase(self, field: PasswordField) -> None:
        """As for a new one."""
        HardToGuess(self.own_name)(self, field)
