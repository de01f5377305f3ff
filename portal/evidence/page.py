"""The page of one release: its chapters, who was heard, and what changed since the wave before. Nothing is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import flask_babel

from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.core import clock
from portal.disclosure.safe import SafeRelease
from portal.evidence import changes, coverage, queries, reading, silence, since
from portal.evidence.changes import QUESTION
from portal.evidence.models import Release
from portal.evidence.silence import Listened
from portal.evidence.since import Since
from portal.evidence.tables import Bar, TableReading
from portal.evidence.wave import ASSISTED_TABLE, THEMES_TABLE
from portal.invitations import labels
from portal.invitations import queries as invitations


def _(text: str, **values: object) -> str:
    return str(flask_babel.gettext(text, **values))


@dataclass(frozen=True)
class Chapter:
    """Tables that belong together, under a heading that the list of contents leads to."""

    anchor: str
    title: str
    tables: tuple[TableReading, ...]


@dataclass(frozen=True)
class Changed:
    """What changed since an earlier release in sentences, the same for a child, how to read them, and each question by
    the key of its table."""

    before: Release
    wave: str
    sentences: list[str]
    plain: list[str]
    notes: list[str]
    questions: Mapping[str, Since]


@dataclass(frozen=True)
class Page:
    """What a reader sees of a release; only one of a wave says who was heard and may say what changed."""

    chapters: tuple[Chapter, ...]
    heard: Listened | None = None
    changed: Changed | None = None


def page_of(release: Release, figures: SafeRelease) -> Page:
    """The page for the audience of these figures of it. Changes are told between signed releases alone."""
    asked = release.consultation
    if asked is None:
        return Page(_chapters([(_("Figures"), lambda table: True)], reading.tables(figures)))
    words = {part.name: part.young_word for part in queries.released_themes(release)}
    tables = [
        _in_young_words(table, words) if table.key == THEMES_TABLE else table for table in reading.tables(figures)
    ]
    chapters = _chapters(_of_a_wave(), tables)
    if release.signed_at is None:
        return Page(chapters)
    return Page(chapters, heard(asked, figures), changed(release, asked, figures))


def heard(asked: Consultation, figures: SafeRelease) -> Listened:
    """Who was heard, group by group."""
    groups = labels.groups(invitations.localities())
    totals = invitations.totals()
    return silence.listened(coverage.lines(figures, consultations.get_consultation(asked.id), totals, groups))


def changed(release: Release, asked: Consultation, figures: SafeRelease) -> Changed | None:
    """Since the wave before; None where there is none with a signed release, or this one holds no figures."""
    before = queries.wave_before(release)
    earlier = before.consultation if before else None
    if before is None or earlier is None or not figures.tables:
        return None
    totals = invitations.all_totals()
    found = changes.compare(
        queries.figures(before, figures.audience),
        figures,
        *(changes.eligible_on(totals, clock.day_of(wave.closes_at)) for wave in (earlier, asked)),
    )
    return Changed(
        before,
        earlier.wave,
        since.overview(found, earlier.wave),
        since.plainly(found, earlier.wave),
        since.how_to_read(found),
        {key: since.since(one, earlier.wave) for key, one in found.items()},
    )


def anchor(key: str) -> str:
    """The key of a table as part of an address on its page."""
    return "t-" + re.sub(r"[^a-z0-9_]+", "-", key.lower()).strip("-")


Belongs = Callable[[TableReading], bool]


def _of_a_wave() -> list[tuple[str, Belongs]]:
    return [
        (_("What people answered"), lambda table: table.key.startswith(QUESTION) and not table.two_way),
        (_("In their own words"), lambda table: table.key == THEMES_TABLE),
        (_("About the people"), lambda table: table.key.startswith("band:") or table.key == ASSISTED_TABLE),
        (_("Answers by group"), lambda table: table.two_way),
    ]


def _chapters(kinds: Iterable[tuple[str, Belongs]], tables: Iterable[TableReading]) -> tuple[Chapter, ...]:
    found = [(title, tuple(filter(belongs, tables))) for title, belongs in kinds]
    return tuple(Chapter(f"c-{number}", title, some) for number, (title, some) in enumerate(found, start=1) if some)


def _in_young_words(table: TableReading, words: Mapping[str, str]) -> TableReading:
    """Each theme with what young people call it, where that is something else, and a word on which is which."""

    def named(bar: Bar) -> Bar:
        word = words.get(bar.label, "")
        said = _("%(theme)s (“%(word)s”)", theme=bar.label, word=word)
        return replace(bar, label=said) if word and word != bar.label else bar

    base = f"{table.base} {_('In brackets: what young people call it.')}" if words and table.base else table.base
    return replace(table, bars=tuple(named(bar) for bar in table.bars), base=base)
