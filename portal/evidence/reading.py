"""A release in words and rows, the same for the page and for every file made from it."""

from __future__ import annotations

from collections.abc import Sequence

import flask_babel

from portal.consultations import queries as consultations
from portal.consultations.models import About
from portal.disclosure import words
from portal.disclosure.figures import End, Figure, Showing
from portal.disclosure.safe import SafeLine, SafeRelease, SafeTable
from portal.disclosure.thresholds import Size, Subject
from portal.disclosure.words import Note, Say
from portal.evidence.listening import CHANGED_TABLE, TALKED_TABLE
from portal.evidence.models import Release
from portal.evidence.tables import Bar, GroupReading, TableReading
from portal.evidence.wave import THEMES_TABLE
from portal.meeting_prep.labels import CHANGES, TALKED
from portal.meeting_prep.models import TalkedAbout
from portal.themes.labels import tag_text


def _(text: str, **values: object) -> str:
    return str(flask_babel.gettext(text, **values))


def figure_text(figure: Figure) -> str:
    """`45`, `45 (38%)` or the words that hide a small number."""
    return bar("", figure).text


def bar(label: str, figure: Figure, *, share: bool = True) -> Bar:
    """A figure beside what it counts; its share is left out where it would be one of all and not of its group."""
    return Bar(label, figure.shown, count_text(figure), share_text(figure) if share else "")


def count_text(figure: Figure) -> str:
    """`45`, or the words that hide a small number."""
    return _hidden_text(figure) if figure.shown is None else f"{figure.shown:,}"


def share_text(figure: Figure) -> str:
    """`38%`; near all and near none in words, so that "everybody said" cannot point at one person."""
    if figure.percent is None:
        return ""
    if isinstance(figure.percent, int):
        return f"{figure.percent}%"
    return _("most, over 90%") if figure.percent is End.MOST else _("few, under 10%")


#: What young people are asked when their meeting is over, by the key of its table.
_MEETINGS = {
    TALKED_TABLE: lambda: _("Was what you wanted to say talked about?"),
    CHANGED_TABLE: lambda: _("Did anything change?"),
}


def tables(release: SafeRelease) -> tuple[TableReading, ...]:
    """Every table of a release in its order."""
    return tuple(table_reading(table) for table in release.tables)


def table_reading(table: SafeTable) -> TableReading:
    """One table, ready to be shown; one of which every figure is withheld is no table."""
    withheld = table.withheld or all(figure.showing is Showing.WITHHELD for figure in table.cells.values())
    cells = [] if table.two_way or table.withheld else list(labelled(table).items())
    return TableReading(
        key=table.key,
        title=title_of(table),
        finding=finding(table),
        base=base_text(table),
        head=_head(table, withheld),
        bars=tuple(bar(label, figure) for label, figure in cells),
        groups=() if withheld or not table.two_way else _groups(table),
        whole=table.base.shown,
        withheld=withheld,
        two_way=table.two_way,
    )


def notes(release: SafeRelease) -> tuple[str, ...]:
    """What a reader has to know beside these figures, in plain words."""
    return tuple(note_text(note) for note in words.rules(release))


def note_text(note: Note) -> str:
    """One note in words."""
    texts = {
        Say.NO_FIGURES: _(
            "Fewer than %(number)s people took part. So that nobody can be recognised, there are no figures.",
            number=note.number,
        ),
        Say.NO_GROUPS: _("Too few people took part to break their answers down by group."),
        Say.PEOPLE: _(
            "Figures count different people, not messages. Where somebody gave no name,"
            " each access code counts as one person."
        ),
        Say.ROUNDED: _(
            "Figures are rounded to the nearest %(number)s, totals on their own, so parts may not add up to totals.",
            number=note.number,
        ),
        Say.PERCENT: _(
            "Shares are worked out from rounded figures, where %(number)s people or more answered."
            " Over 90%% is told as “most”, under 10%% as “few”.",
            number=note.number,
        ),
        Say.NOT_SHOWN: _(
            "“not shown” hides a figure so that a small one beside it cannot be worked out."
            " It says nothing about the figure itself."
        ),
        Say.FEWER: _("“fewer than %(number)s” also stands where it was nobody.", number=note.number),
        Say.REST: _("“all but fewer than %(number)s” also stands where it was everybody.", number=note.number),
        Say.MULTIPLE: _(
            "Where people could choose several answers, figures may add up to more than the people who answered."
        ),
        Say.UNITS: _("Groups and codes are counted as such. They are not people and are never added to people."),
    }
    return texts[note.say]


#: With what the keys of tables begin that count what codes make of an answer; the rest is the ask's id.
REPLIES = "replies:"


def title_of(table: SafeTable) -> str:
    """What a table is called: what we named is frozen as its key only, what was asked in the words it was asked in."""
    if table.key == THEMES_TABLE:
        return _("What people told us in their own words, by theme")
    if table.key in _MEETINGS:
        return _MEETINGS[table.key]()
    if table.key.startswith(REPLIES):
        return _("Is the answer real, or waffle?")
    if table.subject is Subject.VERDICTS:
        return _("Did it change anything for you?")
    if table.two_way:
        return f"{table.title} {_by(About(table.key.rpartition('band:')[2]))}"
    return table.title


def _by(band: About) -> str:
    return {
        About.AGE_BAND: _("(by age)"),
        About.HOME: _("(by where people live)"),
        About.LOCALITY: _("(by part of the area)"),
    }[band]


def tags_of(release: Release) -> dict[str, str]:
    """What each question of a wave is about, `Safe · UNCRC 19`, by the key of its table."""
    asked = consultations.find_consultation(release.consultation_id) if release.consultation_id else None
    found = {f"question:{one.key}": tag_text(one.shanarri, one.uncrc) for one in (asked.questions if asked else ())}
    return {key: text for key, text in found.items() if text}


