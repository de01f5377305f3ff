"""What kinds of report draw on: signed releases, and what organisations did. Nothing here counts a young person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import selectinload

from portal.board import history
from portal.board.models import Action, ActionState, Ask
from portal.board.owing import shown
from portal.board.rules import NEVER_LATE
from portal.board.stories import ActionLine, AskStory
from portal.core import clock, db
from portal.disclosure.safe import SafeRelease, SafeTable
from portal.disclosure.thresholds import Audience
from portal.entitlements.side_by_side import SideBySide, side_by_side
from portal.evidence import page, reading
from portal.evidence import queries as evidence
from portal.evidence.models import Release, ReleaseKind
from portal.evidence.page import Changed
from portal.evidence.wave import THEMES_TABLE
from portal.feedback import queries as feedback
from portal.feedback.models import Feedback
from portal.feedback.queries import Story
from portal.measures import queries as measures
from portal.measures.queries import Series
from portal.meetings.models import AgendaItem, Decision, Meeting, MeetingState, MeetingType
from portal.signed_reports.gathering import Scope


@dataclass(frozen=True)
class Wave:
    """A signed wave and what one audience may know of it."""

    release: Release
    figures: SafeRelease

    @property
    def themes(self) -> SafeTable | None:
        """How many said what, by theme."""
        return self.figures.table(THEMES_TABLE)

    @cached_property
    def changed(self) -> Changed | None:
        """What changed since the wave before, by the same audience's figures; None where there is none to compare."""
        asked = self.release.consultation
        return page.changed(self.release, asked, self.figures) if asked else None


def waves(scope: Scope, audience: Audience) -> list[Wave]:
    """The waves first signed within the days, oldest first, each by its newest release: what was corrected, then or
    later, is told once, and as it is right."""
    newest: dict[UUID, Release] = {}
    first_signed: dict[UUID, datetime] = {}
    for one in evidence.signed_releases(ReleaseKind.WAVE):
        if one.signed_at:
            key = one.consultation_id or one.id
            newest.setdefault(key, one)
            first_signed[key] = one.signed_at  # the newest come first, so the last one read stays
    kept = [key for key, at in first_signed.items() if scope.holds(clock.day_of(at))]
    kept.sort(key=lambda key: first_signed[key])
    return [Wave(newest[key], evidence.figures(newest[key], audience)) for key in kept]


def people_in(wave: Wave) -> str:
    """How many took part in a wave, as far as it may be said, in one short sentence."""
    if wave.figures.people is None:
        return reading.people_text(wave.figures)
    return str(_("About %(number)s people took part.", number=reading.count_text(wave.figures.people)))


def not_heard(wave: Wave) -> list[str]:
    """Sentences on whom a wave did not reach, worked out from what it shows and published totals."""
    if wave.release.consultation is None:
        return []
    return list(page.heard(wave.release.consultation, wave.figures).findings)


def asked(scope: Scope) -> tuple[AskStory, ...]:
    """What young people asked for within the days, oldest first; what was answered with another ask is told once."""
    first, last = moments(scope)
    query = _alone(scope).where(Ask.created_at >= first, Ask.created_at < last)
    return _owed(scope, db.session.scalars(query.order_by(Ask.created_at, Ask.id)).all())


def answered(scope: Scope) -> tuple[AskStory, ...]:
    """What was answered within the days, oldest first."""
    first, last = moments(scope)
    query = _alone(scope).where(Ask.answered_at >= first, Ask.answered_at < last)
    return _owed(scope, db.session.scalars(query.order_by(Ask.answered_at, Ask.id)).all())


def concerned(scope: Scope) -> tuple[AskStory, ...]:
    """What was asked or answered within the days, oldest first: what a report of several years tells of."""
    first, last = moments(scope)
    here = ((Ask.created_at >= first) & (Ask.created_at < last)) | (
        (Ask.answered_at >= first) & (Ask.answered_at < last)
    )
    query = _alone(scope).where(here)
    return _owed(scope, db.session.scalars(query.order_by(Ask.created_at, Ask.id)).all())


def of_ids(scope: Scope, ask_ids: Collection[UUID]) -> tuple[AskStory, ...]:
    """These asks, whenever they were asked, oldest first."""
    query = _alone(scope).where(Ask.id.in_(ask_ids))
    return _owed(scope, db.session.scalars(query.order_by(Ask.created_at, Ask.id)).all())


def listening(scope: Scope) -> list[Release]:
    """Counts of how meetings listened that were signed within the days, oldest first."""
    found = evidence.signed_releases(ReleaseKind.LISTENING)
    return [one for one in reversed(found) if one.signed_at and scope.holds(clock.day_of(one.signed_at))]


def waiting_asks(scope: Scope) -> tuple[AskStory, ...]:
    """What was asked and had no answer at the end of the days, by the day it is due."""
    query = select(Ask).where(history.waiting_as_at(last_of(scope)))
    return _owed(scope, db.session.scalars(query.order_by(Ask.due_on, Ask.id)).all())


def late_asks(scope: Scope) -> tuple[AskStory, ...]:
    """What should have been answered by the end of the days, the longest late first."""
    query = select(Ask).where(history.late_as_at(last_of(scope)))
    return _owed(scope, db.session.scalars(query.order_by(Ask.due_on, Ask.id)).all())


def actions(scope: Scope, *states: ActionState) -> tuple[ActionLine, ...]:
    """Actions that moved within the days, and were in these states at their end, by due day."""
    return tuple(one for one in of_board(scope, select(Action)) if one.state in states and moved(one, scope))


