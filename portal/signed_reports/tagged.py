"""What was asked, done, promised and measured, sorted by the tags it carries. Nothing here counts a young person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from portal.board.models import Action, ActionState, Ask
from portal.board.stories import ActionLine, AskStory
from portal.commitments.models import Commitment, Duty
from portal.core import db
from portal.disclosure.thresholds import Audience
from portal.entitlements.side_by_side import SideBySide
from portal.measures.queries import Series
from portal.signed_reports import sources, tags
from portal.signed_reports.gathering import Scope
from portal.signed_reports.tags import Cluster, Foundation
from portal.themes.models import Theme

Tag = TypeVar("Tag", Duty, Cluster, Foundation)
Keys = Mapping[UUID, Collection[Tag]]

#: Adults say it is done; young people do not agree, or have not said.
CLAIMED = (ActionState.CLAIMED, ActionState.DISPUTED, ActionState.PARTLY)


@dataclass(frozen=True)
class Work:
    """What was asked and done, promised and measured, each in its order."""

    asks: tuple[AskStory, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    promises: tuple[SideBySide, ...] = ()
    measures: tuple[Series, ...] = ()

    @property
    def agreed(self) -> tuple[ActionLine, ...]:
        """What young people agree is done."""
        return tuple(one for one in self.actions if one.state is ActionState.AGREED)

    @property
    def claimed(self) -> tuple[ActionLine, ...]:
        """What adults alone say is done."""
        return tuple(one for one in self.actions if one.state in CLAIMED)

    @property
    def under_way(self) -> tuple[ActionLine, ...]:
        """What is planned, under way, stuck or was stopped."""
        return tuple(one for one in self.actions if one.state not in (*CLAIMED, ActionState.AGREED))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.asks or self.actions or self.promises or self.measures)


def whole(scope: Scope, audience: Audience) -> Work:
    """Everything of the days, as one audience may know it."""
    return Work(
        sources.concerned(scope),
        sources.worked_on(scope),
        tuple(sources.promises(scope, audience)),
        tuple(sources.measured(scope, audience)),
    )


def by_duty(work: Work) -> dict[Duty | None, Work]:
    """By duty of section 58(1); under None what carries no duty. Each thing stands under one.

    An action goes by its own duty, else by its ask's, else by that of the promise it keeps; a measure by its promise's.
    """
    asks = {key: (duty,) for key, duty in _duties_of_asks([one.id for one in work.asks]).items() if duty}
    actions = {key: (duty,) for key, duty in duties_of_actions([one.id for one in work.actions]).items() if duty}
    promises = {one.commitment.id: (one.commitment.duty,) for one in work.promises}
    measures = {one.measure.id: (one.measure.commitment.duty,) for one in work.measures if one.measure.commitment}
    return {duty: _pick(work, duty, asks, actions, promises, measures) for duty in (*Duty, None)}


def by_cluster(work: Work) -> dict[Cluster | None, Work]:
    """By cluster of children's rights, through the theme of an ask; promises and measures carry no right."""
    asks, actions = _rights(work)
    return {
        cluster: _pick(work, cluster, _each(asks, tags.clusters), _each(actions, tags.clusters), {}, {})
        for cluster in (*Cluster, None)
    }


def by_foundation(work: Work) -> dict[Foundation | None, Work]:
    """By foundation of The Promise, through the right that the theme of an ask carries.

    A promise stands where an action that keeps it stands, a measure where its promise does.
    """
    rights_of_asks, rights_of_actions = _rights(work)
    asks, actions = _each(rights_of_asks, tags.foundations), _each(rights_of_actions, tags.foundations)
    kept: dict[UUID, set[Foundation]] = {}
    for one in work.actions:
        if one.commitment_id:
            kept.setdefault(one.commitment_id, set()).update(actions.get(one.id, ()))
    measures = {
        one.measure.id: kept.get(one.measure.commitment_id, set()) for one in work.measures if one.measure.commitment_id
    }
    return {foundation: _pick(work, foundation, asks, actions, kept, measures) for foundation in (*Foundation, None)}


def rights_of_asks(ask_ids: Collection[UUID]) -> dict[UUID, frozenset[int]]:
    """The articles the theme of each ask is tagged with."""
    query = select(Ask.id, Theme.uncrc).outerjoin(Theme, Theme.id == Ask.theme_id).where(Ask.id.in_(ask_ids))
    return {key: tags.articles(tag) for key, tag in db.session.execute(query.order_by(Ask.id))}


def _rights(work: Work) -> tuple[dict[UUID, frozenset[int]], dict[UUID, frozenset[int]]]:
    """The articles of asks, and of actions by the ask they answer."""
    under = {one.id: one.ask_id for one in work.actions if one.ask_id}
    asks = rights_of_asks({*(one.id for one in work.asks), *under.values()})
    return asks, {key: asks.get(ask_id, frozenset()) for key, ask_id in under.items()}


def _duties_of_asks(ask_ids: Collection[UUID]) -> dict[UUID, Duty | None]:
    query = select(Ask.id, Ask.duty).where(Ask.id.in_(ask_ids)).order_by(Ask.id)
    return {key: duty for key, duty in db.session.execute(query)}


def duties_of_actions(action_ids: Collection[UUID]) -> dict[UUID, Duty | None]:
    """The duty of each action: its own, else its ask's, else that of the promise it keeps."""
    query = (
        select(Action.id, func.coalesce(Action.duty, Ask.duty, Commitment.duty))
        .outerjoin(Ask, Ask.id == Action.ask_id)
        .outerjoin(Commitment, Commitment.id == Action.commitment_id)
        .where(Action.id.in_(action_ids))
    )
    return {key: Duty(duty) if duty else None for key, duty in db.session.execute(query.order_by(Action.id))}


def _each(
    named: Mapping[UUID, frozenset[int]], tagged: Callable[[Collection[int]], frozenset[Tag]]
) -> dict[UUID, frozenset[Tag]]:
    return {key: tagged(articles) for key, articles in named.items()}


def _pick(
    work: Work, tag: Tag | None, asks: Keys[Tag], actions: Keys[Tag], promises: Keys[Tag], measures: Keys[Tag]
) -> Work:
    """What carries this tag; with None what carries none."""

    def carries(keys: Keys[Tag], key: UUID) -> bool:
        return tag in keys.get(key, ()) if tag else not keys.get(key)

    return Work(
        tuple(one for one in work.asks if carries(asks, one.id)),
        tuple(one for one in work.actions if carries(actions, one.id)),
        tuple(one for one in work.promises if carries(promises, one.commitment.id)),
        tuple(one for one in work.measures if carries(measures, one.measure.id)),
    )
