"""Putting a message in, taking it out to send, and noting what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.core import clock, crypto, db
from portal.core.errors import RuleError
from portal.outbox import queries, rules
from portal.outbox.channels import Channel, Letter
from portal.outbox.models import Message, Progress
from portal.outbox.rules import Outcome


def put(account: Account, *, once: str, subject: str, body: str) -> bool:
    """Have somebody told, in the transaction of whatever it is about; whether it was not there already.

    `once` names the occasion. Subject and body hold counts and addresses of pages, never what anybody said.
    """
    if not account.active or not account.email:
        return False
    row = Message(
        account_id=account.id,
        once=once,
        subject=subject,
        progress=Progress.WAITING,
        attempts=0,
        created_at=clock.now(),
        next_try_at=clock.now(),
    )
    crypto.seal(row, "body", body)
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        return False
    return True


def claim(message_id: UUID) -> Letter | None:
    """Take a message to send it, alone; commit before sending. None where somebody else has it, or it has no reader."""
    mine = (
        update(Message)
        .where(Message.id == message_id, Message.progress == Progress.WAITING)
        .values(progress=Progress.SENDING, attempts=Message.attempts + 1, next_try_at=clock.now())
    )
    result = db.session.execute(mine)
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        return None
    row = db.session.get_one(Message, message_id, populate_existing=True)
    if not row.account.active or not row.account.email:
        row.progress = Progress.LET_GO
        db.session.flush()
        return None
    return Letter(row.once, row.account.email, row.subject, crypto.unseal(row, "body"), row.next_try_at)


def settle(message_id: UUID, outcome: Outcome, taken_at: datetime | None) -> None:
    """Note what a try came to; nothing if somebody decided about it, or tried anew, while a slow try still ran.

    A slow try that was given up for lost and did send is sent: nobody sends it a second time.
    """
    row = queries.get_message(message_id)
    db.hold(row)
    taken_for_lost = row.progress in (Progress.UNSURE, Progress.WAITING) and outcome is Outcome.SENT
    if row.next_try_at != taken_at or not (row.progress is Progress.SENDING or taken_for_lost):
        return
    progress, wait = rules.after(outcome, row.attempts)
    _move(row, progress)
    if wait is not None:
        row.next_try_at = clock.now() + wait
    db.session.flush()


def recover(channel: Channel) -> int:
    """Whoever was killed while sending left messages behind: ask the channel, or flag them for a person."""
    found = queries.left_behind()
    for row in found:
        _move(row, rules.left_behind(channel.arrived(row.once)))
    db.session.flush()
    return len(found)


def send_again(row: Message, *, by: Account) -> None:
    """A person looked: it goes out once more."""
    _hold_to_look_at(row)
    row.progress, row.attempts, row.next_try_at = Progress.WAITING, 0, clock.now()
    _record("message.again", row, by)


def let_go(row: Message, *, by: Account) -> None:
    """A person looked: it need not go out any more."""
    _hold_to_look_at(row)
    row.progress = Progress.LET_GO
    _record("message.let_go", row, by)


def forget() -> int:
    """Wipe what was sent a week ago, and rows that are three months old; returns how many rows changed."""
    now = clock.now()
    wiped = db.session.execute(
        update(Message)
        .where(Message.sent_at < now - rules.BODY_KEPT, Message.body_sealed.is_not(None))
        .values(body_sealed=None)
    )
    gone = db.session.execute(delete(Message).where(Message.created_at < now - rules.ROW_KEPT))
    return sum(one.rowcount for one in (wiped, gone) if isinstance(one, CursorResult))


def _move(row: Message, progress: Progress) -> None:
    row.progress = progress
    row.sent_at = clock.now() if progress is Progress.SENT else None


def _hold_to_look_at(row: Message) -> None:
    if row.progress not in queries.TO_LOOK_AT or row.body_sealed is None:
        raise RuleError("There is nothing to decide about this message any more.")


def _record(what: str, row: Message, by: Account) -> None:
    db.session.flush()
    audit.record(what, by=by.id, subject=("outbox_message", row.id))
