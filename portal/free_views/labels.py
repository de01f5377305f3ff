"""What wishes, wordings and the points of a second look are called on screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.complaints.models import Wish
from portal.contributions.models import Matter
from portal.free_views.models import Own

WISHES = {
    Wish.YES: _l("Yes, make it a complaint"),
    Wish.NO: _l("No, just sort it"),
    Wish.ASKED: _l("I will decide later"),
}
MATTERS = {
    Matter.IDEA: _l("An idea"),
    Matter.GOOD_NEWS: _l("Good news: answer like a person"),
    Matter.THANKS: _l("Thanks to somebody"),
    Matter.PROBLEM: _l("A problem to sort"),
}
OWN = {
    Own.THEIRS: _l("In their own words"),
    Own.OTHER: _l("Their idea. An adult wrote it in other words."),
}
CHECKLIST = {
    "names": _l("No names or nicknames, of people or pets, and no school, club or workplace"),
    "place": _l("No place, date, age or meeting that could be looked up"),
    "family": _l("Nothing about the shape of a family, such as how many brothers and sisters"),
    "rare": _l("Nothing rare that happened to few people"),
    "carer": _l("Their carer or worker would not recognise them in it"),
    "meaning": _l("It still means what they meant"),
}
