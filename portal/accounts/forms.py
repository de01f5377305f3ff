"""Forms of signing in and of looking after accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import Optional

from portal.accounts import queries, rules
from portal.accounts.rules import SHORTEST_PASSWORD
from portal.core.access import Role
from portal.core.forms import SHORT_TEXT, AtMost, BaseForm, Required, clean


class SignInForm(BaseForm):
    """Email or chosen name, and passphrase."""

    username = StringField(
        _l("Email or name"), [Required(_l("Type your email, or the name you chose.")), AtMost(SHORT_TEXT)], [clean]
    )
    password = PasswordField(_l("Passphrase"), [Required(_l("Type your passphrase.")), AtMost(SHORT_TEXT)])


class SecondStepForm(BaseForm):
    """Six digits, or a recovery code."""

    one_time = StringField(
        _l("Code from your authenticator"), [Required(_l("Type the six digits.")), AtMost(40)], [clean]
    )


class RoleForm(BaseForm):
    """Which role to act in."""

    role = RadioField(_l("I am here as"), [Required(_l("Choose one."))])


class PasswordForm(BaseForm):
    """A new passphrase."""

    current = PasswordField(_l("Your passphrase now"), [Required(_l("Type your passphrase.")), AtMost(SHORT_TEXT)])
    new = PasswordField(
        _l("New passphrase"),
        [Required(_l("Type a new passphrase.")), AtMost(SHORT_TEXT)],
        description=_l(
            "At least %(count)s characters. Three or four words are easy to remember.", count=SHORTEST_PASSWORD
        ),
    )


class InviteForm(BaseForm):
    """Somebody new."""

    name = StringField(_l("Name"), [Required(_l("Type a name.")), AtMost(SHORT_TEXT)], [clean])
    email = EmailField(
        _l("Email"),
        [AtMost(SHORT_TEXT)],
        [clean],
        description=_l("Everybody needs one but young champions: they choose a name to sign in with."),
    )
    organisation = SelectField(_l("Organisation"), [Required(_l("Choose one."))])
    post = SelectField(_l("Post"), [Optional()], filters=[clean])
    team = SelectField(_l("Team"), [Optional()], filters=[clean])
    roles = SelectMultipleField(_l("Roles"), [Required(_l("Choose at least one."))])

    def validate_email(self, field: StringField) -> None:
        """Emails have a shape, and only somebody who is a champion and nothing else needs none."""
        if field.data and not rules.is_email(field.data):
            raise ValidationError(_l("Type an email like name@example.org."))
        if not field.data and set(self.roles.data or ()) - {Role.CHAMPION.value}:
            raise ValidationError(_l("Type their email: only champions need none."))


class GrantForm(BaseForm):
    """Another role for somebody."""

    role = SelectField(_l("Role"), [Required(_l("Choose one."))])


class AcceptForm(BaseForm):
    """What somebody chooses when they open their link; `token` is the link's own, so that it is in no address."""

    token = HiddenField()
    new = PasswordField(
        _l("Choose a passphrase"),
        [Required(_l("Type a passphrase.")), AtMost(SHORT_TEXT)],
        description=_l(
            "At least %(count)s characters. Three or four words are easy to remember.", count=SHORTEST_PASSWORD
        ),
    )
    again = PasswordField(_l("The same again"), [AtMost(SHORT_TEXT)])

    def validate_new(self, field: PasswordField) -> None:
        """Long enough."""
        if len(field.data) < SHORTEST_PASSWORD:
            raise ValidationError(_l("Use at least %(count)s characters.", count=SHORTEST_PASSWORD))

    def validate_again(self, field: PasswordField) -> None:
        """A slip of the finger would lock them out."""
        if field.data != self.new.data:
            raise ValidationError(_l("The two are not the same. Type both again."))


class ChampionAcceptForm(AcceptForm):
    """A champion chooses a name to sign in with as well."""

    username = StringField(
        _l("Choose a name to sign in with"),
        [Required(_l("Type a name.")), AtMost(40)],
        [clean],
        description=_l("3 to 40 letters. It need not be your real name."),
    )

    def validate_username(self, field: StringField) -> None:
        """Never shaped like an email, and not somebody else's."""
        if not rules.is_name(field.data):
            raise ValidationError(_l("Use 3 to 40 letters, and no @."))
        if queries.find_account(field.data):
            raise ValidationError(_l("Somebody has this name already. Choose another one."))
