"""What an inspection pack shows beside what every report draws on: plans, areas, and how meetings listened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _

from portal.core import clock
from portal.documents.document import Cell, Column, Kind, Part, Row, Table
from portal.evidence import queries as evidence
from portal.evidence.models import Release, ReleaseKind
from portal.plans import queries as plan_queries
from portal.plans.models import Plan
from portal.reports.definitions.parts import date_text
from portal.signed_reports.gathering import Scope
from portal.signed_reports.planned import Aimed


def plans(scope: Scope) -> list[Plan]:
    """Published plans that hold on some of the days, the newest first."""
    return [
        one
        for one in plan_queries.plans(drafts=False)
        if one.starts_on <= scope.last_day
        and one.ends_on >= scope.first_day
        and (one.organisation_id is None or scope.owes(one.organisation_id))
    ]


def listening(scope: Scope) -> list[Release]:
    """Counts of how meetings listened that were signed within the days, oldest first."""
    found = evidence.signed_releases(ReleaseKind.LISTENING)
    return [one for one in reversed(found) if one.signed_at and scope.holds(clock.local(one.signed_at).date())]


def objectives_table(key: str, caption: str, found: Sequence[Aimed]) -> list[Part]:
    """What the plan wants to reach, and how far it had come by what young people agreed to."""
    if not found:
        return []
    columns = [
        Column(str(_("Objective"))),
        Column(str(_("Plan"))),
        Column(str(_("Actions")), Kind.NUMBER),
        Column(str(_("Done, and young people agree")), Kind.NUMBER),
        Column(str(_("Late")), Kind.NUMBER),
    ]
    rows: list[Row] = [
        [
            one.objective.title,
            one.objective.plan.title,
            *(Cell(f"{number:,}", number) for number in (len(one.actions), one.agreed, one.late)),
        ]
        for one in found
    ]
    return [Table(key, caption, columns, rows)]


def statements_table(key: str, caption: str, found: Sequence[tuple[date, str, str]]) -> list[Part]:
    """Where an area stood, day by day, with what shows it."""
    columns = [Column(str(_("On")), Kind.DATE), Column(str(_("Where it stands"))), Column(str(_("Evidence")))]
    rows: list[Row] = [[Cell(date_text(day), None, day), text, proof] for day, text, proof in found]
    return [Table(key, caption, columns, rows)] if rows else []


def keyed(table: Table | None, key: str) -> list[Part]:
    """A table under a key of its own, so that it can stand in several chapters; nothing for none."""
    return [replace(table, key=key)] if table else []
