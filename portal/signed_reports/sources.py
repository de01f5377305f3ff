"""What kinds of report draw on: signed releases, and what organisations did. Nothing here counts a young person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select

from portal.board import queries as board
from portal.board.models import Action, ActionState, Ask
from portal.board.owing import is_joined, shown
from portal.board.stories import ActionLine, AskStory, action_lines, stories
from portal.consultations import queries as consultations
from portal.core import clock, db
from portal.disclosure.safe import SafeRelease, SafeTable
from portal.disclosure.thresholds import Audience
from portal.entitlements.side_by_side import SideBySide, side_by_side
from portal.evidence import coverage, page, reading, silence
from portal.evidence import queries as evidence
from portal.evidence.models import Release, ReleaseKind
from portal.evidence.page import Changed
from portal.evidence.wave import THEMES_TABLE
from portal.feedback import queries as feedback
from portal.feedback.models import Feedback
from portal.feedback.queries import Story
from portal.invitations import labels as invitation_labels
from portal.invitations import queries as invitations
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
    """The waves signed within the days, oldest first; of one that was corrected the newest alone."""
    newest: dict[object, Release] = {}
    for one in evidence.signed_releases(ReleaseKind.WAVE):
        if one.signed_at and scope.holds(clock.local(one.signed_at).date()):
            newest.setdefault(one.consultation_id, one)
    return [Wave(one, evidence.figures(one, audience)) for one in reversed(newest.values())]


def people_in(wave: Wave) -> str:
    """How many took part in a wave, as far as it may be said, in one short sentence."""
    if wave.figures.people is None:
        return reading.people_text(wave.figures)
    return str(_("About %(number)s people took part.", number=reading.count_text(wave.figures.people)))


def not_heard(wave: Wave) -> list[str]:
    """Sentences on whom a wave did not reach, worked out from what it shows and published totals."""
    if wave.release.consultation is None:
        return []
    asked = consultations.get_consultation(wave.release.consultation.id)
    groups = invitation_labels.groups(invitations.localities())
    return silence.findings(coverage.lines(wave.figures, asked, invitations.totals(), groups))


def asked(scope: Scope) -> tuple[AskStory, ...]:
    """What young people asked for within the days, oldest first; what is answered with another ask is told once."""
    first, last = moments(scope)
    query = select(Ask).where(shown(), ~is_joined(), Ask.created_at >= first, Ask.created_at < last)
    return _owed(scope, db.session.scalars(query.order_by(Ask.created_at, Ask.id)).all())


def answered(scope: Scope) -> tuple[AskStory, ...]:
    """What was answered within the days, oldest first."""
    first, last = moments(scope)
    query = select(Ask).where(shown(), ~is_joined(), Ask.answered_at >= first, Ask.answered_at < last)
    return _owed(scope, db.session.scalars(query.order_by(Ask.answered_at, Ask.id)).all())


def concerned(scope: Scope) -> tuple[AskStory, ...]:
    """What was asked or answered within the days, oldest first: what a report of several years tells of."""
    first, last = moments(scope)
    here = ((Ask.created_at >= first) & (Ask.created_at < last)) | (
        (Ask.answered_at >= first) & (Ask.answered_at < last)
    )
    query = select(Ask).where(shown(), ~is_joined(), here)
    return _owed(scope, db.session.scalars(query.order_by(Ask.created_at, Ask.id)).all())


def of_ids(scope: Scope, ask_ids: Collection[UUID]) -> tuple[AskStory, ...]:
    """These asks, whenever they were asked, oldest first."""
    query = select(Ask).where(shown(), ~is_joined(), Ask.id.in_(ask_ids))
    return _owed(scope, db.session.scalars(query.order_by(Ask.created_at, Ask.id)).all())


def listening(scope: Scope) -> list[Release]:
    """Counts of how meetings listened that were signed within the days, oldest first."""
    found = evidence.signed_releases(ReleaseKind.LISTENING)
    return [one for one in reversed(found) if one.signed_at and scope.holds(clock.local(one.signed_at).date())]


def waiting_asks(scope: Scope) -> tuple[AskStory, ...]:
    """What is asked and has no answer today, by the day it is due."""
    return _owed(scope, db.session.scalars(select(Ask).where(board.owed()).order_by(Ask.due_on, Ask.id)).all())


def late_asks(scope: Scope) -> tuple[AskStory, ...]:
    """What should have been answered by now, the longest late first."""
    query = select(Ask).where(board.late_asks(clock.today()))
    return _owed(scope, db.session.scalars(query.order_by(Ask.due_on, Ask.id)).all())


def actions(scope: Scope, *states: ActionState) -> tuple[ActionLine, ...]:
    """Actions in these states that moved within the days: begun, claimed or settled; by the day they are due."""
    return of_board(scope, select(Action).where(Action.state.in_(states), _moved(scope)))


def worked_on(scope: Scope) -> tuple[ActionLine, ...]:
    """Every action that moved within the days, and those begun before their end that are still owed."""
    owed = board.doing() & (Action.starts_on <= scope.last_day)
    return of_board(scope, select(Action).where(_moved(scope) | owed))


def late_actions(scope: Scope) -> tuple[ActionLine, ...]:
    """Actions whose day has passed, the longest late first."""
    return of_board(scope, select(Action).where(board.late(clock.today())))


def open_actions(scope: Scope) -> tuple[ActionLine, ...]:
    """Actions that are still owed, by the day they are due."""
    return of_board(scope, select(Action).where(board.doing()))


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


def moments(scope: Scope) -> tuple[datetime, datetime]:
    """The first moment of the days, and the first after them, on the clock in Scotland."""
    first = datetime.combine(scope.first_day, time.min, clock.UK).astimezone(UTC)
    return first, datetime.combine(scope.last_day + timedelta(days=1), time.min, clock.UK).astimezone(UTC)


def of_board(scope: Scope, query: Select[Action]) -> tuple[ActionLine, ...]:
    """Actions the board may know of, by the day they are due: none under an ask whose quoted words nobody checked."""
    seen = query.outerjoin(Ask, Ask.id == Action.ask_id).where(or_(Action.ask_id.is_(None), shown()))
    found = db.session.scalars(seen.order_by(Action.due_on, Action.id)).unique().all()
    return action_lines([one for one in found if scope.owes(one.organisation_id)])


def _told(first: datetime, last: datetime) -> tuple[ColumnElement[bool], ...]:
    """The board's meetings between these moments whose minutes are agreed: what anybody may read."""
    return (
        Meeting.kind == MeetingType.BOARD,
        Meeting.state == MeetingState.MINUTES_AGREED,
        Meeting.starts_at >= first,
        Meeting.starts_at < last,
    )


def _moved(scope: Scope) -> ColumnElement[bool]:
    """The actions that began, were claimed or were settled within the days."""
    first, last = moments(scope)
    return or_(
        Action.settled_on.between(scope.first_day, scope.last_day),
        (Action.claimed_at >= first) & (Action.claimed_at < last),
        Action.starts_on.between(scope.first_day, scope.last_day),
    )


def _owed(scope: Scope, rows: Sequence[Ask]) -> tuple[AskStory, ...]:
    return stories([one for one in rows if scope.owes(one.organisation_id)])
