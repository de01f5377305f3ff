"""The words of the ladder."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.escalation.models import Ending, Why

WHYS = {
    Why.LATE: _l("Late for too long"),
    Why.STUCK: _l("Stuck for too long"),
    Why.RAISED: _l("Taken up by hand"),
}
ENDINGS = {
    Ending.HIGHER: _l("It went further up"),
    Ending.MOVED: _l("It moved, so it left the ladder"),
    Ending.BROUGHT_DOWN: _l("Dealt with here"),
}
