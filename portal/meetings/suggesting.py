"""What the evidence puts forward for an agenda, each with the reason in one line, and what is on it or was left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.accounts.models import Account
from portal.board import queries as board
from portal.board.models import Action, ActionState, Ask
from portal.core import clock, db
from portal.disclosure.thresholds import Audience
from portal.entitlements import side_by_side
from portal.entitlements.labels import WIDTHS
from portal.evidence import queries as evidence
from portal.evidence.reading import count_text
from portal.meetings import interests, queries, rules
from portal.meetings.models import AgendaItem, AgendaLeft, ItemSource, Meeting, MeetingType
from portal.themes import queries as themes

#: The most of one kind: an agenda is for one evening.
EACH = 8


@dataclass(frozen=True)
class Suggestion:
    """Something to talk about, and why now."""

    source: ItemSource
    about_id: UUID
    text: str
    reason: str


def suggestions(meeting: Meeting, reader: Account) -> list[Suggestion]:
    """What is not on the agenda yet and was not left, the most pressing kind first, and nothing that the reader has
    an interest of their own in. Figures are those anybody may know, since champions read agendas, and what was taken
    stays as it was said."""
    known, kept = _known(meeting), interests.reach(reader)
    found = [
        *_reviews(meeting),
        *_disputed(),
        *_late(),
        *_last_time(meeting),
        *_new_themes(),
        *_gaps(),
    ]
    seen: set[tuple[ItemSource, UUID]] = set(known)
    fresh = []
    for one in found:
        if (one.source, one.about_id) not in seen and not kept.covers(one.source, one.about_id):
            seen.add((one.source, one.about_id))
            fresh.append(one)
    return fresh


def find(meeting: Meeting, source: str, about_id: str, reader: Account) -> Suggestion | None:
    """The suggestion that a button named, if it still stands."""
    named = (source, about_id)
    return next((one for one in suggestions(meeting, reader) if (one.source.value, str(one.about_id)) == named), None)


def _known(meeting: Meeting) -> set[tuple[ItemSource, UUID]]:
    items = queries.items_of(meeting)
    on_it = {(one.source, about) for one in items if (about := about_of(one)) is not None}
    left = select(AgendaLeft.source, AgendaLeft.about_id).where(AgendaLeft.meeting_id == meeting.id)
    return on_it | {(row.source, row.about_id) for row in db.session.execute(left)}


def about_of(item: AgendaItem) -> UUID | None:
    """The row an item is about; None for a point of their own."""
    if item.review is not None:
        return item.review.decision_id
    return item.theme_id or item.ask_id or item.action_id or item.commitment_id


def _reviews(meeting: Meeting) -> Iterator[Suggestion]:
    for one in queries.decisions_to_review(clock.day_of(meeting.starts_at), meeting.kind)[:EACH]:
        yield Suggestion(ItemSource.DECISION, one.id, one.what, review_reason())


def review_reason() -> str:
    """Why a decision is on an agenda again."""
    return str(_("The day to look at this decision again has come."))


def _disputed() -> Iterator[Suggestion]:
    query = select(Action).where(Action.state == ActionState.DISPUTED).order_by(Action.due_on, Action.id).limit(EACH)
    for one in db.session.scalars(query):
        reason = _("%(organisation)s says it is done. Young people say: not yet.", organisation=_short(one))
        yield Suggestion(ItemSource.ACTION, one.id, one.title, str(reason))


def _late() -> Iterator[Suggestion]:
    today = clock.today()
    actions = select(Action).where(board.late(today)).order_by(Action.due_on, Action.id).limit(EACH)
    for one in db.session.scalars(actions):
        yield Suggestion(ItemSource.ACTION, one.id, one.title, _overdue(_short(one), one.due_on.toordinal()))
    asks = db.session.scalars(select(Ask).where(board.late_asks(today)).order_by(Ask.due_on, Ask.id).limit(EACH)).all()
    words = board.ask_texts(asks)
    for ask in asks:
        if not words[ask.id].gone:
            reason = _overdue(ask.organisation.short_name, ask.due_on.toordinal())
            yield Suggestion(ItemSource.ASK, ask.id, words[ask.id].text, reason)


def _overdue(organisation: str, due: int) -> str:
    days = clock.today().toordinal() - due
    return str(
        ngettext(
            "%(organisation)s is %(num)s day late with it.",
            "%(organisation)s is %(num)s days late with it.",
            days,
            organisation=organisation,
        )
    )


def _last_time(meeting: Meeting) -> Iterator[Suggestion]:
    """What the last board decided, whose day to look again has not come yet."""
    last = queries.last_board_before(meeting)
    if last is None:
        return
    for one in queries.decisions_of([last.id])[:EACH]:
        if not rules.is_due(one.review_on, clock.day_of(meeting.starts_at)):
            reason = _("%(organisation)s promised it last time.", organisation=one.organisation.short_name)
            yield Suggestion(ItemSource.DECISION, one.id, one.what, str(reason))


def _new_themes() -> Iterator[Suggestion]:
    """Themes that no board has talked about, once a signed release counts them."""
    done = _talked_about()
    fresh = [one for one in themes.open_themes() if one.id not in done]
    figures = evidence.theme_figures([one.id for one in fresh], Audience.PUBLIC)
    known = [(one, figures[one.id].figure) for one in fresh if one.id in figures]
    known = [(one, figure) for one, figure in known if figure.shown is not None]
    for theme, figure in sorted(known, key=lambda pair: -(pair[1].shown or 0))[:EACH]:
        spoke = _("%(n)s young people spoke of it.", n=count_text(figure))
        reason = _("No board has talked about it yet. %(spoke)s", spoke=spoke)
        yield Suggestion(ItemSource.THEME, theme.id, theme.young_word, str(reason))


def _talked_about() -> set[UUID]:
    """Themes a board talked about: of an item, of its ask, or of the ask an action is for. What a decision is about was
    an item of the meeting that made it."""
    of_action = aliased(Ask)
    query = (
        select(AgendaItem.theme_id, Ask.theme_id, of_action.theme_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(Ask, Ask.id == AgendaItem.ask_id)
        .outerjoin(Action, Action.id == AgendaItem.action_id)
        .outerjoin(of_action, of_action.id == Action.ask_id)
        .where(Meeting.state.in_(rules.HELD), Meeting.kind == MeetingType.BOARD)
    )
    return {one for row in db.session.execute(query) for one in row if one is not None}


def _gaps() -> Iterator[Suggestion]:
    """Promises that young people live otherwise than officers say: from signed figures alone."""
    for one in side_by_side.widest_gaps(Audience.PARTNERS, EACH):
        reason = _("%(gap)s between what adults say and what young people say", gap=WIDTHS[one.gap.width])
        yield Suggestion(ItemSource.PROMISE, one.commitment.id, one.commitment.name, str(reason))


def _short(action: Action) -> str:
    return action.organisation.short_name
