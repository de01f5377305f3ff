"""Putting asks together, taking them apart, and asking once more; nobody's words change, and the history stays."""

from __future__ import annotations

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.board import operations, queries, related, rules
from portal.board.models import Ask, Joined, Wording
from portal.board.operations import Terms
from portal.core import clock, db
from portal.core.errors import NotFound, RuleError


def join(ask: Ask, into: Ask, *, because: str, by: Account) -> Joined:
    """Let one ask be answered together with another of the same organisation; its words stay beside them."""
    db.hold(ask, into)
    if not related.may_be_joined(ask):
        raise RuleError("Only an ask that nobody has answered or worked on can be put together with another.")
    if into.id not in {one.id for one in related.asks_to_join(ask)}:
        raise RuleError("Choose an ask of the same organisation that stands by itself.")
    operations.hold_other_words(because)
    row = Joined(ask_id=ask.id, into_id=into.id, because=because, at=clock.now(), by_id=by.id)
    db.session.add(row)
    _record("ask.joined", ask, by)
    return row


def part(ask: Ask, *, by: Account) -> None:
    """Let it stand by itself again."""
    db.hold(ask)
    joined = queries.joined_into(ask)
    if joined is None:
        raise RuleError("This ask stands by itself already.")
    joined.parted_at, joined.parted_by_id = clock.now(), by.id
    _record("ask.parted", ask, by)


def split(ask: Ask, text: str, *, terms: Terms, by: Account) -> Ask:
    """Give a part of an ask to another post: a new ask, in other words, that names the one it comes from.

    What stands letter for letter in words young people wrote for the board stays theirs, once a champion confirms the
    part: half a sentence can say the opposite. A quote is never cut in two.
    """
    db.hold(ask)
    if not queries.is_shown(ask) or queries.joined_into(ask) is not None:
        raise RuleError("This ask cannot be split now.")
    own = ask.wording is Wording.WRITTEN and rules.is_excerpt(text, ask.text or "")
    made = operations.ask(text, wording=Wording.WRITTEN if own else Wording.PARAPHRASE, terms=terms, by=by)
    made.part_of_id = ask.id
    _record("ask.split", ask, by)
    return made


def ask_once_more(ask: Ask, text: str, *, by: Account) -> Ask:
    """A champion does not take a no, or a partly, for the end: the same post answers anew, in four weeks."""
    db.hold(ask)
    if not queries.is_shown(ask):
        raise NotFound
    if not related.may_ask_once_more(ask, by):
        raise RuleError("This cannot be asked again: it was asked again already, or it was not a no.")
    made = operations.speak(text, post_id=ask.post_id, theme_id=ask.theme_id, by=by)
    made.again_of_id = ask.id
    _record("ask.once_more", ask, by)
    return made


def _record(what: str, ask: Ask, by: Account) -> None:
    db.session.flush()
    audit.record(what, by=by.id, subject=("ask", ask.id))
