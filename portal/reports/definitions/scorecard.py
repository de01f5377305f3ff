"""Every promise with what was promised, what is measured and what young people experience, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.core import clock
from portal.disclosure.figures import Figure
from portal.disclosure.safe import SafeTable
from portal.documents.document import Bullets, Cell, Column, Document, Heading, Kind, Note, Paragraph, Part, Row, Table
from portal.entitlements.labels import GOT, OFFICERS, WIDTHS
from portal.entitlements.rules import FROZEN
from portal.entitlements.side_by_side import SideBySide, widest_of
from portal.evidence.models import Release
from portal.evidence.reading import figure_text
from portal.measures.labels import LIGHTS
from portal.measures.queries import Series
from portal.partnership.site import site
from portal.reports.definitions.parts import date_text, invented, language, terms


def build(rows: Sequence[SideBySide], release: Release | None) -> Document:
    """What is promised first, then three readings of each promise, then the figures behind them."""
    return Document(
        title=_("Promised, measured, experienced"),
        subtitle=_finding(rows, release),
        language=language(),
        author=site().partnership or site().voice_name,
        dated=clock.today(),
        parts=[*invented(), *_parts(rows, release)],
        terms=terms(),
    )


def _parts(rows: Sequence[SideBySide], release: Release | None) -> list[Part]:
    if not rows:
        return [Paragraph(_("No promises yet"))]
    return [Heading(_("How to read the numbers")), Bullets(_how(release)), *_promised(rows), *_figures(rows)]


def _finding(rows: Sequence[SideBySide], release: Release | None) -> str:
    widest = widest_of(rows)
    if widest:
        return str(_("Widest apart: %(names)s.", names=", ".join(one.commitment.name for one in widest)))
    if release:
        return str(_("Nowhere do promise and experience lie far apart, as far as answers show."))
    return str(_("Young people’s answers were not counted yet, so nothing can be compared."))


def _how(release: Release | None) -> list[str]:
    said = [
        _("Measures are typed in by one person and approved by another; shares of fewer than 20 are not shown."),
        _("What young people say comes from signed figures: codes are counted, small numbers are hidden."),
    ]
    if release:
        said.append(_("Young people’s answers as counted on %(day)s.", day=date_text(release.frozen_at)))
    return [str(one) for one in said]


def _promised(rows: Sequence[SideBySide]) -> list[Part]:
    columns = [Column(one) for one in (_("Promise"), _("What was promised"), _("Who answers for it"))]
    columns += [Column(_("Officers say")), Column(_("Gap")), Column(_("Points apart"), Kind.NUMBER)]
    lines: list[Row] = [
        [
            one.commitment.name,
            one.commitment.what,
            one.commitment.organisation.name,
            str(OFFICERS[one.officers]),
            str(WIDTHS[one.gap.width]),
            one.gap.points or "",
        ]
        for one in rows
    ]
    return [Heading(_("Every promise")), Table("promises", _("Every promise"), columns, lines)]


def _figures(rows: Sequence[SideBySide]) -> list[Part]:
    measured = [_measured(one.commitment.name, series) for one in rows for series in one.series.rows if series.latest]
    parts: list[Part] = [Heading(_("Measured"))]
    columns = [Column(_("Promise")), Column(_("Measure")), Column(_("Share, in per cent"), Kind.NUMBER)]
    columns += [
        Column(_("Target, in per cent"), Kind.NUMBER),
        Column(_("Where it stands")),
        Column(_("Until"), Kind.DATE),
    ]
    nothing = Note(_("Nothing is measured yet."), _("Measured"))
    parts.append(Table("measured", _("Measured"), columns, measured) if measured else nothing)
    said = [Column(_("Promise")), *(Column(str(label), Kind.NUMBER) for label in GOT.values())]
    lines = [_said(one.commitment.name, one.said) for one in rows]
    return [*parts, Heading(_("Young people say")), Table("said", _("Young people say"), said, lines)]


def _measured(promise: str, series: Series) -> Row:
    point = series.latest
    percent = point.percent if point else None
    share = _("too few to show") if percent is None else Cell(_("%(share)s%%", share=percent), percent)
    target = series.measure.target
    ends = point.reading.ends_on if point else None
    return [
        promise,
        series.measure.name,
        share,
        "" if target is None else Cell(_("%(share)s%%", share=target), target),
        str(LIGHTS[series.light]) if series.light else "",
        Cell(date_text(ends), day=ends) if ends else "",
    ]


def _said(promise: str, said: SafeTable | None) -> Row:
    if said is None or said.withheld:
        return [promise, *(_("Too few answers to show.") for _one in GOT)]
    cells = {labels[0]: figure for labels, figure in said.cells.items()}
    return [promise, *(_figure(cells.get(FROZEN[got])) for got in GOT)]


def _figure(figure: Figure | None) -> Cell:
    return Cell(figure_text(figure), figure.shown) if figure else Cell("")
