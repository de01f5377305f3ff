"""What outcomes, wishes and priorities are called on screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.complaints.models import Wish
from portal.contributions.models import Priority
from portal.reading.models import Outcome

OUTCOMES = {
    Outcome.SAFE: _l("Nothing to worry about"),
    Outcome.WORRIED: _l("I am worried: it goes to safeguarding now"),
    Outcome.COMPLAINT: _l("It may be a complaint"),
    Outcome.ASK: _l("They ask for something"),
    Outcome.GOOD_NEWS: _l("Good news"),
}
WISHES = {
    Wish.NOT_ASKED: _l("Not a question here"),
    Wish.ASKED: _l("I am asking them now (the question below is sent)"),
    Wish.YES: _l("Yes, they said so"),
    Wish.NO: _l("No, they said so"),
}
PRIORITIES = {
    Priority.URGENT: (_l("Read first"), "late"),
    Priority.SOON: (_l("Soon"), "claimed"),
    Priority.USUAL: (_l("In turn"), "planned"),
}
COMPLAINT_QUESTION = _l(
    "Thank you for telling us. Do you want this to be a complaint? If you say yes, someone has to look into it and"
    " answer you by a date. If you say no, that is fine. You decide."
)
