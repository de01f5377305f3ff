"""Who was heard and who was not: figures of one signed release beside how many young people there are.

Everything here is worked out from what a release shows to an audience and from published totals, never from a count:
whatever total stands beside a hidden figure, it stays as hidden as it was. Silence is a finding, and said in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.consultations.models import About
from portal.consultations.questionnaire import Questionnaire
from portal.disclosure.figures import Figure, Showing
from portal.disclosure.safe import SafeRelease
from portal.disclosure.thresholds import PERCENT_BASE, Subject, threshold
from portal.invitations.models import EligibleTotal, Group

#: A total below this is not shown beside a figure: with it, one could tell how few were silent.
LEAST_TOTAL = PERCENT_BASE
#: A shown figure is at most so far from its count.
ROUNDED_BY = 2
_AT_MOST_A = 4  # quarter
_TABLES = {Group.AGE_BAND: About.AGE_BAND, Group.HOME: About.HOME, Group.LOCALITY: About.LOCALITY}


class Heard(StrEnum):
    """What can be said of a group."""

    HARDLY = "hardly"  # fewer than the threshold, and that is at most a quarter
    FEW = "few"  # under a tenth
    SOME = "some"
    MOST = "most"  # over nine tenths
    MORE = "more"  # than there are, by more than rounding: the total is wrong or old
    HIDDEN = "hidden"
    NO_TOTAL = "no total"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class Total:
    """How many there are, as far as it may stand here; `number` is None where it may not, with `small` because it is
    too small."""

    number: int | None
    as_of: date
    source: str
    small: bool = False


@dataclass(frozen=True)
class Line:
    """One group. `percent` is a whole number between 10 and 90, or None."""

    group: Group
    key: str
    label: str
    figure: Figure | None
    total: Total | None
    heard: Heard
    percent: int | None = None


def lines(
    release: SafeRelease,
    asked: Questionnaire,
    totals: Mapping[tuple[Group, str], EligibleTotal],
    groups: Mapping[tuple[Group, str], str],
) -> list[Line]:
    """Every group in order, with what may be said of it."""
    found = []
    for (group, key), label in groups.items():
        figure = _people(release) if group is Group.ALL else _figure(release, asked, group, key)
        total = totals.get((group, key))
        number = _number(total) if total else None
        heard, percent = judge(figure, number)
        stands = number if number is not None and may_stand(figure, number, heard) else None
        told = Total(stands, total.as_of, total.source, small=number is None) if total else None
        found.append(Line(group, key, label, figure, told, heard, percent))
    return found


def may_stand(figure: Figure | None, total: int, heard: Heard) -> bool:
    """Whether a total may stand beside a figure: not where it would tell how few were silent, nor where it would bound
    a figure that is hidden for others' sake. One that is fewer than its threshold is bounded closer by that already."""
    if figure is None or figure.showing is Showing.FEWER:
        return True
    return figure.shown is not None and heard is not Heard.MOST and total - figure.shown >= figure.threshold


def judge(figure: Figure | None, total: int | None) -> tuple[Heard, int | None]:
    """What a shown figure and a published total come to; a hidden figure stays hidden whatever the total is."""
    if figure is None:
        return Heard.NOT_ASKED, None
    if total is None:
        return Heard.NO_TOTAL, None
    if figure.shown is None:
        hardly = figure.showing is Showing.FEWER and _AT_MOST_A * figure.threshold <= total
        return (Heard.HARDLY if hardly else Heard.HIDDEN), None
    if figure.shown > total + ROUNDED_BY:
        return Heard.MORE, None
    if 10 * figure.shown < total:
        return Heard.FEW, None
    if 10 * figure.shown > 9 * total:
        return Heard.MOST, None
    return Heard.SOME, (200 * figure.shown + total) // (2 * total)


def silent(found: Sequence[Line]) -> list[Line]:
    """The groups that were hardly heard, or few of them."""
    return [line for line in found if line.heard in (Heard.HARDLY, Heard.FEW) and line.group is not Group.ALL]


def _number(total: EligibleTotal) -> int | None:
    return total.number if total.number >= LEAST_TOTAL else None


def _figure(release: SafeRelease, asked: Questionnaire, group: Group, key: str) -> Figure | None:
    """The figure of a band, which a release knows by the words of its answer; None where it was not asked for."""
    band = _TABLES[group]
    table = release.table(f"band:{band.value}")
    question = next((one for one in asked.questions if one.about is band), None)
    if question is None or key not in question.by_choice:
        return None
    if table is None or table.withheld:
        return _withheld(release)
    return table.cells.get((question.by_choice[key].label,))


def _people(release: SafeRelease) -> Figure:
    return release.people or _withheld(release)


def _withheld(release: SafeRelease) -> Figure:
    return Figure(Showing.WITHHELD, threshold(release.audience, Subject.ANSWERS))
