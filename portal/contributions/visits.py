"""What a young person has open on this phone: drafts, codes to note down, a thread. Sealed, short, rounded.

Times here are rounded up, so that no row tells the minute of a submission. Each draft is a row of its own, so that a
page seals only the one it changed. Leaving quickly deletes all of it but what somebody chose to keep with a draft code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.contributions import attachments, draft_rows, drafts
from portal.contributions.drafts import Draft
from portal.contributions.models import KeptDraft, YoungVisit
from portal.core import clock, crypto, db
from portal.core.errors import Unreadable
from portal.core.sessions import token_hash

THREAD_OPEN = timedelta(minutes=30)
#: A code is shown this long after sending, on the phone that sent it; and to a retry under the cookie before.
CODE_SHOWN, CODE_RETRIED = timedelta(minutes=30), timedelta(minutes=5)
_ROUND_VISIT, _ROUND_THREAD = 60, 5

_LOOK = (
    select(
        YoungVisit.token_hash,
        YoungVisit.state_sealed,
        YoungVisit.contribution_id,
        YoungVisit.thread_until,
        YoungVisit.ends_at,
        *draft_rows.COLUMNS,
    )
    .outerjoin(KeptDraft, KeptDraft.visit_token == YoungVisit.token_hash)
    .where(YoungVisit.token_hash == bindparam("token"))
)
#: Taken before looking: whoever waited for their turn must see what the one before them saved.
_HOLD = select(YoungVisit.token_hash).where(YoungVisit.token_hash == bindparam("token")).with_for_update()
_CHANGE = update(YoungVisit).where(YoungVisit.token_hash == bindparam("token"))


@dataclass(frozen=True)
class PendingCode:
    """A submission whose code is still to be noted: the key gives the same words every time.

    `until` is when it is shown no more (seconds since the epoch); it is sealed with the rest, never a column.
    """

    key: str
    matter: str
    until: int = 0


@dataclass(frozen=True)
class Stored:
    """A row of `young_visit` as it was read: this is looked up with every page, so it takes the short way."""

    __tablename__ = YoungVisit.__tablename__

    token_hash: str
    state_sealed: bytes | None = None
    contribution_id: UUID | None = None
    thread_until: datetime | None = None
    ends_at: datetime | None = None

    @property
    def seal_id(self) -> str:
        """Bound to the visit it belongs to."""
        return self.token_hash


@dataclass
class Visit:
    """The opened state of one visit. `drafts` are those at hand, by what they are about; `pending` is the code to show
    next.

    `asleep` are drafts nobody touched for a while, the oldest first: not shown before somebody says they are theirs.
    `queued` are those only packets of this phone still reach. `away` leave this phone at the next saving. `former` is
    the hash of the cookie's token before the code was given out: under that one a retry finds the code for a few
    minutes. `letters` are those a Start was just pressed for under this cookie, so that a second press finds its way.
    `gave_code` says that this request gave one out. `stored` and `rows` are what was read, so that saving need not read
    it.
    """

    drafts: dict[str, Draft] = field(default_factory=dict)
    asleep: list[Draft] = field(default_factory=list)
    queued: list[Draft] = field(default_factory=list)
    away: list[Draft] = field(default_factory=list)
    pending: PendingCode | None = None
    waiting: list[PendingCode] = field(default_factory=list)
    thread: UUID | None = None
    former: str = ""
    letters: list[PendingCode] = field(default_factory=list)
    gave_code: bool = False
    stored: Stored | None = field(default=None, repr=False)
    rows: set[UUID] = field(default_factory=set, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep a row for."""
        held = (*self.drafts.values(), *self.asleep, *self.queued)
        return not (held or self.pending or self.waiting or self.thread or self.letters)

    def begin(self, about: str) -> Draft:
        """The draft about something, begun now if there is none at hand."""
        if about not in self.drafts:
            self.drafts[about] = Draft(about=about)
        self.drafts[about].used = True
        return self.drafts[about]

    def unsure(self, about: str) -> list[Draft]:
        """Drafts about this that may be somebody else's: ask before anything of them is shown."""
        return [draft for draft in self.asleep if draft.about == about]

    def begun(self, about: str) -> list[Draft]:
        """Whatever this phone has about something, whosever it is; the oldest first."""
        at_hand = self.drafts.get(about)
        return [*self.unsure(about), *([at_hand] if at_hand else [])]

    def with_pass(self, hashed: str) -> Draft | None:
        """The draft here that a phone's pass is for."""
        held = (*self.drafts.values(), *self.asleep, *self.queued)
        return next((draft for draft in held if draft.pass_hash == hashed), None)

    def sent(self, draft: Draft) -> None:
        """It is a draft no more."""
        self.drafts = {about: one for about, one in self.drafts.items() if one.key != draft.key}
        self.asleep = [one for one in self.asleep if one.key != draft.key]
        self.queued = [one for one in self.queued if one.key != draft.key]

    @property
    def subjects(self) -> set[str]:
        """What this phone has drafts about."""
        return {*self.drafts, *(draft.about for draft in self.asleep)}

    def carry_on(self, about: str) -> None:
        """They are theirs: what waited is at hand again, with what was said since."""
        parts = self.begun(about)
        self.asleep = [draft for draft in self.asleep if draft.about != about]
        whole = parts[0]
        for newer in parts[1:]:
            whole = drafts.joined(whole, newer)
        whole.used, whole.notice = True, ""
        self.drafts[about] = whole

    def put_away(self, about: str) -> None:
        """They are somebody else's: gone from this phone, and for good without a draft code.

        What was said since they fell asleep was said by whoever answers now, and stays.
        """
        strange = self.unsure(about)
        if not strange and about in self.drafts:
            strange = [self.drafts.pop(about)]
        self.away += strange
        self.asleep = [draft for draft in self.asleep if draft not in strange]
        if about in self.drafts:
            self.drafts[about].notice = ""

    def take_up(self, draft: Draft) -> None:
        """A draft opened with its code is at hand here; another one about the same waits until somebody owns to it."""
        before = self.drafts.get(draft.about)
        if before and before.key != draft.key:
            before.touched = 0
            self.asleep.append(before)
        self.asleep = [one for one in self.asleep if one.key != draft.key]
        self.away = [one for one in self.away if one.key != draft.key]
        self.queued = [one for one in self.queued if one.key != draft.key]
        self.drafts[draft.about] = draft
        draft.used = True

    def show_code(self, code: PendingCode) -> None:
        """Show this code next; one that was not yet noted down is shown after it, never lost."""
        if self.pending and self.pending.key == code.key:
            return
        if self.pending:
            self.waiting.append(self.pending)
        self.pending, self.gave_code = replace(code, until=_shown_until(CODE_SHOWN)), True

    def code_noted(self, key: str) -> None:
        """Show the code of this submission no more."""
        if self.pending and self.pending.key == key:
            self.pending = self.waiting.pop() if self.waiting else None


