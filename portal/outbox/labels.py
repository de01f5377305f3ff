"""What a message that nobody is sure of is called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.outbox.models import Progress

PROGRESS = {
    Progress.UNSURE: _l("May have been sent"),
    Progress.GIVEN_UP: _l("Could not be sent"),
}
