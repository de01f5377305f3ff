"""Which tags each piece of evidence carries, its own and those of what it belongs to. Nothing here counts anybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from portal.board.models import Ask
from portal.board.stories import ActionLine
from portal.core import db
from portal.entitlements.side_by_side import SideBySide
from portal.feedback.queries import Story
from portal.measures.queries import Series
from portal.meetings.models import AgendaItem, Decision
from portal.signed_reports import tagged, tags
from portal.signed_reports.planned import Aimed
from portal.signed_reports.tags import NONE, Tags
from portal.themes.models import Theme

Known = Mapping[UUID, Tags]


@dataclass(frozen=True)
class Board:
    """Tags of what the board works on, by id."""

    asks: Known
    actions: Known


def of_board(ask_ids: Collection[UUID], actions: Iterable[ActionLine]) -> Board:
    """An ask has its duty, and the right and the wellbeing of its theme. An action has its own duty, else that of its
    ask, else of the promise it keeps; and right and wellbeing of its ask."""
    lines = list(actions)
    under = {one.id: one.ask_id for one in lines}
    asks = _of_asks({*ask_ids, *(key for key in under.values() if key)})
    duties = tagged.duties_of_actions(list(under))
    return Board(
        asks,
        {
            key: replace(asks.get(ask_id, NONE) if ask_id else NONE, duties=tags.read(duty=duties.get(key)).duties)
            for key, ask_id in under.items()
        },
    )


def of_promises(found: Iterable[SideBySide], actions: Iterable[ActionLine], board: Board) -> Known:
    """A promise has its duty, and what the actions that keep it carry."""
    keep: dict[UUID, list[Tags]] = {}
    for one in actions:
        if one.commitment_id:
            keep.setdefault(one.commitment_id, []).append(board.actions.get(one.id, NONE))
    return {
        one.commitment.id: tags.read(duty=one.commitment.duty).with_those_of(keep.get(one.commitment.id, ()))
        for one in found
    }


def of_objectives(found: Iterable[Aimed], board: Board) -> Known:
    """An objective has its duty, and what the actions that serve it carry."""
    return {
        one.objective.id: tags.read(duty=one.objective.duty).with_those_of(
            board.actions.get(line.id, NONE) for line in one.actions
        )
        for one in found
    }


def of_measures(found: Iterable[Series], promises: Known, aimed: Iterable[Aimed], objectives: Known) -> Known:
    """A measure has what its promise carries, and the objectives it shows."""
    shows: dict[UUID, list[Tags]] = {}
    for step in aimed:
        for series in step.measures:
            shows.setdefault(series.measure.id, []).append(objectives[step.objective.id])
    return {
        one.measure.id: (
            promises.get(one.measure.commitment_id, NONE) if one.measure.commitment_id else NONE
        ).with_those_of(shows.get(one.measure.id, ()))
        for one in found
    }


def of_decisions(found: Iterable[Decision], board: Board, promises: Known) -> Known:
    """A decision has what its point on the agenda is about: a theme, an ask, an action or a promise."""
    items = {one.item_id: one.id for one in found}
    query = select(AgendaItem).where(AgendaItem.id.in_(items)).order_by(AgendaItem.id)
    rows = db.session.scalars(query).unique().all()
    asks = {**_of_asks({one.ask_id for one in rows if one.ask_id}), **board.asks}
    known: dict[UUID, Tags] = {**asks, **board.actions, **promises}
    about = {one.id: _of_item(one, known) for one in rows}
    return {one.id: about.get(one.item_id, NONE) for one in found}


def of_stories(found: Iterable[Story], board: Board) -> Known:
    """What was told back has what its ask carries."""
    rows = list(found)
    asks = {**_of_asks({one.ask.id for one in rows}), **board.asks}
    return {one.id: asks.get(one.ask.id, NONE) for one in rows}


def of_themes(theme_ids: Collection[UUID]) -> Known:
    """A theme has its right and its wellbeing."""
    query = select(Theme).where(Theme.id.in_(theme_ids)).order_by(Theme.id)
    return {one.id: tags.read(uncrc=one.uncrc, shanarri=one.shanarri) for one in db.session.scalars(query)}


def _of_item(item: AgendaItem, known: Known) -> Tags:
    if item.theme:
        return tags.read(uncrc=item.theme.uncrc, shanarri=item.theme.shanarri)
    about: Sequence[UUID | None] = (item.ask_id, item.action_id, item.commitment_id)
    return NONE.with_those_of(known.get(one, NONE) for one in about if one)


def _of_asks(ask_ids: Collection[UUID]) -> dict[UUID, Tags]:
    query = select(Ask.id, Ask.duty, Theme.uncrc, Theme.shanarri).outerjoin(Theme, Theme.id == Ask.theme_id)
    rows = db.session.execute(query.where(Ask.id.in_(ask_ids)).order_by(Ask.id))
    return {key: tags.read(duty=duty, uncrc=uncrc, shanarri=shanarri) for key, duty, uncrc, shanarri in rows}