def find_visit(token: str) -> Visit:
    """What is open under a cookie's token, to look at; nothing if it ended."""
    return _read(token_hash(token))


def open_visit(token: str) -> Visit:
    """The same, to change it: two taps at once take turns, even when there is no row yet."""
    hashed = token_hash(token)
    if not _hold(hashed):
        insert = sqlite.insert if db.dialect_name() == "sqlite" else postgresql.insert
        new = insert(YoungVisit).values(token_hash=hashed, ends_at=_end_of_visit())
        db.session.execute(new.on_conflict_do_nothing())
        _hold(hashed)
    return _read(hashed)


def save_visit(token: str, visit: Visit) -> None:
    """Store what is open, or forget the row when nothing is."""
    hashed = token_hash(token)
    for draft in visit.drafts.values():
        attachments.claim(draft)
    _let_go(visit)
    if visit.is_empty:
        end_visit(token)
        return
    _save_row(visit.stored or Stored(hashed), visit)
    for draft in visit.drafts.values():
        if draft.used:
            drafts.touch(draft)
    for draft in (*visit.drafts.values(), *visit.asleep, *visit.queued):
        draft_rows.save(draft, hashed)


def hand_over(token: str, visit: Visit) -> bool:
    """Before a visit with a code goes under another token: leave the code alone behind, for a moment.

    The answer that brings the new cookie may never arrive; who then presses Send again must find the code.
    """
    if visit.pending is None:
        return False
    until = min(visit.pending.until, _shown_until(CODE_RETRIED))
    save_visit(token, Visit(pending=replace(visit.pending, until=until), stored=visit.stored))
    visit.former = token_hash(token)
    return True


def leave_letter(token: str, code_hash: str) -> None:
    """Before a visit begun by a letter goes under another token: a second press of Start must not find it used up."""
    save_visit(token, Visit(letters=[PendingCode(code_hash, "", _shown_until(CODE_RETRIED))]))


def forget_former(visit: Visit) -> None:
    """Nobody needs the code under the cookie before any more."""
    if visit.former:
        db.session.execute(delete(YoungVisit).where(YoungVisit.token_hash == visit.former))
        visit.former = ""


def leave(token: str) -> None:
    """Forget everything under a token, and the code a retry would find under the one before."""
    with suppress(Unreadable):  # a state that cannot be opened is deleted all the same
        forget_former(find_visit(token))
    end_visit(token)


def end_visit(token: str) -> None:
    """Forget everything under a token: what leaving quickly, or sending and noting the code, does.

    A draft somebody chose to keep with a draft code stays, and this phone knows no more of it.
    """
    hashed = token_hash(token)
    db.session.execute(delete(KeptDraft).where(KeptDraft.visit_token == hashed, KeptDraft.code_hash.is_(None)))
    db.session.execute(delete(YoungVisit).where(YoungVisit.token_hash == hashed))


