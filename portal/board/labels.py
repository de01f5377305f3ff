"""The words the board's states, answers and reasons go by; wherever they are shown, they are these."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from portal.board import rules
from portal.board.models import ActionState, AskAnswer, Level, Rated, ReasonClass, Say, Step, Wording

WORDINGS = {
    Wording.WRITTEN: _l("Written by young people for the board"),
    Wording.QUOTE: _l("A young person’s own words"),
    Wording.PARAPHRASE: _l("An adult wrote this for young people"),
}
ANSWERS = {AskAnswer.YES: _l("Yes"), AskAnswer.PARTLY: _l("Partly"), AskAnswer.NO: _l("No")}
SAID = {
    AskAnswer.YES: _l("%(organisation)s said: yes"),
    AskAnswer.PARTLY: _l("%(organisation)s said: partly"),
    AskAnswer.NO: _l("%(organisation)s said: no"),
}
ANSWERED = {
    AskAnswer.YES: _l("Said yes"),
    AskAnswer.PARTLY: _l("Said partly"),
    AskAnswer.NO: _l("Said no, and why"),
}
REASONS = {
    ReasonClass.LAW: _l("The law does not let us"),
    ReasonClass.MONEY: _l("There is no money for it now"),
    ReasonClass.NOT_OURS: _l("It is not ours to decide"),
    ReasonClass.OTHERS_DIFFERED: _l("Other young people wanted something different"),
    ReasonClass.KNOW_MORE: _l("We need to know more first"),
}
STATES = {
    ActionState.PLANNED: _l("Planned"),
    ActionState.UNDER_WAY: _l("Under way"),
    ActionState.STUCK: _l("Stuck"),
    ActionState.CLAIMED: _l("Claimed done"),
    ActionState.DISPUTED: _l("Young people say not yet"),
    ActionState.PARTLY: _l("Young people say partly"),
    ActionState.AGREED: _l("Young people agree"),
    ActionState.STOPPED: _l("Stopped"),
}
#: How things stand with several actions together (`rules.standing`).
STANDINGS = {
    **{rules.Standing(state.value): label for state, label in STATES.items()},
    rules.Standing.NOTHING: _l("No action yet"),
    rules.Standing.SOME: _l("Partly done"),
}
#: How a state is drawn (`state_tag`); "partly" looks like a claim that came half the way.
KINDS = {state: state.value for state in ActionState} | {ActionState.PARTLY: "claimed"}
STANDING_KINDS = {
    **{rules.Standing(state.value): kind for state, kind in KINDS.items()},
    rules.Standing.NOTHING: "planned",
    rules.Standing.SOME: "claimed",
}
SAYS = {
    Say.YES: _l("Yes, it really happened"),
    Say.PARTLY: _l("Partly"),
    Say.NOT_YET: _l("Not yet"),
}
LEVELS = {
    Level.OWN_LIFE: _l("Decisions about somebody’s own life"),
    Level.TRAINING: _l("How staff are trained"),
    Level.POLICY: _l("Policy and services for everybody"),
}
RATINGS = {Rated.REAL: _l("A real answer"), Rated.WAFFLE: _l("Waffle")}
STEPS = {
    Step.NOTE: _l("Progress"),
    Step.STARTED: _l("Work on it began"),
    Step.STUCK: _l("Stuck"),
    Step.CLAIMED: _l("Claimed done"),
    Step.ASKED_AGAIN: _l("Asked again because young people said not yet"),
    Step.STOPPED: _l("Stopped"),
}
STEP_TITLES = {
    Step.NOTE: _l("Add progress"),
    Step.STUCK: _l("Say that it is stuck"),
    Step.CLAIMED: _l("Say that it is done"),
    Step.STOPPED: _l("Stop this action"),
}
STEP_QUESTIONS = {
    Step.NOTE: _l("What was done since last time?"),
    Step.STUCK: _l("Who or what is it waiting for?"),
    Step.CLAIMED: _l("What was done? Say what a young person would notice."),
    Step.STOPPED: _l("Why does it stop?"),
}
#: Why champions are asked once more when nobody signs for it: code holders together made it happen.
MOST_SAY_NOT_YET = _l("Most people who asked for this say it has not happened yet.")
CHECKLIST = {
    "names": _l("No names or nicknames, of people or pets"),
    "school": _l("No school, club or workplace"),
    "place": _l("No place, street or kind of home that few live in"),
    "dates": _l("No dates, ages or meetings that could be looked up"),
    "family": _l("Nothing about the shape of a family, such as how many brothers and sisters"),
    "rare": _l("Nothing rare that happened to few people"),
    "carer": _l("Their carer or worker would not recognise them in it"),
    "meaning": _l("It still means what they meant"),
}


def taken_back() -> str:
    """Stands where a quote stood, from the very next request on."""
    return str(gettext("The person who said this has taken it back."))


def not_checked() -> str:
    """Stands where a quote will stand once a second person has looked at it."""
    return str(gettext("These words wait for a second person to check them."))


def not_confirmed() -> str:
    """Whose words an ask is in that an officer typed and no young champion has confirmed."""
    return str(gettext("An adult wrote this for young people. No young champion has said yet: these are our words"))


def late(due_on: date, today: date) -> str:
    """`9 days late`."""
    days = rules.days_late(due_on, today)
    return str(ngettext("%(num)s day late", "%(num)s days late", days))


def several_late(number: int, first_due: date, today: date) -> str:
    """`2 actions late, up to 9 days`, for an ask under which more than one is."""
    actions = ngettext("%(num)s action late", "%(num)s actions late", number)
    days = ngettext("up to %(num)s day", "up to %(num)s days", rules.days_late(first_due, today))
    return f"{actions}, {days}"


def unreadable() -> str:
    """Stands where sealed words were tampered with or their key is gone."""
    return str(gettext("These words cannot be opened."))


def not_checked_yet() -> str:
    """A quote the board does not know of yet."""
    return str(gettext("Waiting to be checked"))


def no_answer_yet() -> str:
    """An ask nobody answered, whose day has not come."""
    return str(gettext("Waiting for an answer"))
