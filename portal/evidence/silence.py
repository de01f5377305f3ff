"""Who was heard and who was not, in words; never more than `coverage` says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import flask_babel

from portal.evidence import coverage
from portal.evidence.coverage import LEAST_TOTAL, Heard, Line
from portal.evidence.reading import count_text
from portal.invitations.models import Group


def _(text: str, **values: object) -> str:
    return str(flask_babel.gettext(text, **values))


@dataclass(frozen=True)
class Listened:
    """Who was heard, group by group: `said` stands on top, the table below `head`, and `notes` say how to read it.

    `sources` are where each total comes from, and of which day it is.
    """

    lines: tuple[Line, ...]
    response: tuple[str, ...]
    findings: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """How many of all took part, whom we did not hear, and of whom we cannot tell."""
        return (*self.response, *self.findings)

    @property
    def head(self) -> tuple[str, ...]:
        """What the table's columns are."""
        return (_("Group"), _("Took part"), _("How many there are"), _("Share"))

    @property
    def rows(self) -> tuple[tuple[str, str, str, str], ...]:
        """A row for each group."""
        return tuple((one.label, figure_text(one), total_text(one), rate_text(one)) for one in self.lines)

    @property
    def sources(self) -> list[tuple[str, date]]:
        """Each published total that stands here, by its source and day."""
        return sorted({(one.total.source, one.total.as_of) for one in self.lines if one.total})


def listened(lines: Sequence[Line]) -> Listened:
    """What these groups come to, in words."""
    return Listened(tuple(lines), tuple(response(lines)), tuple(findings(lines)), tuple(how_to_read()))


def how_to_read() -> list[str]:
    """What has to be known beside shares of groups."""
    return [
        _(
            "Only people who said yes to the board’s summary are counted, and only those who named their group stand in"
            " it. So a share is at least a little too low."
        ),
        _("Shares are worked out from rounded figures. Where a figure is hidden, its share is too."),
        _("Where nearly everybody took part, how many there are is not shown: it would tell how few did not."),
        _("Nobody has to answer. A low share asks what we did, not what they did."),
    ]


def rate_text(line: Line) -> str:
    """What share of a group was heard."""
    if line.percent is not None:
        return _("%(percent)s%%", percent=line.percent)
    return {
        Heard.HARDLY: _("Hardly heard"),
        Heard.FEW: _("Few: under 10%"),
        Heard.MOST: _("Most: over 90%"),
        Heard.MORE: _("More than the total we were given"),
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
        return _("fewer than %(least)s", least=LEAST_TOTAL) if line.total.small else _("not shown")
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
    unknown = [line.label for line in lines if line.heard in (Heard.NO_TOTAL, Heard.NOT_ASKED, Heard.MORE)]
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