def close_thread(contribution_id: UUID) -> None:
    """Close a thread on every phone that has it open."""
    opened = YoungVisit.contribution_id == contribution_id
    db.session.execute(update(YoungVisit).where(opened).values(contribution_id=None, thread_until=None))


def sweep_ended() -> int:
    """Delete visits and drafts that ended; the number deleted. A kept draft outlives the visit it was begun in."""
    ended = select(YoungVisit.token_hash).where(YoungVisit.ends_at <= clock.now())
    left = KeptDraft.code_hash.is_(None) & KeptDraft.pass_hash.is_(None) & KeptDraft.visit_token.in_(ended)
    forgotten = db.session.execute(
        delete(KeptDraft).where((KeptDraft.kept_until <= clock.now()) | left).returning(KeptDraft.id)
    ).all()
    gone = db.session.execute(
        delete(YoungVisit).where(YoungVisit.ends_at <= clock.now()).returning(YoungVisit.token_hash)
    ).all()
    return len(forgotten) + len(gone)


def _hold(hashed: str) -> bool:
    return db.session.connection().execute(_HOLD, {"token": hashed}).first() is not None


def _read(hashed: str) -> Visit:
    found = db.session.connection().execute(_LOOK, {"token": hashed}).all()
    if not found:
        return Visit()
    stored, now = Stored(*found[0][:5]), clock.now()
    ended = stored.ends_at is None or stored.ends_at <= now
    visit = Visit(stored=stored)
    if stored.state_sealed and not ended:
        state = json.loads(crypto.unseal_bytes(stored, "state", stored.state_sealed))
        codes_left = [PendingCode(**code) for code in (*state["waiting"], state["pending"]) if code]
        visit.waiting = [code for code in codes_left if code.until > now.timestamp()]
        visit.pending = visit.waiting.pop() if visit.waiting else None
        visit.former = state.get("former", "")
        letters = (PendingCode(**letter) for letter in state.get("letters", ()))
        visit.letters = [letter for letter in letters if letter.until > now.timestamp()]
    if stored.contribution_id and stored.thread_until and stored.thread_until > now and not ended:
        visit.thread = stored.contribution_id
    _put_in_place(visit, (draft_rows.read(row) for row in found if row.id and row.kept_until > now), ended=ended)
    return visit


def _shown_until(how_long: timedelta) -> int:
    return int((clock.now() + how_long).timestamp())


def _put_in_place(visit: Visit, found: Iterable[Draft], *, ended: bool) -> None:
    """Which drafts are at hand, which are to be asked about, and which this phone offers no more."""
    for draft in sorted(found, key=lambda draft: (draft.touched, draft.key)):
        if draft.kept:
            visit.rows.add(draft.kept.id)
        if not ended and draft.pass_hash and not drafts.is_here(draft):
            visit.queued.append(draft)
        elif ended or not drafts.is_here(draft):
            visit.away.append(draft)
        elif drafts.is_at_hand(draft) and draft.about not in visit.drafts:
            visit.drafts[draft.about] = draft
        else:
            visit.asleep.append(draft)


def _save_row(stored: Stored, visit: Visit) -> None:
    state = None
    if visit.pending or visit.waiting or visit.letters:
        plain = {
            "pending": vars(visit.pending) if visit.pending else None,
            "waiting": [vars(code) for code in visit.waiting],
            "former": visit.former,
            "letters": [vars(letter) for letter in visit.letters],
        }
        state = crypto.seal_bytes(stored, "state", json.dumps(plain).encode())
    waits = any(draft.pass_hash for draft in (*visit.drafts.values(), *visit.asleep, *visit.queued))
    until = stored.thread_until
    if visit.thread != stored.contribution_id:
        until = clock.coarse(clock.now() + THREAD_OPEN, minutes=_ROUND_THREAD) if visit.thread else None
    values = {
        "state_sealed": state,
        "contribution_id": visit.thread,
        "thread_until": until,
        "ends_at": _end_of_visit(waits=waits),
    }
    if visit.stored is None:
        db.session.execute(insert(YoungVisit), {"token_hash": stored.token_hash, **values})
    elif state or values != {name: getattr(stored, name) for name in values}:
        db.session.connection().execute(_CHANGE, {"token": stored.token_hash, **values})


def _let_go(visit: Visit) -> None:
    """Drafts that were sent or thrown away are deleted; those put away stay if somebody chose to keep them longer."""
    held = {draft.kept.id for draft in (*visit.drafts.values(), *visit.asleep, *visit.queued) if draft.kept}
    coded = [draft.kept for draft in visit.away if draft.kept and drafts.is_kept(draft)]
    for kept in coded:
        draft_rows.let_go(kept)
    draft_rows.forget(visit.rows - held - {kept.id for kept in coded})
    visit.rows, visit.away = held, []


def _end_of_visit(*, waits: bool = False) -> datetime:
    """Longer where a phone without signal is waited for: only the visit it was begun in gets the code."""
    return clock.coarse(clock.now() + (drafts.POCKET if waits else drafts.IDLE), minutes=_ROUND_VISIT)
