"""What is released or on the public record, made into the shapes that are handed out. Nothing here counts people.

Lists go by id, which never changes: whoever reads page after page misses nothing that was there when they began.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from portal.board import figures as answering
from portal.board import queries as board
from portal.board.models import Action, Ask, AskAnswer
from portal.commitments.models import Commitment
from portal.core import clock, db
from portal.disclosure.figures import Figure, Showing
from portal.disclosure.safe import SafeTable
from portal.disclosure.thresholds import Audience
from portal.evidence import queries as evidence
from portal.evidence import reading
from portal.evidence.models import Release
from portal.feedback import queries as feedback
from portal.feedback.labels import ending
from portal.feedback.models import Feedback
from portal.measures import queries as measures
from portal.measures.queries import Point, Series
from portal.open_data import shapes

T = TypeVar("T")
Row = TypeVar("Row", Release, Action, Commitment, Feedback)


@dataclass(frozen=True)
class Stretch(Generic[T]):
    """Some of a list in its order, and after which id it goes on; None where it is whole."""

    items: tuple[T, ...]
    goes_on: UUID | None


def releases(after: UUID | None, limit: int, url: Callable[[UUID], str]) -> Stretch[shapes.ReleaseHead]:
    """Signed releases of every kind; drafts never."""
    rows, goes_on = _stretch(select(Release).where(Release.signed_at.is_not(None)), Release.id, after, limit)
    return Stretch(tuple(_head(one, url) for one in rows), goes_on)


def release(release_id: UUID, audience: Audience) -> shapes.ReleaseWhole:
    """A signed release in the edition of one audience; NotFound for a draft."""
    found = evidence.get_signed(release_id)
    safe = evidence.figures(found, audience)
    return shapes.ReleaseWhole(
        id=found.id,
        kind=found.kind,
        title=found.title,
        frozen_on=clock.day_of(found.frozen_at),
        signed_on=clock.day_of(found.signed_at or found.frozen_at),
        digest=found.digest,
        audience=safe.audience,
        size=safe.size,
        people=_figure(safe.people) if safe.people else None,
        anonymous=_figure(safe.anonymous) if safe.anonymous else None,
        tables=tuple(map(_table, safe.tables)),
        lines=tuple(shapes.Line(one.key, one.title, one.unit, _figure(one.figure)) for one in safe.lines),
        notes=reading.notes(safe),
    )


def actions(after: UUID | None, limit: int) -> Stretch[shapes.Action]:
    """Every action of the public record; not what hangs on an ask the board does not know of yet."""
    query = select(Action).outerjoin(Ask, Ask.id == Action.ask_id).where(or_(Action.ask_id.is_(None), board.shown()))
    rows, goes_on = _stretch(query, Action.id, after, limit)
    lines = board.action_lines(rows)
    return Stretch(
        tuple(
            shapes.Action(
                id=row.id,
                title=row.title,
                state=row.state,
                starts_on=row.starts_on,
                due_on=row.due_on,
                late=line.late,
                settled_on=row.settled_on,
                organisation_id=row.organisation_id,
                organisation=line.organisation,
                post=line.post,
                ask_id=row.ask_id,
                commitment_id=row.commitment_id,
            )
            for row, line in zip(rows, lines, strict=True)
        ),
        goes_on,
    )


def commitments(after: UUID | None, limit: int, audience: Audience) -> Stretch[shapes.Commitment]:
    """The promises that stand, with what is measured of each."""
    rows, goes_on = _stretch(select(Commitment).where(Commitment.retired_on.is_(None)), Commitment.id, after, limit)
    measured = measures.histories([one.id for one in rows], audience)
    return Stretch(tuple(_commitment(one, measured[one.id]) for one in rows), goes_on)


def stories(after: UUID | None, limit: int, url: Callable[[UUID], str]) -> Stretch[shapes.Story]:
    """What was told back and published."""
    query = select(Feedback).where(Feedback.published_at.is_not(None)).options(selectinload(Feedback.ask))
    rows, goes_on = _stretch(query, Feedback.id, after, limit)
    return Stretch(
        tuple(
            shapes.Story(
                id=one.id,
                told=one.told,
                ending=ending(one.told, [line.state for line in one.ask.actions])[0],
                you_said=one.you_said,
                answer=one.answer,
                organisation_id=one.ask.organisation_id,
                organisation=one.ask.organisation,
                published_on=one.published_on or clock.today(),
                url=url(one.id),
            )
            for one in feedback.stories(rows)
        ),
        goes_on,
    )


def reply_times() -> tuple[shapes.ReplyTimes, ...]:
    """How each organisation answers, in their order."""
    each, _ = answering.partners()
    return tuple(
        shapes.ReplyTimes(
            organisation_id=one.id,
            organisation=one.name,
            answers=shapes.Answers(
                yes=one.answers[AskAnswer.YES], partly=one.answers[AskAnswer.PARTLY], no=one.answers[AskAnswer.NO]
            ),
            waiting=one.waiting,
            late=one.late,
            usual_days=one.usual_days,
        )
        for one in each
        if one.id
    )


def _stretch(
    query: Select[Row], key: InstrumentedAttribute[UUID], after: UUID | None, limit: int
) -> tuple[Sequence[Row], UUID | None]:
    query = query.where(key > after) if after else query
    rows = db.session.scalars(query.order_by(key).limit(limit + 1)).all()
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None


def _head(found: Release, url: Callable[[UUID], str]) -> shapes.ReleaseHead:
    return shapes.ReleaseHead(
        id=found.id,
        kind=found.kind,
        title=found.title,
        frozen_on=clock.day_of(found.frozen_at),
        signed_on=clock.day_of(found.signed_at or found.frozen_at),
        digest=found.digest,
        url=url(found.id),
    )


def _figure(figure: Figure) -> shapes.Figure:
    return shapes.Figure(
        shown=figure.shown,
        text=reading.count_text(figure),
        percent=figure.percent if isinstance(figure.percent, int) else None,
        percent_text=reading.share_text(figure) or None,
        why=shapes.HIDDEN if figure.hidden else None,
    )


def _table(table: SafeTable) -> shapes.Table:
    withheld = table.withheld or all(figure.showing is Showing.WITHHELD for figure in table.cells.values())
    labels = [] if withheld else table.labels
    return shapes.Table(
        key=table.key,
        title=reading.title_of(table),
        subject=table.subject,
        dimensions=tuple(shapes.Dimension(one.key, one.label, tuple(one.categories)) for one in table.dimensions),
        base=_figure(table.base),
        withheld=withheld,
        cells=tuple(shapes.Cell(tuple(one), _figure(table.cells[one])) for one in labels),
    )


def _commitment(one: Commitment, measured: Sequence[Series]) -> shapes.Commitment:
    return shapes.Commitment(
        id=one.id,
        name=one.name,
        what=one.what,
        who_for=one.who_for,
        how_to_get=one.how_to_get,
        duty=one.duty.value,
        source=one.source,
        last_checked_on=one.last_checked_on,
        organisation_id=one.organisation_id,
        organisation=one.organisation.name,
        post=one.post.title if one.post else None,
        measures=tuple(map(_measure, measured)),
    )


def _measure(series: Series) -> shapes.Measure:
    one = series.measure
    return shapes.Measure(
        id=one.id,
        name=one.name,
        counted=one.numerator,
        out_of=one.denominator,
        every=one.every,
        better=one.direction,
        source=one.source,
        baseline=one.baseline,
        target=one.target,
        readings=tuple(map(_reading, series.points)),
    )


def _reading(point: Point) -> shapes.Reading:
    return shapes.Reading(
        from_on=point.reading.starts_on,
        until_on=point.reading.ends_on,
        share=shapes.Share(point.percent, None if point.percent is not None else shapes.HIDDEN),
    )
