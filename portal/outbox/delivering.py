"""The steps of sending, each committed before the next: killed anywhere, nothing is sent twice."""

from __future__ import annotations

from portal.core import db
from portal.outbox import operations, queries
from portal.outbox.channels import Channel


def deliver(channel: Channel) -> int:
    """Try everything that is due once; how many tries."""
    operations.recover(channel)
    db.session.commit()
    tries = 0
    for message_id in queries.due():
        letter = operations.claim(message_id)
        db.session.commit()
        if letter is None:
            continue
        outcome = channel.send(letter)
        operations.settle(message_id, outcome, letter.taken_at)
        db.session.commit()
        tries += 1
    return tries
