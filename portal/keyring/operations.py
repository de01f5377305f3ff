"""Making a keyring, opening it, and what is put on it and taken off. Each act is counted, never logged."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import delete, insert
from sqlalchemy.dialects import postgresql, sqlite

from portal.audit import operations as audit
from portal.core import clock, db
from portal.core.errors import RuleError, Unreadable
from portal.core.sessions import token_hash
from portal.keyring import queries, rules, vault
from portal.keyring.models import Keyring, KeyringVisit
from portal.keyring.queries import Entry, Opened

#: As long as a thread stays open on a phone, and rounded like one.
OPEN = timedelta(minutes=30)
_ROUND = 5


def make(name: str, passphrase: str) -> Opened:
    """A new, empty one; RuleError if the name is taken."""
    keyring = Keyring(id=uuid4(), name_hash=vault.name_hash(name), used_month=rules.month_of(clock.today()))
    ring = Opened(keyring, vault.key_from(name, passphrase), name, [])
    ring.put_away()
    insert = sqlite.insert if db.dialect_name() == "sqlite" else postgresql.insert
    columns = ("id", "name_hash", "box_sealed", "used_month")
    new = insert(Keyring).values({name: getattr(keyring, name) for name in columns})
    db.session.execute(new.on_conflict_do_nothing())
    stored = db.session.get(Keyring, keyring.id)
    if stored is None:
        raise RuleError(_("Somebody has that name. Choose another one."))
    ring.keyring = stored
    audit.count_young_act("keyring.made")
    return ring


def try_passphrase(name: str, passphrase: str) -> Opened | None:
    """The keyring these two open; None if they do not go together. Takes as long either way."""
    key, keyring = vault.key_from(name, passphrase), queries.find(name)
    if keyring is None:
        return None
    try:
        ring = queries.opened(keyring, key)
    except Unreadable:
        return None
    keyring.used_month = rules.month_of(clock.today())
    audit.count_young_act("keyring.opened")
    return ring


def open_on(ring: Opened, *, token: str) -> None:
    """Let this phone have it open, instead of what it had open before."""
    close_on(token)
    until = clock.coarse(clock.now() + OPEN, minutes=_ROUND)
    visit = KeyringVisit(token_hash=token_hash(token), keyring_id=ring.keyring.id, until=until)
    vault.lock_for_phone(visit, token, ring.key)
    db.session.execute(
        insert(KeyringVisit).values(
            token_hash=visit.token_hash, keyring_id=visit.keyring_id, key_sealed=visit.key_sealed, until=until
        )
    )


def close_on(token: str) -> None:
    """Close it on this phone."""
    db.session.execute(delete(KeyringVisit).where(KeyringVisit.token_hash == token_hash(token)))


def add(ring: Opened, entry: Entry) -> None:
    """Keep one more code. RuleError if it opens nothing, is there already, or does not fit."""
    if any(one.words == entry.words for one in ring.entries):
        raise RuleError(_("This code is on your keyring already."))
    if len(ring.entries) >= rules.MOST_CODES:
        raise RuleError(_("Your keyring is full. Take off a code that you don’t need any more."))
    if not queries.opens_something(entry.code_hash):
        raise RuleError(_("Those words don’t open anything. Check the spelling and the order."))
    ring.entries.append(entry)
    ring.put_away()
    db.session.flush()


def take_off(ring: Opened, entry: Entry) -> None:
    """Keep a code no more; it goes on opening what it opens."""
    ring.entries.remove(entry)
    ring.put_away()
    db.session.flush()


def change_passphrase(ring: Opened, passphrase: str) -> None:
    """Another passphrase. Every phone that has it open, this one too, has to open it anew."""
    ring.key = vault.key_from(ring.name, passphrase)
    ring.put_away()
    db.session.execute(delete(KeyringVisit).where(KeyringVisit.keyring_id == ring.keyring.id))
    db.session.flush()


def throw_away(ring: Opened) -> None:
    """Delete it, on every phone. Its codes go on opening what they open."""
    db.session.execute(delete(KeyringVisit).where(KeyringVisit.keyring_id == ring.keyring.id))
    db.session.execute(delete(Keyring).where(Keyring.id == ring.keyring.id))
    audit.count_young_act("keyring.thrown_away")


def forget_unused() -> int:
    """Drop visits that ended, and keyrings nobody opened for three years; the number dropped."""
    ended = delete(KeyringVisit).where(KeyringVisit.until <= clock.now()).returning(KeyringVisit.token_hash)
    unused = delete(Keyring).where(Keyring.used_month <= clock.today() - rules.KEPT_UNUSED).returning(Keyring.id)
    gone = len(db.session.execute(ended).all())
    return gone + len(db.session.execute(unused).all())
