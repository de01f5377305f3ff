"""Which part of the ledger to see; read from the address, so it changes nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import BaseForm
from portal.memory.queries import Index, Wanted

#: Stands in the address for the asks that have no theme.
NO_THEME = "none"


class MemoryForm(BaseForm):
    """A theme, a year, or everything."""

    class Meta:
        """No token: a page can be kept as a bookmark."""

        csrf = False

    theme = SelectField(_l("Theme"), validate_choice=False)
    year = SelectField(_l("Year"), validate_choice=False)

    def offer(self, found: Index) -> None:
        """The themes and years that have asks."""
        every = SelectChoice("", _l("All"))
        named = (SelectChoice(str(one.id), one.name) for one in found.themes)
        self.theme.choices = [every, *named, SelectChoice(NO_THEME, _l("No theme"))]
        self.year.choices = [every, *(SelectChoice(str(one), str(one)) for one in found.years)]

    @property
    def wanted(self) -> Wanted:
        """What was asked for; whatever is no choice narrows nothing."""
        theme, year = _offered(self.theme), _offered(self.year)
        none = theme == NO_THEME
        return Wanted(UUID(theme) if theme and not none else None, int(year) if year else None, none)

    @property
    def asked(self) -> dict[str, Any]:
        """The same for an address: only what narrows the ledger."""
        chosen = {"theme": _offered(self.theme), "year": _offered(self.year)}
        return {name: value for name, value in chosen.items() if value}


def _offered(field: SelectField) -> str:
    """What was chosen, if it is one of what is offered."""
    return field.data if field.data and field.data in {one.value for one in field.choices} else ""
