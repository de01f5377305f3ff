"""Who was heard and who was not, in words; never more than `coverage` says."""

from __future__ import annotations

from collections.abc import Sequence

import flask_babel

from portal.evidence import coverage
from portal.evidence.coverage import LEAST_TOTAL, Heard, Line
from portal.evidence.reading import count_text
from portal.invitations.models import Group


def _(text: str, **values: object) -> str:
    return str(flask_babel.gettext(text, **values))


def rate_text(line: Line) -> str:
    """What share of a group was heard."""
    if line.percent is not None:
        return _("%(percent)s%%", percent=line.percent)
    return {
        Heard.HARDLY: _("Hardly heard"),
        Heard.FEW: _("Few: under 10%"),
        Heard.MOST: _("Most: over 90%"),
        Heard.HIDDEN: _("Can’t be said"),
        Heard.NO_TOTAL: _("No total"),
        Heard.NOT_ASKED: _("Not asked"),
    }[line.heard]


def figure_text(line: Line) -> str:
    """How many of a group took part, as far as it may be known."""
    return count_text(line.figure) if line.figure else _("Not asked")


def total_text(line: Line) -> str:
    """How many there are."""
    if line.total is None:
        return _("Not known")
    if line.total.number is None:
        return _("fewer than %(least)s", least=LEAST_TOTAL)
    return f"{line.total.number:,}"


def response(lines: Sequence[Line]) -> list[str]:
    """How many of all took part, in a sentence; none where either number may not stand here."""
    every = next((line for line in lines if line.group is Group.ALL), None)
    if every is None or every.figure is None or every.figure.hidden or every.total is None or not every.total.number:
        return []
    values = {"number": figure_text(every), "total": total_text(every), "rate": rate_text(every)}
    return [_("About %(number)s of %(total)s young people who could have answered: %(rate)s.", **values)]


def findings(lines: Sequence[Line]) -> list[str]:
    """Sentences to take away: whom we did not hear, and of whom we cannot tell."""
    found = [_silent_text(line) for line in coverage.silent(lines)]
    unknown = [line.label for line in lines if line.heard in (Heard.NO_TOTAL, Heard.NOT_ASKED)]
    if not found and any(line.heard in (Heard.SOME, Heard.MOST) for line in lines):
        found.append(_("No group that can be compared stayed silent. That does not mean that everybody was heard."))
    if unknown:
        found.append(_("We can’t tell whom we missed among: %(groups)s.", groups="; ".join(unknown)))
    return found


def _silent_text(line: Line) -> str:
    values = {"group": _group_text(line), "number": figure_text(line), "total": total_text(line)}
    if line.heard is Heard.HARDLY:
        return _("We hardly heard %(group)s: %(number)s of %(total)s.", **values)
    return _("We heard few of %(group)s: about %(number)s of %(total)s.", **values)


def _group_text(line: Line) -> str:
    return {
        Group.ALL: _("everybody together"),
        Group.AGE_BAND: _("those aged %(band)s", band=line.label.lower()),
        Group.HOME: _("those who live %(place)s", place=line.label[:1].lower() + line.label[1:]),
        Group.LOCALITY: _("those in %(place)s", place=line.label),
    }[line.group]