def people_text(release: SafeRelease) -> str:
    """How many took part, as far as it may be said."""
    if release.people is None:
        return _("Fewer than 20 people took part, so there are no numbers.")
    said = _("About %(people)s people took part.", people=figure_text(release.people))
    if release.anonymous is None:
        return said
    unnamed = _("Gave no name, counted one each: %(people)s.", people=figure_text(release.anonymous))
    return f"{said} {unnamed}"


def base_text(table: SafeTable) -> str:
    """How many the table is about."""
    if table.withheld:
        return ""
    return _("%(people)s people answered.", people=figure_text(table.base))


def line_text(line: SafeLine) -> str:
    """A count that stands alone."""
    return f"{line.title}: {figure_text(line.figure)}"


def size_text(size: Size) -> str:
    """What a release of this size can carry, said to the people who freeze and sign it."""
    return {
        Size.NARRATIVE: _("Fewer than 20 people: words only. No number leaves the team."),
        Size.ONE_WAY: _("Fewer than about 50 people: answers question by question, nothing broken down by group."),
        Size.FULL: _("More than 50 people: every registered table."),
    }[size]


def finding(table: SafeTable) -> str:
    """The one sentence to take away; never more than the figures say."""
    if table.withheld or all(figure.showing is Showing.WITHHELD for figure in table.cells.values()):
        return _("Hidden to protect people: the numbers here are too small to show any of them safely.")
    if table.two_way:
        return _groups_finding(table)
    if table.key == TALKED_TABLE and (rate := share_text(table.cells[TalkedAbout.YES.value,])):
        return _("Listening rate: %(rate)s say that what they wanted to say was talked about.", rate=rate)
    return _finding(labelled(table), _most(table))


def _most(table: SafeTable) -> str:
    """How the largest number is introduced; the key of a table says what it is about (`evidence.wave`)."""
    if table.key.startswith("band:"):
        return _("Largest group")
    return _("Heard most often") if table.subject is Subject.THEMES else _("Most often")


def _finding(cells: dict[str, Figure], most: str) -> str:
    for label, figure in cells.items():
        if figure.showing is Showing.REST:
            return _("%(answer)s: %(number)s.", answer=_quoted([label]), number=figure_text(figure))
    top = _top(cells)
    if not top:
        return _("Too many numbers are hidden to say what was chosen most often.")
    number = figure_text(cells[top[0]])
    if len(top) == 1:
        return _("%(most)s: %(answer)s, %(number)s.", most=most, answer=_quoted(top), number=number)
    return _("%(most)s, about equally: %(answers)s, %(number)s each.", most=most, answers=_quoted(top), number=number)


def _groups_finding(table: SafeTable) -> str:
    tops: dict[str, tuple[str, ...]] = {}
    for row in table.dimensions[0].categories:
        top = _top({labels[1]: table.cells[labels] for labels in table.labels if labels[0] == row})
        if top:
            tops[row] = top
    if len(tops) < 2:
        return _("Too few numbers can be shown to compare groups.")
    if len(set(tops.values())) == 1:
        same = _quoted(next(iter(tops.values())))
        return _("Most often in every group that can be shown: %(answer)s.", answer=same)
    each = "; ".join(f"{row}: {_quoted(top)}" for row, top in tops.items())
    return _("Most frequent answer by group: %(each)s.", each=each)


def _top(cells: dict[str, Figure]) -> tuple[str, ...]:
    """The labels with the largest shown number; none if it might be smaller than one that is not shown."""
    if any(figure.showing is Showing.WITHHELD for figure in cells.values()):
        return ()
    largest = max((figure.shown for figure in cells.values() if figure.shown is not None), default=None)
    return tuple(label for label, figure in cells.items() if largest is not None and figure.shown == largest)


def _quoted(labels: Sequence[str]) -> str:
    return ", ".join(f"“{label}”" for label in labels)


def _head(table: SafeTable, withheld: bool) -> tuple[str, ...]:
    if not table.two_way:
        return (_("Theme") if table.subject is Subject.THEMES else _("Answer"), _("People"))
    groups, answers = table.dimensions
    people = (_("People in the group"),) if table.rows and not withheld else ()
    return (groups.label, *answers.categories, *people)


def _groups(table: SafeTable) -> tuple[GroupReading, ...]:
    """Groups of different size are compared by shares, each of its own group, where it is known how many are in it."""
    groups, answers = table.dimensions
    people = table.rows or {}
    return tuple(
        GroupReading(
            group,
            tuple(bar(answer, table.cells[group, answer], share=bool(people)) for answer in answers.categories),
            bar(_("People in the group"), people[group], share=False) if people else None,
        )
        for group in groups.categories
    )


def labelled(table: SafeTable) -> dict[str, Figure]:
    """The figures of a one-way table by the words a reader sees; verdicts are frozen by their short names."""
    known: dict[str, str] = {}
    if table.key in _MEETINGS:
        known = {value.value: str(label) for value, label in (*TALKED.items(), *CHANGES.items())}
    elif table.key.startswith(REPLIES):
        known = {"real": _("A real answer"), "waffle": _("Waffle")}
    elif table.subject is Subject.VERDICTS:
        known = {"yes": _("Yes"), "partly": _("Partly"), "not_yet": _("Not yet")}
    return {known.get(one[0], one[0]): table.cells[one] for one in table.labels}


def _hidden_text(figure: Figure) -> str:
    words = {
        Showing.FEWER: _("fewer than %(least)s", least=figure.threshold),
        Showing.REST: _("all but fewer than %(least)s", least=figure.threshold),
        Showing.WITHHELD: _("not shown"),
    }
    return words[figure.showing]
