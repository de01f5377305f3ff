"""A draft: what somebody has said so far and not sent. Pure: `visits` seals it and stores it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portal.contributions import codes, sharing
from portal.contributions.models import Identity, Purpose
from portal.core import clock

#: What an answer may be: chosen options, a number, words, or something put to each of several things.
Given = list[str] | int | str | dict[str, str]

#: A draft without a draft code lives this long after it was last touched: enough to be called away and come back.
IDLE = timedelta(hours=2)
#: With a draft code it lives this long after it was last touched, on whatever phone.
KEPT = timedelta(days=7)
#: After this long without a touch, whoever holds the phone is asked whether it is theirs before they see it.
AT_HAND = timedelta(minutes=20)
_ROUND_TOUCH = 5
#: What the slice it belongs to may say on the next page: earlier answers ended with their visit, or were already sent.
GONE, AGAIN = "gone", "again"


@dataclass
class Kept:
    """The row a draft was read from: `plain` is what it held, so that only what changed is sealed again."""

    id: UUID
    visit_token: str | None
    kept_until: datetime
    plain: bytes


@dataclass
class Draft:
    """`key` is the submission it will become, however often it is sent. `about` says what is being answered.

    `answers` belongs to whoever asks the questions. `place` is where an opened draft code leads. `decided` names the
    pages of `flow` that were answered here, so that an empty tick is known from a page never seen. `together` says
    how an adult helps, where one does (`assisting`).
    """

    key: str = field(default_factory=codes.new_submission_key)
    about: str = ""
    edition: str = ""
    answers: dict[str, Given] = field(default_factory=dict)
    bands: dict[str, str] = field(default_factory=dict)
    identity: str = ""
    name: str = ""
    reach: str = ""
    sharing: list[str] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)
    notice: str = ""
    place: str = ""
    together: dict[str, str] = field(default_factory=dict)
    touched: int = 0
    code_hash: str | None = field(default=None, repr=False)
    used: bool = field(default=False, repr=False, compare=False)
    kept: Kept | None = field(default=None, repr=False, compare=False)


#: Columns of their own, and what is only known while a page is made.
_BESIDE = frozenset({"about", "edition", "code_hash", "used", "kept"})
_SEALED = tuple(one.name for one in fields(Draft) if one.name not in _BESIDE)


def as_state(draft: Draft) -> dict[str, object]:
    """What is sealed."""
    return {name: getattr(draft, name) for name in _SEALED}


def from_state(about: str, edition: str, state: Mapping[str, Any]) -> Draft:
    """The draft again. A new version of the portal breaks nobody's: what it does not know is left out."""
    known = {name: value for name, value in state.items() if name in _SEALED}
    return Draft(about=about, edition=edition, **known)


def touch(draft: Draft) -> None:
    """Somebody is at it now: noted to five minutes, rounded up."""
    draft.touched = int(clock.coarse(clock.now(), minutes=_ROUND_TOUCH).timestamp())


def is_at_hand(draft: Draft) -> bool:
    """Whether it was touched so lately that it is still the same person."""
    return _idle(draft) < AT_HAND


def is_here(draft: Draft) -> bool:
    """Whether this phone still offers it: what has a draft code leaves a shared phone as early as what has none."""
    return draft.code_hash is None or _idle(draft) < IDLE


def _idle(draft: Draft) -> timedelta:
    return timedelta(seconds=clock.now().timestamp() - draft.touched)


def ends_at(draft: Draft) -> datetime:
    """When it is forgotten: rounded up to the hour, or to the day where a draft code keeps it longer."""
    if draft.code_hash:
        return clock.coarse(clock.now() + KEPT, minutes=24 * 60)
    return clock.coarse(clock.now() + IDLE, minutes=60)


def short_name(drafts: Sequence[Draft]) -> str:
    """A name for these drafts that opens nothing: two taps of “start new” must not end a second one unseen."""
    return codes.submission_hash(drafts[0].key)[:16] if drafts else ""


def joined(older: Draft, newer: Draft) -> Draft:
    """One person's draft out of two: what was said last counts; a draft code goes on working."""
    kept, other = (newer, older) if newer.code_hash and not older.code_hash else (older, newer)
    identity = newer if "identity" in newer.decided else older
    shares = newer if "sharing" in newer.decided else older
    kept.identity, kept.name, kept.reach = identity.identity, identity.name, identity.reach
    kept.sharing = shares.sharing
    kept.answers, kept.bands = older.answers | newer.answers, older.bands | newer.bands
    kept.decided = sorted({*older.decided, *newer.decided})
    kept.edition = newer.edition or older.edition
    kept.together = newer.together or older.together
    kept.place = kept.place or other.place
    kept.notice = ""
    return kept


def be_known(draft: Draft, identity: Identity, *, name: str, reach: str, chosen: bool) -> None:
    """Keep who may know: with nobody to tell, the name, the way to reach them and the worker's share go too."""
    draft.identity = identity.value if chosen else ""
    known = identity is not Identity.NOBODY
    draft.name, draft.reach = (name, reach) if known else ("", "")
    if not known:
        draft.sharing = [value for value in draft.sharing if value != Purpose.WORKER]


def identity_of(draft: Draft) -> Identity:
    """How far somebody wants to be known; who chose nothing is nobody."""
    return Identity(draft.identity) if draft.identity in set(Identity) else Identity.NOBODY


def is_known(draft: Draft) -> bool:
    """Whether the team will know a name."""
    return identity_of(draft) is not Identity.NOBODY


def purposes(draft: Draft) -> tuple[Purpose, ...]:
    """What was said yes to."""
    return tuple(choice.purpose for choice in sharing.offered(known=is_known(draft)) if choice.purpose in draft.sharing)
