"""The thread of one theme as a file, the same as its page: quotes in it are stamped, so a withdrawal refuses it."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.core import clock
from portal.documents.document import Bullets, Cell, Column, Document, Heading, Kind, Paragraph, Part, Row, Table
from portal.partnership.site import site
from portal.provenance.labels import HOPS, NOTHING, number_text
from portal.provenance.queries import MOST_ASKS, Thread
from portal.provenance.rules import Line, Stop
from portal.reports.definitions.parts import date_text, invented, language
from portal.themes.models import Theme


def build(theme: Theme, thread: Thread) -> Document:
    """The hops in short, then what each holds."""
    return Document(
        title=_("%(word)s: from what was said to what changed", word=theme.young_word),
        subtitle=_("Theme: %(name)s", name=theme.name),
        language=language(),
        author=site().partnership or site().voice_name,
        dated=clock.today(),
        parts=[
            *invented(),
            *_how_to_read(thread),
            Heading(_("The thread in short")),
            _short(thread),
            *(part for stop in thread.stops for part in _stop(stop)),
        ],
    )


def _how_to_read(thread: Thread) -> list[Part]:
    said = [
        _("Numbers of what young people said come from signed releases and are never live; small ones are hidden."),
        _("An ask without quotation marks is not word for word: its line says who wrote it."),
        _("Please do not try to work out who said what."),
    ]
    if thread.cut:
        said.append(_("The newest %(most)s asks of %(number)s stand here.", most=MOST_ASKS, number=thread.asks))
    return [Heading(_("How to read this")), Bullets([str(one) for one in said])]


def _short(thread: Thread) -> Table:
    columns = [Column(_("Stop")), Column(_("What is there")), Column(_("First day"), Kind.DATE)]
    columns.append(Column(_("Last day"), Kind.DATE))
    rows: list[Row] = []
    for stop in thread.stops:
        days = [Cell(date_text(one), day=one) for one in stop.days]
        rows.append([str(HOPS[stop.hop]), number_text(stop), days[0] if days else "", days[-1] if days else ""])
    return Table("thread", _("The thread in short"), columns, rows)


def _stop(stop: Stop) -> list[Part]:
    title = str(HOPS[stop.hop])
    if not stop.lines:
        return [Heading(title), Paragraph(str(NOTHING[stop.hop]))]
    columns = [Column(_("What")), Column(_("Who, or whose words")), Column(_("Day"), Kind.DATE), Column(_("State"))]
    columns += [Column(_("More")), Column(_("The ask"))]
    return [Heading(title), Table(stop.hop.value, title, columns, [_row(line) for line in stop.lines])]


def _row(line: Line) -> Row:
    own = line.words is not None and not line.text
    words = line.words.text if line.words else ""
    day = Cell(date_text(line.on), day=line.on) if line.on else ""
    mark = line.mark.label if line.mark else ""
    return [words if own else line.text, line.by, day, mark, line.because, "" if own else words]
