"""The list as adults are advised by it, and as champions decide about it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Account
from portal.core import db
from portal.core.access import Permission, Role, permits
from portal.plain_words import queries as plain_words
from portal.plain_words.rules import Listed
from portal.word_list import rules
from portal.word_list.models import AvoidedWord, Standing, Turn, WordVote

_SOURCE = "Young champions"


def in_force() -> tuple[Listed, ...]:
    """What adults are told: the champions' words, and the list adults began with until champions took it up."""
    query = select(AvoidedWord).where(AvoidedWord.standing == Standing.IN_FORCE)
    rows = db.session.scalars(query.order_by(AvoidedWord.forms, AvoidedWord.id))
    own = tuple(Listed(form, row.say, row.because, _SOURCE) for row in rows for form in row.every_form)
    return own if is_taken_up() else (*own, *plain_words.starting_list())


def is_taken_up() -> bool:
    """Whether champions took up the list adults began with: its rows are nobody's proposal."""
    return db.session.scalar(select(AvoidedWord.id).where(AvoidedWord.proposed_by_id.is_(None)).limit(1)) is not None


def words(standing: Standing) -> Sequence[AvoidedWord]:
    """The words that stand so, in the order of the alphabet."""
    query = select(AvoidedWord).where(AvoidedWord.standing == standing).options(*_WHOLE)
    return db.session.scalars(query.order_by(func.lower(AvoidedWord.forms), AvoidedWord.id)).all()


def get_word(word_id: UUID) -> AvoidedWord:
    """One word, or NotFound."""
    return db.get(AvoidedWord, word_id)


def may_decide(word: AvoidedWord, turn: Turn, account: Account) -> bool:
    """Whether this champion may say it now."""
    return rules.may_decide(
        word.standing,
        turn,
        account_id=account.id,
        proposed_by=word.proposed_by_id,
        voted={vote.account_id for vote in word.votes if vote.turn is turn},
    )


def waiting_for(account: Account, role: Role | None) -> int:
    """How many proposals wait for this champion."""
    if not permits(role, Permission.WORDS_DECIDE):
        return 0
    return sum(may_decide(word, Turn.CONFIRM, account) for word in words(Standing.PROPOSED))


_WHOLE = (joinedload(AvoidedWord.proposed_by), selectinload(AvoidedWord.votes).joinedload(WordVote.account))
