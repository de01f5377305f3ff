"""How a concern may move, who may never see it, and who is told when it waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from portal.safety.models import ConcernState, Tier
from portal.safety.names import Likeness, likeness, typed_names

#: Staffed minutes after which the next tier is told.
SECOND_AFTER, MANAGER_AFTER = 30, 60

LEADS_TO: Mapping[ConcernState, frozenset[ConcernState]] = MappingProxyType(
    {
        ConcernState.WAITING: frozenset({ConcernState.SEEN}),
        ConcernState.SEEN: frozenset({ConcernState.HANDED_OVER, ConcernState.CLOSED, ConcernState.WAITING}),
        ConcernState.HANDED_OVER: frozenset({ConcernState.HANDED_OVER, ConcernState.CLOSED, ConcernState.WAITING}),
        ConcernState.CLOSED: frozenset({ConcernState.WAITING}),
    }
)


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here, as barring sees them."""

    id: UUID
    name: str
    team_id: UUID | None


@dataclass(frozen=True)
class Barred:
    """Accounts and teams that never see a concern. `narrow` keeps it to the manager tier, less the `doubtful`."""

    accounts: frozenset[UUID]
    teams: frozenset[UUID]
    narrow: bool
    doubtful: frozenset[UUID] = frozenset()


def may_move(state: ConcernState, to: ConcernState) -> bool:
    """Whether a concern may go there now; nothing is closed before somebody saw it."""
    return to in LEADS_TO[state]


def bar(colleagues: Iterable[Colleague], *, about_worker: bool, teams: Collection[UUID], name: str) -> Barred:
    """Whom a concern about a worker is kept from: the teams named, everybody the name may mean, and their teams.

    Where somebody was named whom no whole name or short form leads to, or nobody and no team was named at all, it
    could be anybody: only the manager tier sees it, and of that nobody whose name is even a little like it.
    """
    if not about_worker:
        return Barred(frozenset(), frozenset(), narrow=False)
    known, named = list(colleagues), typed_names(name)
    like = {one.id: [likeness(typed, one.name) for typed in named] for one in known}
    meant = [one for one in known if likeness(name, one.name) >= Likeness.NEAR]
    placed = [any(like[one.id][number] is Likeness.SURE for one in known) for number in range(len(named))]
    return Barred(
        frozenset(one.id for one in meant),
        frozenset({one.team_id for one in meant if one.team_id} | set(teams)),
        narrow=not all(placed) if named else not teams,
        doubtful=frozenset(one.id for one in known if likeness(name, one.name) >= Likeness.PERHAPS),
    )


def may_see(who: Colleague, tiers: Collection[Tier], barred: Barred, *, has_manager: bool) -> bool:
    """Whether a safeguarding officer may know that a concern is there at all.

    Where the rota has no manager, a narrow concern is for everybody it is not about: never kept from all.
    """
    if who.id in barred.accounts or who.team_id in barred.teams:
        return False
    if not barred.narrow:
        return True
    return who.id not in barred.doubtful and (Tier.MANAGER in tiers or not has_manager)
