"""A draft: what somebody has said so far and not sent. Pure: `visits` seals it and stores it."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portal.contributions import codes, sharing
from portal.contributions.models import Identity, Matter, Purpose
from portal.core import clock, crypto
from portal.core.errors import Unreadable

#: What an answer may be: chosen options, a number, words, or something put to each of several things.
Given = list[str] | int | str | dict[str, str]

#: Bands that only a letter brings: no question asks them.
RESPONSIBLE, LIVES_IN = "responsible", "lives_in"

#: A draft without a draft code lives this long after it was last touched: enough to be called away and come back.
IDLE = timedelta(hours=2)
#: One that a phone without signal may still add to waits this long for it.
POCKET = timedelta(days=1)
#: With a draft code it lives this long after it was last touched, on whatever phone.
KEPT = timedelta(days=7)
#: After this long without a touch, whoever holds the phone is asked whether it is theirs before they see it.
AT_HAND = timedelta(minutes=20)
_ROUND_TOUCH = 5
#: What the slice it belongs to may say on the next page: earlier answers ended with their visit, or were already sent.
GONE, AGAIN = "gone", "again"
#: The turn of what was said with signal and without a turn of its own: no packet changes it any more.
SETTLED = 10**9
#: The step whose packet sends the draft; others are named by whoever asks.
SEND = "send"
_MISFIT = "!"


class _Pass:
    """What a pass is bound to: it is no other sealed text."""

    __tablename__ = "draft"
    seal_id = "pass"


_PASS = _Pass()


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

    `answers` belongs to whoever asks the questions. `bands` are known beforehand; those in `fixed` came with the
    letter whose code is `invited` (as its hash), and are not this person's to fill in. `place` is where an opened draft
    code leads. `decided` names the pages of `flow` that were answered here, so that an empty tick is known from a page
    never seen. `turns` and `arrived` belong to packets of a phone without signal: which of its turns each step holds,
    and which have come. `together` says how an adult helps, where one does (`assisting`).
    """

    key: str = field(default_factory=codes.new_submission_key)
    about: str = ""
    edition: str = ""
    answers: dict[str, Given] = field(default_factory=dict)
    bands: dict[str, str] = field(default_factory=dict)
    fixed: list[str] = field(default_factory=list)
    invited: str = ""
    identity: str = ""
    name: str = ""
    reach: str = ""
    sharing: list[str] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)
    notice: str = ""
    place: str = ""
    together: dict[str, str] = field(default_factory=dict)
    touched: int = 0
    turns: dict[str, int] = field(default_factory=dict)
    arrived: list[int] = field(default_factory=list)
    code_hash: str | None = field(default=None, repr=False)
    pass_hash: str | None = field(default=None, repr=False)
    gathers: bool = field(default=False, repr=False, compare=False)
    used: bool = field(default=False, repr=False, compare=False)
    kept: Kept | None = field(default=None, repr=False, compare=False)


#: Columns of their own, and what is only known while a page is made.
_BESIDE = frozenset({"about", "edition", "code_hash", "pass_hash", "gathers", "used", "kept"})
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
    """Whether this phone still offers it: what is kept longer leaves a shared phone as early as what is not."""
    return not is_kept(draft) or _idle(draft) < IDLE


def is_kept(draft: Draft) -> bool:
    """Whether it outlives the visit it was begun in, because somebody chose so."""
    return bool(draft.code_hash or draft.pass_hash)


def new_pass(draft: Draft) -> str:
    """What lets one phone add to this draft from now on, and never read it; any earlier one is worth nothing more.

    It is the draft's key, sealed for the server alone: a packet that comes too late is known by it. Stored is its hash.
    """
    text = urlsafe_b64encode(crypto.seal_bytes(_PASS, "pass", draft.key.encode())).decode()
    draft.pass_hash, draft.turns, draft.arrived = pass_hash(text), {}, []
    return text


def pass_hash(text: str) -> str:
    """What is stored of a pass: SHA-256 suffices for what nobody can make up."""
    return hashlib.sha256(text.encode()).hexdigest()


def key_in_pass(text: str) -> str:
    """The submission a pass was for; Unreadable if it is none."""
    try:
        return crypto.unseal_bytes(_PASS, "pass", urlsafe_b64decode(text.encode())).decode()
    except ValueError:
        raise Unreadable("This text cannot be opened.") from None


def take_turn(draft: Draft, step: str, turn: int) -> bool:
    """Whether what a packet holds is the newest said in this step. In whatever order packets come, and however often,
    the one with the highest turn stands at the end."""
    if turn not in draft.arrived:
        draft.arrived = sorted([*draft.arrived, turn])
    if turn <= draft.turns.get(step, 0):
        return False
    draft.turns[step] = turn
    return True


def note_misfit(draft: Draft, step: str, turn: int) -> None:
    """What a packet held cannot be used: Send waits for a look, unless this step is said anew."""
    take_turn(draft, _MISFIT + step, turn)


def has_misfit(draft: Draft) -> bool:
    """Whether the last thing said in some step could not be used."""
    steps = (step for step in draft.turns if step.startswith(_MISFIT))
    return any(draft.turns[step] > draft.turns.get(step.removeprefix(_MISFIT), 0) for step in steps)


def settle(draft: Draft, step: str) -> None:
    """It was said with signal: no packet lowers it any more."""
    if draft.pass_hash:
        draft.turns[step] = SETTLED


def is_sent_off(draft: Draft) -> bool:
    """Whether Send was pressed on the phone and everything said before it has come."""
    last = draft.turns.get(SEND)
    return last is not None and set(draft.arrived) >= set(range(1, last + 1))


def _idle(draft: Draft) -> timedelta:
    return timedelta(seconds=clock.now().timestamp() - draft.touched)


def ends_at(draft: Draft) -> datetime:
    """When it is forgotten: rounded up to the hour, or to the day where a draft code keeps it longer."""
    if draft.code_hash:
        return clock.coarse(clock.now() + KEPT, minutes=24 * 60)
    return clock.coarse(clock.now() + (POCKET if draft.pass_hash else IDLE), minutes=60)


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
    letter = newer if newer.invited else older
    kept.invited, kept.fixed = letter.invited, letter.fixed
    kept.bands |= {name: letter.bands[name] for name in letter.fixed}
    kept.decided = sorted({*older.decided, *newer.decided})
    phone = newer if newer.pass_hash else older
    kept.pass_hash, kept.turns, kept.arrived = phone.pass_hash, phone.turns, phone.arrived
    kept.edition = newer.edition or older.edition
    kept.together = newer.together or older.together
    kept.place = kept.place or other.place
    kept.notice, kept.gathers = "", True
    return kept


def invite(draft: Draft, code_hash: str, bands: Mapping[str, str]) -> None:
    """Begin with what a letter says. Which letter it was is sealed here and ends with the draft."""
    draft.invited, draft.fixed = code_hash, sorted(bands)
    draft.bands = {**draft.bands, **bands}


def drop_letter(draft: Draft) -> None:
    """What the letter says is wrong: forget all of it, and ask."""
    draft.bands = {name: band for name, band in draft.bands.items() if name not in draft.fixed}
    draft.invited, draft.fixed = "", []


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


def purposes(draft: Draft, matter: Matter = Matter.ANSWERS) -> tuple[Purpose, ...]:
    """What was said yes to, of what is asked about this."""
    offered = sharing.offered(known=is_known(draft), matter=matter)
    return tuple(choice.purpose for choice in offered if choice.purpose in draft.sharing)
