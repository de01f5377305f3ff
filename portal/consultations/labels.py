"""Names of states, audiences, kinds and comparisons, and the tags a question is given once."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.consultations.conditions import Operator
from portal.consultations.models import Audience, EditionState, Kind

AUDIENCES = {
    Audience.ALL: _l("Everybody"),
    Audience.FROM_8: _l("8 to 11"),
    Audience.FROM_12: _l("12 to 17"),
    Audience.FROM_16: _l("16 to 25"),
}
EDITION_STATES = {
    EditionState.DRAFT: _l("Being worked on"),
    EditionState.CURRENT: _l("In use"),
    EditionState.RETIRED: _l("Replaced"),
}
KIND_NAMES = {
    Kind.FACES3: _l("Three faces"),
    Kind.FACES5: _l("Five faces"),
    Kind.AGREE: _l("Agree or disagree"),
    Kind.HOW_OFTEN: _l("How often"),
    Kind.YES_NO_UNSURE: _l("Yes, no, not sure"),
    Kind.SINGLE: _l("Choose one"),
    Kind.SEVERAL: _l("Choose several"),
    Kind.LADDER: _l("Ladder from 0 to 10"),
    Kind.NUMBER: _l("A number"),
    Kind.ORDER: _l("Put in order"),
    Kind.TILES: _l("Place tiles"),
    Kind.SHORT: _l("A few words"),
    Kind.LONG: _l("More words"),
    Kind.PHOTO: _l("A photo"),
    Kind.VOICE: _l("A voice note"),
    Kind.TELL: _l("Only tells something"),
}
OPERATORS = {
    Operator.IS: _l("is"),
    Operator.IS_NOT: _l("is not"),
    Operator.ANY_OF: _l("is any of"),
    Operator.NONE_OF: _l("is none of"),
    Operator.AT_LEAST: _l("is at least"),
    Operator.AT_MOST: _l("is at most"),
    Operator.ANSWERED: _l("is answered"),
    Operator.NOT_ANSWERED: _l("is not answered"),
}
#: The eight wellbeing indicators, section 96 of the Children and Young People (Scotland) Act 2014.
SHANARRI = {
    "Safe": _l("Safe"),
    "Healthy": _l("Healthy"),
    "Achieving": _l("Achieving"),
    "Nurtured": _l("Nurtured"),
    "Active": _l("Active"),
    "Respected": _l("Respected"),
    "Responsible": _l("Responsible"),
    "Included": _l("Included"),
}
#: What corporate parents must do, section 58(1) of that Act, in few words.
SECTION_58 = {
    "a": _l("a: be alert to what may harm wellbeing"),
    "b": _l("b: assess needs"),
    "c": _l("c: promote interests"),
    "d": _l("d: give chances to take part"),
    "e": _l("e: help to use services and chances"),
    "f": _l("f: do better as a corporate parent"),
}
#: The five foundations of The Promise (Independent Care Review, 2020).
PROMISE = {
    "Voice": _l("Voice"),
    "Family": _l("Family"),
    "Care": _l("Care"),
    "People": _l("People"),
    "Scaffolding": _l("Scaffolding"),
}
#: Languages a translation may be begun in; it is shown once the site offers the language.
LANGUAGES = ("ar", "fa", "fr", "gd", "pl", "ro", "so", "ti", "uk", "ur", "vi", "zh")
