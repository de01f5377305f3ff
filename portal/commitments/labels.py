"""The six duties in plain words (2014 Act, section 58(1)), and what may be asked of whom a promise is for."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.commitments.models import Care, Duty
from portal.contributions.models import HomeType, LivesIn, Responsible

DUTIES = {
    Duty.ALERT: _l("(a) Notice what harms or could harm young people"),
    Duty.ASSESS: _l("(b) Find out what young people need"),
    Duty.PROMOTE: _l("(c) Stand up for young people’s interests"),
    Duty.OPPORTUNITIES: _l("(d) Give chances to join in"),
    Duty.ACCESS: _l("(e) Help young people use those chances"),
    Duty.IMPROVE: _l("(f) Get better at all of this"),
}

CARE = {Care.NOW: _l("In care now"), Care.LEFT: _l("Moved on from care")}
HOMES = {
    HomeType.AT_HOME: _l("At home with a social worker"),
    HomeType.KINSHIP: _l("With relatives or friends of the family"),
    HomeType.FOSTER: _l("With a foster family"),
    HomeType.HOUSE: _l("In a children’s house"),
    HomeType.OWN_PLACE: _l("In a place of my own"),
}
LIVES_IN = {LivesIn.HERE: _l("In this area"), LivesIn.ELSEWHERE: _l("Somewhere else")}
RESPONSIBLE = {Responsible.OURS: _l("This council"), Responsible.OTHER: _l("Another council")}
#: Words somebody may look for among promises; only those that find one are suggested.
EXAMPLES = (_l("school"), _l("money"), _l("pass"), _l("home"), _l("work"), _l("bus"), _l("health"), _l("meeting"))
