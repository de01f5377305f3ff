"""What statutory reports show beside the lists of every report: plans, measures, rights, and work done together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from portal.board.stories import ActionLine, AskStory
from portal.commitments.labels import DUTIES
from portal.consultations import queries as consultations
from portal.consultations.questionnaire import Asked
from portal.core import clock
from portal.documents.document import Cell, Column, Kind, Note, Part, Row, Table
from portal.evidence import reading
from portal.measures.queries import Point, Series
from portal.meetings.models import Decision
from portal.plans.models import ImprovementArea, Plan
from portal.reports.definitions.parts import date_text, table_part
from portal.signed_reports.gathering import Evidence, Proof, Scope
from portal.signed_reports.listing import listed
from portal.signed_reports.planned import Aimed, statements
from portal.signed_reports.showing import wording
from portal.signed_reports.sources import Wave


def plans_table(key: str, found: Sequence[Plan]) -> list[Part]:
    """Plans with whose they are, their days, and since when everybody can read them."""
    columns = [
        Column(str(_("Plan"))),
        Column(str(_("Whose"))),
        Column(str(_("From")), Kind.DATE),
        Column(str(_("To")), Kind.DATE),
        Column(str(_("Published")), Kind.DATE),
    ]
    rows: list[Row] = [
        [
            one.title,
            one.organisation.name if one.organisation else str(_("All of us together")),
            Cell(date_text(one.starts_on), None, one.starts_on),
            Cell(date_text(one.ends_on), None, one.ends_on),
            Cell(date_text(one.published_on), None, one.published_on) if one.published_on else "–",
        ]
        for one in found
    ]
    return listed(key, str(_("Corporate parenting plans")), columns, rows, in_evidence=True)


def objectives_table(key: str, found: Sequence[Aimed], scope: Scope) -> list[Part]:
    """Each objective with its duty, how many actions serve it and how far they are, and what its measures show.

    In a report of one organisation these are its own, and the words say so: others may do something for it too.
    """
    own = scope.organisation_id is not None
    unread = str(_("No reading of ours") if own else _("No reading yet"))
    caption = _("Objectives, and how far we are with them") if own else _("Objectives, and how far they are")
    columns = [
        Column(str(_("Objective"))),
        Column(str(_("Duty"))),
        Column(str(_("Our actions") if own else _("Actions")), Kind.NUMBER),
        Column(str(_("Done, young people agree")), Kind.NUMBER),
        Column(str(_("Claimed done")), Kind.NUMBER),
        Column(str(_("Late")), Kind.NUMBER),
        Column(str(_("What we measure") if own else _("What is measured"))),
    ]
    rows: list[Row] = [
        [
            one.objective.title,
            f"({one.objective.duty.value})" if one.objective.duty else "–",
            len(one.actions),
            one.agreed,
            one.claimed,
            one.late,
            "; ".join(f"{each.measure.name}: {_moved(each)}" for each in one.measures) or unread,
        ]
        for one in found
    ]
    return listed(key, str(caption), columns, rows, in_evidence=True)


def moved_table(key: str, found: Sequence[Aimed], scope: Scope) -> list[Part]:
    """What moved for each objective within the days, action by action; of one organisation its own."""
    own = scope.organisation_id is not None
    caption = _("What we moved for each objective") if own else _("What moved for each objective")
    columns = [
        Column(str(_("Objective"))),
        Column(str(_("What moved"))),
        Column(str(_("Who does it"))),
        Column(str(_("State"))),
    ]
    rows: list[Row] = [
        [one.objective.title, line.title, line.organisation, line.state_label]
        for one in found
        for line in moved_for(one, scope)
    ]
    return listed(key, str(caption), columns, rows, in_evidence=True)


def moved_for(aimed: Aimed, scope: Scope) -> list[ActionLine]:
    """The actions of an objective that were settled within the days, or took a step or got an answer in them."""
    return [one for one in aimed.actions if scope.holds(one.settled_on or one.moved_on or one.claimed_on)]


def areas_table(key: str, found: Sequence[ImprovementArea], scope: Scope) -> list[Part]:
    """What has to get better, who said so, and where it stood by the newest statement until the days end."""
    columns = [
        Column(str(_("What has to get better"))),
        Column(str(_("Who said so"))),
        Column(str(_("Where it stands"))),
    ]
    rows: list[Row] = [
        [one.title, one.source, next((text for _, text, _ in statements(one, scope)), str(_("Nothing said yet")))]
        for one in found
    ]
    return listed(key, str(_("Areas for improvement")), columns, rows, in_evidence=True)


def statements_table(key: str, area: ImprovementArea, scope: Scope) -> list[Part]:
    """Where an area stood, day by day until the days end, with what shows it; the newest first."""
    columns = [Column(str(_("On")), Kind.DATE), Column(str(_("Where it stands"))), Column(str(_("Evidence")))]
    rows: list[Row] = [[Cell(date_text(day), None, day), text, proof] for day, text, proof in statements(area, scope)]
    return listed(key, str(_("Position statements, the newest first")), columns, rows)


def measures_table(key: str, found: Sequence[Series]) -> list[Part]:
    """Measures with the first and the last reading of the days, and what is aimed at."""
    columns = [
        Column(str(_("Measure"))),
        Column(str(_("First reading"))),
        Column(str(_("Last reading"))),
        Column(str(_("Aim"))),
        Column(str(_("Where it comes from"))),
    ]
    rows: list[Row] = [
        [
            one.measure.name,
            _point(one.points[0]),
            _point(one.points[-1]) if len(one.points) > 1 else "–",
            f"{one.measure.target}%" if one.measure.target is not None else str(_("None set")),
            one.measure.source,
        ]
        for one in found
    ]
    return listed(key, str(_("What is measured")), columns, rows, in_evidence=True)


def together_table(key: str, found: Sequence[AskStory]) -> list[Part]:
    """Asks with everybody who has a part in answering them."""
    columns = [
        Column(str(_("What young people asked for"))),
        Column(str(_("Who answers"))),
        Column(str(_("Who else acts"))),
    ]
    rows: list[Row] = [[wording(one), one.organisation, "; ".join(_others(one))] for one in found]
    return listed(key, str(_("Asks that several organisations work on")), columns, rows, in_evidence=True)


def joint_decisions_table(key: str, found: Sequence[Decision]) -> list[Part]:
    """What one meeting gave several organisations to do."""
    columns = [Column(str(_("Decision"))), Column(str(_("Decided on")), Kind.DATE), Column(str(_("Who does it")))]
    rows: list[Row] = [
        [one.what, Cell(date_text(one.decided_at), None, clock.day_of(one.decided_at)), one.organisation.name]
        for one in found
    ]
    return listed(
        key, str(_("Board meetings that gave several organisations something to do")), columns, rows, in_evidence=True
    )


def questions(key: str, found: Iterable[Wave], wanted: Callable[[Asked], bool]) -> list[Part]:
    """What people answered to questions with a tag, wave by wave, as far as it may be shown."""
    parts: list[Part] = []
    for wave in found:
        for asked in tagged_questions(wave, wanted):
            table = wave.figures.table(f"question:{asked.key}")
            made = table_part(reading.table_reading(table)) if table else None
            if isinstance(made, Table):
                since = wave.changed.questions.get(made.key) if wave.changed else None
                note = _("From: %(release)s. %(note)s", release=wave.release.title, note=made.note)
                whole = f"{note} {since.sentence}" if since else str(note)
                made = replace(made, key=f"{key}_{asked.key}_{wave.release.id.hex[:8]}", note=whole)
            parts += [made] if isinstance(made, Table | Note) else []
    return parts


def tagged_questions(wave: Wave, wanted: Callable[[Asked], bool]) -> list[Asked]:
    """The questions of a wave that carry a tag and are among its figures."""
    if wave.release.consultation_id is None:
        return []
    asked = consultations.find_consultation(wave.release.consultation_id)
    shown = {table.key for table in wave.figures.tables}
    return [one for one in (asked.questions if asked else ()) if wanted(one) and f"question:{one.key}" in shown]


def plan_evidence(found: Iterable[Plan]) -> list[Evidence]:
    """Plans as evidence."""
    return [Evidence(Proof.PLAN, one.id, one.title) for one in found]


def objective_evidence(found: Iterable[Aimed]) -> list[Evidence]:
    """Objectives as evidence, with the duty they are about."""
    return [
        Evidence(
            Proof.OBJECTIVE,
            one.objective.id,
            str(_("%(title)s. Duty %(duty)s", title=one.objective.title, duty=DUTIES[one.objective.duty]))
            if one.objective.duty
            else one.objective.title,
        )
        for one in found
    ]


def area_evidence(found: Iterable[ImprovementArea]) -> list[Evidence]:
    """Areas for improvement as evidence."""
    return [Evidence(Proof.AREA, one.id, one.title) for one in found]


def measure_evidence(found: Iterable[Series]) -> list[Evidence]:
    """Measures with a reading as evidence."""
    return [Evidence(Proof.MEASURE, one.measure.id, f"{one.measure.name} ({one.measure.source})") for one in found]


def _others(story: AskStory) -> list[str]:
    return [one for one in dict.fromkeys(line.organisation for line in story.actions) if one != story.organisation]


def _moved(series: Series) -> str:
    """`52% → 69%`, the first and the last reading of the days."""
    shares = [_share(point) for point in (series.points[0], series.points[-1])]
    return shares[0] if len(series.points) == 1 else " → ".join(shares)


def _point(point: Point) -> str:
    return str(_("%(share)s, up to %(day)s", share=_share(point), day=date_text(point.reading.ends_on)))


def _share(point: Point) -> str:
    return str(_("too few to show")) if point.percent is None else f"{point.percent}%"
