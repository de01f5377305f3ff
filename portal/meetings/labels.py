"""What kinds of meetings, states, sources and answers are called on screens."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.core.i18n import TypedString
from portal.meetings.models import Coming, ItemSource, MeetingState, MeetingType
from portal.meetings.rules import Chosen
from portal.partnership.site import site

KINDS = {
    MeetingType.GATHERING: TypedString(lambda: gettext("%(voice)s gathering", voice=site().voice_name)),
    MeetingType.PRE_MEETING: _l("Young people’s pre-meeting"),
    MeetingType.BOARD: TypedString(lambda: site().board_name),
}
STATES = {
    MeetingState.PLANNED: _l("Planned"),
    MeetingState.AGENDA_OPEN: _l("The agenda is open"),
    MeetingState.VOTING: _l("Young people place their dots"),
    MeetingState.AGENDA_SET: _l("The agenda is set"),
    MeetingState.HELD: _l("The meeting has taken place"),
    MeetingState.MINUTES_AGREED: _l("The minutes are agreed, and everybody is told"),
    MeetingState.CALLED_OFF: _l("Called off"),
}
#: How a state is drawn (`state_tag`).
DRAWN = {
    MeetingState.PLANNED: "planned",
    MeetingState.AGENDA_OPEN: "under_way",
    MeetingState.VOTING: "claimed",
    MeetingState.AGENDA_SET: "under_way",
    MeetingState.HELD: "claimed",
    MeetingState.MINUTES_AGREED: "agreed",
    MeetingState.CALLED_OFF: "stopped",
}
#: What an officer's button says that takes a meeting a step on.
ON = {
    MeetingState.PLANNED: _l("Open the agenda"),
    MeetingState.AGENDA_OPEN: _l("Let young people place their dots"),
    MeetingState.VOTING: _l("Close the vote and set the agenda"),
}
#: Whose the order of an agenda is; where it differs from young people's, the explanation stands beside it.
CHOSEN = {
    Chosen.YOUNG: _l("This is the order young people chose."),
    Chosen.DIFFERENT: _l("Young people chose an order, and it was changed."),
    Chosen.CAME: _l("Nobody placed dots; this is the order the points came in."),
    Chosen.OFFICERS: _l("Nobody placed dots; officers set this order."),
}
SOURCES = {
    ItemSource.THEME: _l("A theme young people spoke of"),
    ItemSource.ASK: _l("An ask"),
    ItemSource.ACTION: _l("An action"),
    ItemSource.DECISION: _l("A decision to look at again"),
    ItemSource.PROMISE: _l("A promise"),
    ItemSource.OWN: _l("A point of our own"),
}
COMING = {Coming.YES: _l("Yes, I am coming"), Coming.NO: _l("No, I can’t come")}
CAME = {Coming.YES: _l("Coming"), Coming.NO: _l("Not coming")}
EDITIONS = {"young": _l("Young people’s edition"), "officers": _l("Officers’ edition")}
