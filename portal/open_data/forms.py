"""What is filled in for a new token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.core import clock
from portal.core.access import Role
from portal.core.forms import AtMost, BaseForm, Required, clean
from portal.open_data import rules
from portal.open_data.labels import SCOPES
from portal.open_data.models import Scope
from portal.partnership.models import Organisation


class TokenForm(BaseForm):
    """A name, whose program it is, what it may read and its last day."""

    name = StringField(
        _l("What reads with it"),
        [Required(_l("Give it a name, so that others know what it is for.")), AtMost(120)],
        [clean],
    )
    organisation = SelectField(_l("Whose program it is"), [Required(_l("Choose an organisation."))])
    scopes = SelectMultipleField(_l("What it may read"), [Required(_l("Choose at least one thing."))])
    last_day = DateField(_l("Last day it works"), [Required(_l("Give the last day."))])

    def offer(self, role: Role, organisations: Sequence[Organisation]) -> None:
        """The organisations somebody makes tokens for, and what they may give any of them."""
        self.role = role
        self.by_id = {str(one.id): one for one in organisations}
        several = [SelectChoice("", _l("Choose whose"))] if len(organisations) > 1 else []
        self.organisation.choices = several + [SelectChoice(key, one.name) for key, one in self.by_id.items()]
        given = {scope for one in organisations for scope in rules.offered(role, one)}
        self.scopes.choices = [SelectChoice(scope.value, SCOPES[scope]) for scope in Scope if scope in given]

    def validate_last_day(self, field: DateField) -> None:
        """Today or later, a year at most."""
        today = clock.today()
        if field.data and field.data < today:
            raise ValidationError(_l("Choose today or a later day."))
        if field.data and field.data > rules.last_day(today):
            raise ValidationError(_l("A token works for a year at most. Choose an earlier day."))

    @property
    def chosen(self) -> tuple[Organisation, list[Scope], date]:
        """What was filled in."""
        last: date = self.last_day.data
        return self.by_id[self.organisation.data], [Scope(one) for one in self.scopes.data or ()], last
