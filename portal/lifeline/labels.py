"""Who may have opened a view, as young people know them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.core.access import Role

READERS = {
    Role.PARTICIPATION_OFFICER: _l("The team that reads what young people say"),
    Role.SAFEGUARDING_OFFICER: _l("People whose job is to keep you safe"),
    Role.CORPORATE_LEAD: _l("Someone who checks that a quote does not show who you are"),
}
