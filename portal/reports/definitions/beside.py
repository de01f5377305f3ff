"""What stands beside the figures of a wave in its file, as on its page: who was heard, what changed, other surveys."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.comparisons import queries as comparisons
from portal.comparisons.models import OutsideFigure
from portal.disclosure.change import CONFIDENCE
from portal.documents.document import Bullets, Cell, Column, Heading, Kind, Paragraph, Part, Row, Table, Term
from portal.evidence.changes import QUESTION
from portal.evidence.page import Changed, Page
from portal.evidence.silence import Listened
from portal.evidence.since import Since
from portal.evidence.tables import TableReading
from portal.reports.definitions.parts import date_text


def who_was_heard(heard: Listened | None) -> list[Part]:
    """How many of all took part, whom we did not hear, and the table group by group with the sources of its totals."""
    if heard is None:
        return []
    columns = [Column(one) for one in heard.head]
    columns[1:3] = [Column(one.label, Kind.NUMBER) for one in columns[1:3]]
    rows: list[Row] = [
        [
            group,
            Cell(took, line.figure.shown if line.figure else None),
            Cell(there, line.total.number if line.total else None),
            share,
        ]
        for line, (group, took, there, share) in zip(heard.lines, heard.rows, strict=True)
    ]
    sources = [
        _("How many there are: %(source)s, as of %(day)s.", source=source, day=date_text(day))
        for source, day in heard.sources
    ]
    said: list[Part] = [Bullets(heard.said)] if heard.said else []
    table = Table("heard", _("Group by group"), columns, rows, note=" ".join(sources))
    return [Heading(_("Who we heard, and who not")), *said, table, Bullets(heard.notes)]


def what_changed(changed: Changed | None) -> list[Part]:
    """What changed clearly since the wave before, how sure that is, and which figures it was held against."""
    if changed is None:
        return []
    before = _(
        "Held against “%(release)s”, signed on %(day)s.",
        release=changed.before.title,
        day=date_text(changed.before.signed_at or changed.before.frozen_at),
    )
    sure: list[Part] = [Heading(_("How sure this is"), 2), Bullets(changed.notes)] if changed.notes else []
    title = _("What changed since %(wave)s", wave=changed.wave)
    return [Heading(title), Bullets(changed.sentences), Paragraph(before), *sure]


def since_part(key: str, since: Since | None) -> list[Part]:
    """Answer by answer since the wave before, where anything can be compared."""
    if since is None or not since.rows:
        return []
    columns = [Column(one) for one in since.head]
    return [Table(f"since:{key}", since.caption, columns, since.rows, finding=since.sentence)]


def elsewhere_of(page: Page) -> dict[str, list[OutsideFigure]]:
    """What other surveys found for the questions of a page, by the keys of their tables."""
    tables = [said.key for chapter in page.chapters for said in chapter.tables if not said.two_way]
    keys = {key.removeprefix(QUESTION): key for key in tables if key.startswith(QUESTION)}
    return {keys[key]: found for key, found in comparisons.elsewhere_of(keys).items()}


def elsewhere_part(said: TableReading, found: Sequence[OutsideFigure]) -> list[Part]:
    """What other surveys found for this question, with where each figure comes from and the day it was taken over."""
    if not found:
        return []
    columns = [
        Column(_("Answer")),
        Column(_("Share, in per cent"), Kind.NUMBER),
        Column(_("Survey")),
        Column(_("Of how many people"), Kind.NUMBER),
        Column(_("Source")),
        Column(_("Taken over on"), Kind.DATE),
    ]
    caption = _("%(question)s Elsewhere", question=said.title)
    note = _("Other people were asked, in another way: these figures stand beside ours and are never added to them.")
    return [Table(f"elsewhere:{said.key}", caption, columns, [_outside(one) for one in found], note=note)]


def change_terms(changed: Changed | None) -> list[Term]:
    """The words of a change, and by which method its range is worked out."""
    if changed is None or not changed.notes:
        return []
    told = (
        (_("clear rise, clear fall"), _("Neither chance nor rounding explains it: a whole point at least.")),
        (_("no clear change"), _("It may have gone up, gone down or stayed: these answers cannot tell.")),
        (_("too few to compare"), _("A figure is hidden, or fewer than 20 people answered: nothing is worked out.")),
        (
            _("The range of a change"),
            _(
                "Newcombe’s interval for the difference of two shares (1998, method 10), at %(level)s%%, over every"
                " number the rounded figures may stand for, in whole percentage points. Where it is published how"
                " many could have answered, each sample counts as part of so many.",
                level=round(100 * CONFIDENCE),
            ),
        ),
    )
    return [Term(str(word), str(meaning)) for word, meaning in told]


def _outside(one: OutsideFigure) -> Row:
    return [
        one.answer,
        Cell(_("%(share)s%%", share=one.share), one.share),
        _(
            "%(survey)s, %(publisher)s, %(year)s; %(population)s",
            survey=one.survey,
            publisher=one.publisher,
            year=one.year,
            population=one.population,
        ),
        one.base or _("Not known"),
        one.address,
        Cell(date_text(one.retrieved_on), day=one.retrieved_on),
    ]
