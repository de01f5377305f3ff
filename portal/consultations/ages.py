"""How an age is asked for, in bands coarse enough to stand beside a number."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.contributions.models import AgeBand

ASKED = _l("How old are you?")
BANDS = {
    AgeBand.UNDER_12: _l("Under 12"),
    AgeBand.FROM_12: _l("12 to 15"),
    AgeBand.FROM_16: _l("16 or 17"),
    AgeBand.FROM_18: _l("18 to 25"),
}
