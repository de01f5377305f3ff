"""What states and tiers are called on screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.safety.models import ConcernState, RaisedBy, Tier

STATES = {
    ConcernState.WAITING: (_l("Waits"), "late"),
    ConcernState.SEEN: (_l("Opened"), "under_way"),
    ConcernState.HANDED_OVER: (_l("Handed over"), "claimed"),
    ConcernState.CLOSED: (_l("Closed"), "stopped"),
}
RAISED = {
    RaisedBy.YOUNG_PERSON: _l("A young person pressed “not safe”"),
    RaisedBy.READER: _l("A reader was worried"),
}
TIERS = {Tier.FIRST: _l("First"), Tier.SECOND: _l("Second (after 30 minutes)"), Tier.MANAGER: _l("Manager (after 60)")}
DAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
