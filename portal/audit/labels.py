"""What the log calls things, in words for whoever inspects it. An act is named `thing.done`."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

#: Things acts are done to. One that is missing here is shown by its name in the log.
THINGS = {
    "account": _l("People who sign in"),
    "action": _l("Actions"),
    "agenda": _l("Agendas"),
    "answer": _l("Answers to asks"),
    "api-token": _l("Access of programs"),
    "area": _l("Areas for improvement"),
    "ask": _l("Asks"),
    "attachment": _l("Pictures and voice notes"),
    "bank": _l("Question bank"),
    "board": _l("Lists of the board"),
    "calendar": _l("Calendars"),
    "coding": _l("Coding of views"),
    "commitment": _l("Promises"),
    "complaint": _l("Complaints"),
    "complaints": _l("Complaints log"),
    "concern": _l("Worries about safety"),
    "conflict": _l("Conflicts of interest"),
    "consultation": _l("Consultations"),
    "decision": _l("Decisions"),
    "dots": _l("Dots on agendas"),
    "download": _l("Files to take away"),
    "edition": _l("Editions of consultations"),
    "eligibility": _l("Rules of who is owed what"),
    "erasing": _l("Erasing"),
    "escalation": _l("What goes up the ladder"),
    "feedback": _l("You said, we did"),
    "figures": _l("Figures of other surveys"),
    "group": _l("Groups"),
    "holidays": _l("Holidays"),
    "help-line": _l("Help lines"),
    "help-lines": _l("Help lines"),
    "idea": _l("Ideas"),
    "inspection": _l("Access of inspectors"),
    "invitation": _l("Invitations"),
    "keys": _l("Keys"),
    "letters": _l("Letters with codes"),
    "measure": _l("Measures"),
    "meeting": _l("Meetings"),
    "memory": _l("What came of asks over the years"),
    "minutes": _l("Minutes"),
    "name": _l("Names behind views"),
    "objective": _l("Objectives"),
    "organisation": _l("Pages of organisations"),
    "organisations": _l("Organisations"),
    "outreach": _l("What was tried to reach people"),
    "own_words": _l("Young people’s own words"),
    "pack": _l("Meeting packs"),
    "paper": _l("Paper answers"),
    "partnership": _l("The partnership"),
    "password": _l("Passphrases"),
    "places": _l("Places"),
    "plan": _l("The plan"),
    "position": _l("Position statements"),
    "problem": _l("Problems to sort"),
    "quote": _l("Quotes for the board"),
    "reading": _l("Readings of measures"),
    "recovery-code": _l("Recovery codes"),
    "release": _l("Releases of figures"),
    "reminders": _l("Reminders"),
    "report": _l("Signed reports"),
    "rota": _l("Rota"),
    "scorecard": _l("Scorecard of promises"),
    "role": _l("Roles"),
    "second-step": _l("The second step of signing in"),
    "session": _l("Signing in and out"),
    "sign-in": _l("Signing in"),
    "sign-out": _l("Signing out"),
    "summary": _l("Summaries"),
    "thanks": _l("Thanks"),
    "theme": _l("Themes"),
    "thread": _l("Threads of young people"),
    "total": _l("How many there are"),
    "training": _l("Training packs"),
    "view": _l("Views"),
    "views": _l("Search in views"),
    "way-in": _l("New links to sign in"),
    "wave": _l("Earlier waves"),
    "words": _l("Words of young people"),
}


def by_thing(acts: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Names of acts as `(thing in words, what was done to it)`, by the thing."""
    found: dict[str, list[str]] = {}
    for act in acts:
        thing, _dot, done = act.partition(".")
        known = str(THINGS.get(thing, thing.replace("_", " ")))
        found.setdefault(known, []).append(done.replace("_", " ").replace("-", " "))
    return sorted((thing, [one for one in done if one]) for thing, done in found.items())
