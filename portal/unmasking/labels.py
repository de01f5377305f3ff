"""Why a name was opened, in the words of whoever reads it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.unmasking.models import Reason
from portal.unmasking.rules import State

REASONS = {
    Reason.TO_WORKER: _l("To pass it on to their worker, as they asked"),
    Reason.SORT: _l("To sort out what they asked us to"),
    Reason.WORRIED: _l("Worried that somebody is not safe"),
    Reason.LAW: _l("A court or the law says so"),
}
#: The same on the young person's own line.
TO_OWNER = {
    Reason.TO_WORKER: _l("to pass it on to your worker, as you asked"),
    Reason.SORT: _l("to sort out what you asked us to"),
    Reason.WORRIED: _l("because they were worried that somebody is not safe"),
    Reason.LAW: _l("because a court or the law said so"),
}
STATES = {
    State.WAITING: _l("Waits for a second person"),
    State.LAPSED: _l("Nobody decided within a day"),
    State.REFUSED: _l("Not agreed"),
    State.OPEN: _l("Open now"),
    State.ENDED: _l("The hour is over"),
}