def halted(scope: Scope) -> tuple[ActionLine, ...]:
    """Actions that were stuck at the end of the days, since whenever, and those stopped within them, by due day."""
    found = of_board(scope, select(Action))
    return tuple(one for one in found if one.state is ActionState.STUCK or _stopped(one, scope))


def worked_on(scope: Scope) -> tuple[ActionLine, ...]:
    """Every action that moved within the days, and those begun before their end that are still owed."""
    begun = select(Action).where(Action.starts_on <= scope.last_day)
    return tuple(one for one in of_board(scope, begun) if moved(one, scope) or one.state not in NEVER_LATE)


def late_actions(scope: Scope) -> tuple[ActionLine, ...]:
    """Actions whose day had passed at the end of the days, the longest late first."""
    return tuple(one for one in of_board(scope, select(Action)) if one.late)


def open_actions(scope: Scope) -> tuple[ActionLine, ...]:
    """Actions that were still owed at the end of the days, by the day they are due."""
    return tuple(one for one in of_board(scope, select(Action)) if one.state not in NEVER_LATE)


def decisions(scope: Scope) -> Sequence[Decision]:
    """What the board's meetings decided within the days; only those whose minutes were agreed."""
    first, last = moments(scope)
    query = select(Decision).join(Meeting, Meeting.id == Decision.meeting_id).where(*_told(first, last))
    found = db.session.scalars(query.order_by(Decision.decided_at, Decision.id)).all()
    return [one for one in found if scope.owes(one.organisation_id)]


def in_board_order(scope: Scope, found: Sequence[AskStory]) -> list[AskStory]:
    """Asks in the order the board's meetings of these days talked about them, then the others as they were given.

    The order used stands in agreed minutes, which everybody may read; how many dots led to it does not.
    """
    first, last = moments(scope)
    query = (
        select(AgendaItem.ask_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.ask_id.in_([one.id for one in found]), *_told(first, last))
    )
    order = (Meeting.starts_at, AgendaItem.place.asc().nulls_last(), AgendaItem.added_at, AgendaItem.id)
    places = {key: at for at, key in enumerate(dict.fromkeys(db.session.scalars(query.order_by(*order))))}
    return sorted(found, key=lambda one: places.get(one.id, len(places)))


def told(scope: Scope) -> tuple[Story, ...]:
    """Stories told back within the days, oldest first."""
    first, last = moments(scope)
    query = select(Feedback).where(Feedback.published_at >= first, Feedback.published_at < last)
    rows = db.session.scalars(query.order_by(Feedback.published_at, Feedback.id)).all()
    return feedback.stories([one for one in rows if scope.owes(one.ask.organisation_id)])


def promises(scope: Scope, audience: Audience) -> list[SideBySide]:
    """Every promise that stands, promised beside measured beside experienced."""
    return [one for one in side_by_side(audience) if scope.owes(one.commitment.organisation_id)]


def measured(scope: Scope, audience: Audience) -> list[Series]:
    """Measures with their approved readings of periods that ended within the days; those without any are left out."""
    found = []
    for one in measures.measures():
        if not scope.owes(one.post.organisation_id):
            continue
        series = measures.series(one, audience)
        points = tuple(point for point in series.points if scope.holds(point.reading.ends_on))
        if points:
            found.append(replace(series, points=points))
    return found


def moved(line: ActionLine, scope: Scope) -> bool:
    """Whether an action was settled within the days, or began in them, or took a step or got an answer; what was
    settled before them did not move in them: it is told once."""
    if line.settled_on:
        return scope.holds(line.settled_on)
    return any(scope.holds(one) for one in (line.moved_on, line.claimed_on, line.starts_on))


def last_of(scope: Scope) -> date:
    """The day as at whose end things are told: the last of the days, or today while they are not over."""
    return min(scope.last_day, clock.today())


def moments(scope: Scope) -> tuple[datetime, datetime]:
    """The first moment of the days, and the first after them, on the clock in Scotland."""
    return clock.start_of(scope.first_day), clock.end_of(scope.last_day)


def of_board(scope: Scope, query: Select[Action]) -> tuple[ActionLine, ...]:
    """Actions the board may know of as they stood at the end of the days, by the day they are due.

    None under an ask whose quoted words nobody checked, and none that was added later.
    """
    seen = query.outerjoin(Ask, Ask.id == Action.ask_id).where(or_(Action.ask_id.is_(None), shown()))
    whole = seen.options(selectinload(Action.notes)).order_by(Action.due_on, Action.id)
    found = db.session.scalars(whole).unique().all()
    return history.lines_as_at([one for one in found if scope.owes(one.organisation_id)], last_of(scope))


def _stopped(line: ActionLine, scope: Scope) -> bool:
    return line.state is ActionState.STOPPED and moved(line, scope)


def _told(first: datetime, last: datetime) -> tuple[ColumnElement[bool], ...]:
    """The board's meetings between these moments whose minutes are agreed: what anybody may read."""
    return (
        Meeting.kind == MeetingType.BOARD,
        Meeting.state == MeetingState.MINUTES_AGREED,
        Meeting.starts_at >= first,
        Meeting.starts_at < last,
    )


def _alone(scope: Scope) -> Select[Ask]:
    """The asks the board may know of that were not answered together with another at the end of the days."""
    return select(Ask).where(shown(), ~history.joined_as_at(last_of(scope)))


def _owed(scope: Scope, rows: Sequence[Ask]) -> tuple[AskStory, ...]:
    return history.stories_as_at([one for one in rows if scope.owes(one.organisation_id)], last_of(scope))
