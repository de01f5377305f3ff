"""Proposing a word, deciding about it, and taking up the list adults began with."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.plain_words import queries as plain_words
from portal.word_list import queries, rules
from portal.word_list.models import AvoidedWord, Standing, Turn, WordVote

_ACTS = MappingProxyType({Turn.CONFIRM: "words.confirmed", Turn.RETIRE: "words.retired"})


class _Installed:
    hold_other_words: Callable[..., None] | None = None


def check_with(hold_other_words: Callable[..., None]) -> None:
    """Say how to refuse what repeats a young person's words; views lie above this list, so it cannot ask them."""
    _Installed.hold_other_words = hold_other_words


def take_up(*, by: Account) -> int:
    """Make the list adults began with the champions' own, to keep or to retire word by word; how many rows."""
    _hold_champion(by)
    if queries.is_taken_up():
        raise RuleError("The list is yours already.")
    rows = [
        AvoidedWord(
            forms=", ".join(forms), say=say, because=because, standing=Standing.IN_FORCE, proposed_at=clock.now()
        )
        for forms, say, because in plain_words.starting_rows()
    ]
    db.session.add_all(rows)
    db.session.flush()
    audit.record("words.taken_up", by=by.id, facts={"rows": len(rows)})
    return len(rows)


def propose(typed: str, *, say: str, because: str, by: Account) -> AvoidedWord:
    """Ask champions to put a word on the list. RuleError for none, too many, or one that stands there already."""
    forms = rules.forms_of(typed)
    if not forms or len(forms) > rules.MOST_FORMS:
        raise RuleError(f"Write one word or up to {rules.MOST_FORMS} forms of it, with commas between.")
    known = {
        form.lower()
        for standing in (Standing.PROPOSED, Standing.IN_FORCE)
        for word in queries.words(standing)
        for form in word.every_form
    }
    if known & {form.lower() for form in forms}:
        raise RuleError("One of these is on the list already, or was proposed.")
    if _Installed.hold_other_words is None:
        raise RuntimeError("check_with has not run")
    _Installed.hold_other_words(typed, say, because)
    row = AvoidedWord(
        forms=", ".join(forms),
        say=say,
        because=because,
        standing=Standing.PROPOSED,
        proposed_by_id=by.id,
        proposed_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("words.proposed", by=by.id, subject=("avoided_word", row.id))
    return row


def decide(word: AvoidedWord, turn: Turn, *, by: Account) -> None:
    """One champion's say; the second one decides."""
    _hold_champion(by)
    db.hold(word)
    if not queries.may_decide(word, turn, by):
        raise RuleError("There is nothing for you to decide about this word now.")
    word.votes.append(WordVote(word_id=word.id, account_id=by.id, turn=turn, at=clock.now()))
    word.standing = rules.decided(word.standing, turn, [one.account_id for one in word.votes if one.turn is turn])
    db.session.flush()
    facts = {"standing": word.standing.value}
    audit.record(_ACTS[turn], by=by.id, subject=("avoided_word", word.id), facts={**facts})


def _hold_champion(by: Account) -> None:
    if not by.active or Role.CHAMPION not in by.acting_roles:
        raise NotFound
