"""The keyring open on a phone, and what its codes open."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from portal.consultations import queries as consultations
from portal.contributions import codes
from portal.contributions import queries as contributions
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.errors import NotFound, Unreadable
from portal.core.sessions import token_hash
from portal.keyring import vault
from portal.keyring.models import Keyring, KeyringVisit
from portal.meeting_prep import queries as meeting_prep
from portal.meeting_prep.models import MeetingKind


@dataclass(frozen=True)
class Entry:
    """A code that is kept: its four words, and what it is looked up by, so that looking costs no slow hash."""

    words: str
    code_hash: str

    @classmethod
    def of(cls, typed: str) -> Entry:
        """From what somebody typed; costs one slow hash."""
        words = codes.normalise(typed)
        return cls(words, codes.code_hash(words))


@dataclass
class Opened:
    """A keyring with its key at hand."""

    keyring: Keyring
    key: bytes = field(repr=False)
    name: str = field(repr=False)
    entries: list[Entry] = field(repr=False)

    def put_away(self) -> None:
        """Lock the box with what it holds now."""
        held = {"name": self.name, "codes": [[one.words, one.code_hash] for one in self.entries]}
        vault.lock_box(self.keyring, self.key, held)

    def which(self, entry: Entry) -> str:
        """A name for one of its codes that opens nothing and says nothing to anybody else."""
        return hmac.digest(self.key, entry.words.encode(), hashlib.sha256).hex()[:16]

    def entry(self, which: str) -> Entry:
        """The code of that name, or NotFound."""
        found = next((one for one in self.entries if hmac.compare_digest(self.which(one), which)), None)
        if found is None:
            raise NotFound
        return found


class Far(StrEnum):
    """How far something is that a code opens."""

    SENT = "sent"
    READ = "read"
    ANSWERED = "answered"
    POINTS = "points"
    GONE = "gone"


@dataclass(frozen=True)
class Kept:
    """One line of the list. `title` is what our questions were called, empty for something of their own."""

    which: str
    words: str
    far: Far
    title: str = ""
    week: date | None = None
    meeting: MeetingKind | None = None


def find(name: str) -> Keyring | None:
    """The keyring of this name."""
    return db.session.scalar(select(Keyring).where(Keyring.name_hash == vault.name_hash(name)))


def open_on(token: str, *, to_change: bool = False) -> Opened | None:
    """What this phone has open; None if nothing, if it ended, or if the passphrase was changed elsewhere.

    `to_change`: two phones that put a code on it take turns, so that neither is lost.
    """
    query = (
        select(KeyringVisit, Keyring)
        .join(Keyring, Keyring.id == KeyringVisit.keyring_id)
        .where(KeyringVisit.token_hash == token_hash(token), KeyringVisit.until > clock.now())
    )
    found = db.session.execute(query.with_for_update() if to_change else query).one_or_none()
    if found is None:
        return None
    visit, keyring = found
    with suppress(Unreadable):
        return opened(keyring, vault.unlock_for_phone(visit, token))
    return None


def opened(keyring: Keyring, key: bytes) -> Opened:
    """A keyring with this key; Unreadable if it is not the right one."""
    held: dict[str, Any] = vault.open_box(keyring, key)
    return Opened(keyring, key, held["name"], [Entry(*one) for one in held["codes"]])


def opens_something(code_hash: str) -> bool:
    """Whether a code opens a thread or points for a meeting at this moment."""
    return meeting_prep.find_by_code_hash(code_hash) is not None or _thread(code_hash) is not None


def kept(ring: Opened) -> Sequence[Kept]:
    """What each code opens, in the order they were put in."""
    return [_kept(ring, entry) for entry in ring.entries]


def _kept(ring: Opened, entry: Entry) -> Kept:
    which = ring.which(entry)
    if points := meeting_prep.find_by_code_hash(entry.code_hash):
        return Kept(which, entry.words, Far.POINTS, meeting=points.kind)
    thread = _thread(entry.code_hash)
    if thread is None:
        return Kept(which, entry.words, Far.GONE)
    asked = consultations.consultation_of(thread.id)
    far = Far.ANSWERED if thread.answered else Far.READ if thread.first_read_on else Far.SENT
    return Kept(which, entry.words, far, title=asked.title if asked else "", week=thread.received_week)


def _thread(code_hash: str) -> Contribution | None:
    found = contributions.find_by_code_hash(code_hash)
    return found if found and found.withdrawn_on is None else None
