"""Pieces every report is made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.core import clock
from portal.disclosure.figures import Figure
from portal.disclosure.safe import SafeRelease
from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets, Cell, Column, Heading, Kind, Note, Part, Table, Term
from portal.evidence import reading
from portal.evidence.tables import Bar, TableReading
from portal.partnership.site import site

EDITIONS: dict[Audience, Callable[[], str]] = {
    Audience.PARTNERS: lambda: str(_("Edition for the partners: not for publication.")),
    Audience.PUBLIC: lambda: str(_("Public edition.")),
}


def date_text(value: date | datetime) -> str:
    """`12 June 2026`: a file is read long after this year."""
    day = clock.day_of(value) if isinstance(value, datetime) else value
    return format_date(day, "d MMMM y", locale=get_locale() or "en_GB")


def language() -> str:
    """The language this report is written in, as a tag."""
    return str(get_locale() or "en_GB").replace("_", "-")


def invented() -> list[Part]:
    """A demonstration says so on its first page, or a file of it could be taken for the truth."""
    if not site().invented:
        return []
    return [Note(_("Everybody and everything here is made up."), _("Demonstration"))]


def how_to_read(figures: SafeRelease, edition: Audience, *more: str) -> list[Part]:
    """Whom a file is for, and what has to be known beside its figures."""
    plea = _("Please do not try to work out who said what.")
    said = [EDITIONS[edition](), *reading.notes(figures), *more, str(plea)]
    return [Heading(_("How to read the numbers")), Bullets(said)]


def terms() -> list[Term]:
    """The words of the figures, and those that stand where a figure is hidden."""
    told = (
        (_("People"), _("Different people, not messages. Where somebody gave no name, a code counts as one person.")),
        (_("Share"), _("Out of those who answered that question, worked out from rounded figures.")),
        (
            _("fewer than 5, or than 10"),
            _("A small number is hidden, so that nobody can be recognised. It also stands where it was nobody."),
        ),
        (
            _("all but fewer than 5, or than 10"),
            _("Nearly everybody: a number would tell how few are left. It also stands where it was everybody."),
        ),
        (
            _("not shown"),
            _("A figure is hidden so that a small one beside it cannot be worked out. It says nothing about itself."),
        ),
        (
            _("most, over 90% · few, under 10%"),
            _("A share so near to everybody or to nobody is told in words, so that it cannot point at one person."),
        ),
    )
    return [Term(str(word), str(meaning)) for word, meaning in told]


def figure_cell(figure: Figure) -> Cell:
    """A shown number stays a number in a spreadsheet; a hidden one is words."""
    return Cell(reading.count_text(figure), figure.shown)


def table_part(said: TableReading, *notes: str) -> Table | Note:
    """The figures of one table with what is to be known of it, or why there are none."""
    if said.withheld:
        return Note(" ".join(one for one in (said.finding, *notes) if one), said.title)
    columns = _by_group(said) if said.two_way else _one_way(said)
    rows: list[list[Cell | str | int]] = (
        [[group.label, *map(bar_cell, group.bars)] for group in said.groups]
        if said.two_way
        else [[one.label, Cell(one.count, one.value), one.share] for one in said.bars]
    )
    note = " ".join(one for one in (said.base, *notes) if one)
    return Table(said.key, said.title, columns, rows, finding=said.finding, note=note)


def bar_cell(one: Bar) -> Cell:
    """A number with its share, `45 (38%)`: the number stays one in a spreadsheet, and the share stands beside it."""
    return Cell(one.text, one.value)


def _one_way(said: TableReading) -> list[Column]:
    return [Column(said.head[0]), Column(said.head[1], Kind.NUMBER), Column(_("Share"))]


def _by_group(said: TableReading) -> list[Column]:
    shares = any(group.people for group in said.groups)
    answers = len(said.groups[0].answers) if said.groups else 0
    meaning = str(_("People in this group who answered so, and their share of this group")) if shares else ""
    return [
        Column(said.head[0]),
        *(Column(label, Kind.NUMBER, meaning, twice=shares) for label in said.head[1 : answers + 1]),
        *(Column(label, Kind.NUMBER) for label in said.head[answers + 1 :]),
    ]
