"""Names of places, of what a group was told, and of ages present."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.contributions.models import AgeBand, Whereabouts
from portal.together.models import Told

PLACES = {
    Whereabouts.HOME: _l("Where young people live"),
    Whereabouts.SCHOOL: _l("School or college"),
    Whereabouts.OFFICE: _l("Office or centre"),
    Whereabouts.OUTDOORS: _l("Out and about"),
    Whereabouts.ONLINE: _l("Online"),
}
#: What somebody may say unasked, by the name its draft has; the slice that asks it lies above, a test holds both
#: together.
UNASKED = {
    "tell:idea": _l("An idea of their own"),
    "tell:good-news": _l("Good news"),
    "tell:thanks": _l("Thanks to somebody"),
    "tell:problem": _l("A problem to sort"),
}
TOLD = {
    Told.ALL_AGREED: _l("Everybody was told who reads it, and all said yes to the board hearing about it"),
    Told.TOLD: _l("Everybody was told who reads it; nobody else may use it"),
    Told.NOT_ALL: _l("Not everybody was told; nobody else may use it"),
}
BANDS = {
    AgeBand.UNDER_12: _l("Under 12"),
    AgeBand.FROM_12: _l("12 to 15"),
    AgeBand.FROM_16: _l("16 or 17"),
    AgeBand.FROM_18: _l("18 to 25"),
}
