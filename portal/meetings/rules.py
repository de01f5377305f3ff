"""How far a meeting may go, what dots make of an agenda, and when minutes are agreed. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from portal.core import clock
from portal.core.access import Permission, Role, permits
from portal.disclosure.thresholds import Audience, Subject, threshold
from portal.meetings.models import MeetingState, MeetingType

#: How many young champions have to agree to the minutes, beside whoever chaired.
ENOUGH = 2
#: Who came, and what they needed, is deleted so long after a meeting.
NEEDS_KEPT = timedelta(days=30)

#: Where a meeting may go from each state.
NEXT: Mapping[MeetingState, MeetingState] = MappingProxyType(
    {
        MeetingState.PLANNED: MeetingState.AGENDA_OPEN,
        MeetingState.AGENDA_OPEN: MeetingState.VOTING,
        MeetingState.VOTING: MeetingState.AGENDA_SET,
        MeetingState.AGENDA_SET: MeetingState.HELD,
        MeetingState.HELD: MeetingState.MINUTES_AGREED,
    }
)
#: Before it takes place: it can be moved, called off, and people say whether they come.
AHEAD = frozenset({MeetingState.PLANNED, MeetingState.AGENDA_OPEN, MeetingState.VOTING, MeetingState.AGENDA_SET})
#: Things can still be put on the agenda or taken off it.
COLLECTING = frozenset({MeetingState.PLANNED, MeetingState.AGENDA_OPEN})
#: Dots are sums that may be seen.
COUNTED = frozenset({MeetingState.AGENDA_SET, MeetingState.HELD, MeetingState.MINUTES_AGREED})
#: It took place or was called off.
OVER = frozenset(MeetingState) - AHEAD
#: It took place; a meeting that was called off is neither ahead nor among these.
HELD = frozenset({MeetingState.HELD, MeetingState.MINUTES_AGREED})


class Chosen(StrEnum):
    """Whose an agenda's order is: young people's, theirs with a difference, as points came in, or officers'."""

    YOUNG = "young"
    DIFFERENT = "different"
    CAME = "came"
    OFFICERS = "officers"


@dataclass(frozen=True)
class Placed:
    """An item with its dots, in the order in which it was put on the agenda."""

    id: UUID
    dots: int


@dataclass(frozen=True)
class Agreed:
    """One person's yes to the minutes, and whether it is to the words as they are now."""

    account_id: UUID
    role: Role
    current: bool


class NoSuchTime(ValueError):
    """The clocks jump over this time."""


def moment_of(day: date, at: time) -> datetime:
    """The moment when clocks in Scotland show this day and time (UTC); of an hour that comes twice, the first.

    NoSuchTime for the hour that the clocks jump over in March (PEP 495: it does not survive the way there and back).
    """
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), clock.UK)
    moment = local.astimezone(UTC)
    if moment.astimezone(clock.UK).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime
    return moment


def may_go(state: MeetingState, to: MeetingState) -> bool:
    """Whether a meeting may take this step."""
    if to is MeetingState.CALLED_OFF:
        return state in AHEAD
    return NEXT.get(state) is to


def dots_fit(given: Mapping[UUID, int], *, items: Collection[UUID], most: int) -> bool:
    """Whether these dots lie on this agenda, none is below nothing, and they are no more than one champion has."""
    return set(given) <= set(items) and all(count >= 0 for count in given.values()) and sum(given.values()) <= most


def dots_may_show(voted: int | None, *, sums: Collection[int], each: int) -> bool:
    """Whether sums of dots tell nobody how one champion chose: only where enough placed any, as with every count.

    Where nobody counted them, as many as must have placed them, since none has more than `each`.
    """
    placed_by = -(-sum(sums) // each) if voted is None else voted
    return placed_by >= threshold(Audience.PARTNERS, Subject.VERDICTS)


def young_order(items: Sequence[Placed]) -> list[UUID]:
    """Most dots first; of as many, what was put on the agenda first."""
    return [one.id for one in sorted(items, key=lambda one: -one.dots)]


def chosen_by(young: Sequence[UUID], used: Sequence[UUID], *, placed: bool) -> Chosen:
    """Whose the order is that is used; where nobody `placed` dots it is never young people's."""
    if placed:
        return Chosen.YOUNG if list(young) == list(used) else Chosen.DIFFERENT
    return Chosen.CAME if list(young) == list(used) else Chosen.OFFICERS


def needs_explaining(young: Sequence[UUID], officers: Sequence[UUID], used: Sequence[UUID]) -> bool:
    """Whether the order used, or the one officers wanted (if they said), is not the one young people chose."""
    return list(young) != list(used) or (bool(officers) and list(officers) != list(young))


def in_order(numbers: Mapping[UUID, int | None], rest: Sequence[UUID]) -> list[UUID]:
    """Items by the numbers they were given; those without one come after, as they stand in `rest`."""
    given = sorted((number, rest.index(one)) for one, number in numbers.items() if number is not None and one in rest)
    first = [rest[at] for _, at in given]
    return [*first, *(one for one in rest if one not in set(first))]


def may_write_minutes(state: MeetingState, starts_at: datetime, now: datetime) -> bool:
    """From the day of the meeting on, while it goes on and after, until they are agreed."""
    begun = clock.day_of(starts_at) <= clock.day_of(now)
    return state is MeetingState.HELD or (state is MeetingState.AGENDA_SET and begun)


def version_of(text: str | None) -> str:
    """What stands for the words somebody had before them when they began to write."""
    return digest_of([text or ""])[:16]


def may_name_another_chair(state: MeetingState, *, can_agree: bool) -> bool:
    """Whether somebody else may be named as chair of a meeting that is over: only where the one named never can agree.

    Otherwise whoever writes the minutes could look for a chair who likes them.
    """
    return state is MeetingState.HELD and not can_agree


def is_agreed(agreements: Iterable[Agreed], chair_id: UUID | None) -> bool:
    """Enough champions besides the chair, and the chair; only yeses to the words as they are now count."""
    current = [one for one in agreements if one.current]
    champions = {one.account_id for one in current if one.role is Role.CHAMPION and one.account_id != chair_id}
    return len(champions) >= ENOUGH and chair_id in {one.account_id for one in current}


def digest_of(parts: Iterable[str]) -> str:
    """SHA-256 over texts in order; each with its length, so that no two lists run together alike."""
    found = hashlib.sha256()
    for part in parts:
        raw = part.encode()
        found.update(f"{len(raw)}:".encode() + raw)
    return found.hexdigest()


def is_due(review_on: date, meeting_day: date) -> bool:
    """Whether a decision has to be looked at by the day of a meeting."""
    return review_on <= meeting_day


def may_see(kind: MeetingType, role: Role | None) -> bool:
    """Young people's own meetings are theirs, and of the officers who arrange them."""
    own = (Role.CHAMPION, Role.PARTICIPATION_OFFICER)
    return kind is MeetingType.BOARD or role in own


def states_seen(role: Role | None) -> frozenset[MeetingState]:
    """Whoever sits at the table sees a meeting from its planning on; others who read the board, its agreed minutes."""
    return frozenset(MeetingState) if permits(role, Permission.TABLE_SIT) else frozenset({MeetingState.MINUTES_AGREED})
