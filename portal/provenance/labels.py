"""What the stops of a thread are called, and how their numbers read."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.complaints.models import Wish
from portal.complaints.rules import Clock, Kept
from portal.contributions.models import Matter
from portal.core.i18n import day
from portal.core.thread import Station
from portal.provenance import rules
from portal.provenance.complaint_log import Entry, State
from portal.provenance.periods import Period
from portal.provenance.queries import Thread
from portal.provenance.rules import Hop, Stop

HOPS = {
    Hop.VIEWS: _l("Young people said it"),
    Hop.THEME: _l("Heard together, as one theme"),
    Hop.ASKS: _l("They asked for something"),
    Hop.ANSWERS: _l("Those who can change it answered"),
    Hop.ACTIONS: _l("What was promised and done"),
    Hop.STORIES: _l("Young people were told"),
    Hop.VERDICTS: _l("Did it change anything? People with a code say"),
    Hop.CHANGED: _l("What really changed"),
}
STATES = {State.OPEN: _l("Open"), State.LATE: _l("Late"), State.CLOSED: _l("Answered")}
#: What a complaint was said as.
TOPICS = {
    Matter.PROBLEM: _l("A problem to sort"),
    Matter.ANSWERS: _l("Answers to our questions"),
    Matter.IDEA: _l("An idea"),
    Matter.GOOD_NEWS: _l("Good news"),
    Matter.THANKS: _l("Thanks to somebody"),
    Matter.NOT_SAFE: _l("Not safe"),
}
PERIODS = {
    Period.QUARTER: _l("The last 13 weeks"),
    Period.YEAR: _l("The last 52 weeks"),
    Period.THIS: _l("This council year, since 1 April"),
    Period.LAST: _l("The council year before"),
}
#: Whether a problem that is no complaint was ever offered to be one.
ASKED = {
    Wish.NOT_ASKED: _l("Nobody asked whether it is a complaint"),
    Wish.ASKED: _l("Asked, and they have not said"),
    Wish.NO: _l("They said that it is none"),
}
KEPT = {
    Kept.IN_TIME: _l("Answered in time"),
    Kept.LATE: _l("Answered late"),
    Kept.WAITS: _l("Waits, in time"),
    Kept.WAITS_LATE: _l("Waits, late"),
    Kept.NO_ANSWER: _l("Taken further, no answer on record"),
}
#: How each is drawn (`components/state_tag.html`).
KEPT_DRAWN = {
    Kept.IN_TIME: "agreed",
    Kept.LATE: "late",
    Kept.WAITS: "under_way",
    Kept.WAITS_LATE: "late",
    Kept.NO_ANSWER: "stopped",
}
#: What stands at a stop where nothing is.
NOTHING = {
    Hop.VIEWS: _l("No signed figures yet. How many said it is counted when a wave is over, and shown once signed."),
    Hop.THEME: _l("No theme was put to this yet."),
    Hop.ASKS: _l("Nothing here yet. Nobody asked the board for anything about this."),
    Hop.ANSWERS: _l("Nothing here yet. No ask about this was answered."),
    Hop.ACTIONS: _l("Nothing here yet. Nobody promised to do anything."),
    Hop.STORIES: _l("Nothing here yet. Nobody was told what came of it."),
    Hop.VERDICTS: _l("No signed figures yet. They are counted once a quarter."),
    Hop.CHANGED: _l("Nothing here yet. Young people have not agreed that anything is done."),
}


def number_text(stop: Stop) -> str:
    """How much is at a stop: what organisations did by its number, what young people said as it was released."""
    if stop.hidden:
        return str(_("Hidden to protect people"))
    if stop.hop in (Hop.VIEWS, Hop.THEME) and stop.lines:
        return stop.lines[0].text
    number = len(stop.lines)
    return _counted(stop.hop, number) if number else str(_("Nothing here yet"))


def _counted(hop: Hop, number: int) -> str:
    told = {
        Hop.ASKS: lambda: ngettext("%(num)s ask", "%(num)s asks", number),
        Hop.ANSWERS: lambda: ngettext("%(num)s answer", "%(num)s answers", number),
        Hop.ACTIONS: lambda: ngettext("%(num)s action", "%(num)s actions", number),
        Hop.STORIES: lambda: ngettext("%(num)s story", "%(num)s stories", number),
        Hop.VERDICTS: lambda: ngettext("Figures of %(num)s ask", "Figures of %(num)s asks", number),
        Hop.CHANGED: lambda: ngettext(
            "%(num)s action that young people agree is done", "%(num)s actions that young people agree are done", number
        ),
    }
    return str(told[hop]())


def stations(thread: Thread) -> list[Station]:
    """The thread in short, each stop leading to what it holds on the same page."""
    drawn = rules.states([bool(stop.lines) for stop in thread.stops])
    return [
        Station(str(HOPS[stop.hop]), state, when=days_text(stop), detail=number_text(stop), href=f"#{stop.hop.value}")
        for stop, state in zip(thread.stops, drawn, strict=True)
    ]


def days_text(stop: Stop) -> str:
    """`3 May to 12 June`, one day, or nothing."""
    return span_text(stop.days[0], stop.days[-1]) if stop.days else ""


def span_text(first: date, last: date) -> str:
    """`3 May to 12 June`, or the one day both are."""
    if first == last:
        return day(last)
    return str(_("%(first)s to %(last)s", first=day(first, last), last=day(last)))


def clock_text(one: Clock) -> str:
    """`answered in 3 of 5 working days`, or how many are gone."""
    if one.answered_on:
        return str(_("answered in %(days)s of %(within)s working days", days=one.days, within=one.within))
    if one.kept is Kept.NO_ANSWER:
        return str(_("taken further after %(days)s working days", days=one.days))
    due = day(one.due_on)
    gone = _("%(days)s of %(within)s working days gone, due %(due)s", days=one.days, within=one.within, due=due)
    return str(gone)


def state_of(entry: Entry) -> tuple[str, str]:
    """A complaint's state in a word, and how it is drawn."""
    if entry.complaint.closed_at is not None:
        return str(STATES[State.CLOSED]), "agreed"
    return (str(STATES[State.LATE]), "late") if entry.late else (str(_("Under way")), "under_way")
