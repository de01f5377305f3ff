"""Views in another language: the English kept beside each passage, never in its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions.models import Contribution, Words
from portal.contributions.queries import words_of
from portal.core import clock, crypto, db
from portal.core.errors import NotFound, RuleError, Unreadable
from portal.reading.models import Translation


def translations_of(words_ids: Collection[UUID]) -> dict[UUID, Translation]:
    """The English of these passages, where somebody wrote it."""
    query = select(Translation).where(Translation.words_id.in_(words_ids)).order_by(Translation.words_id)
    return {row.words_id: row for row in db.session.scalars(query)} if words_ids else {}


def texts_of(words_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The same, opened. One that cannot be opened is left out: the original stands there."""
    found: dict[UUID, str] = {}
    for words_id, row in translations_of(words_ids).items():
        try:
            found[words_id] = crypto.unseal(row, "text")
        except Unreadable:
            continue
    return found


def get_passage(contribution: Contribution, words_id: UUID) -> Words:
    """One passage of this view, or NotFound."""
    found = next((row for row in words_of(contribution.id) if row.id == words_id), None)
    if found is None:
        raise NotFound
    return found


def translate(words: Words, text: str, *, language: str, by: Account) -> Translation:
    """Keep the English of a passage, sealed, with who wrote it and from which language; writing it again replaces it.

    RuleError for an empty text: the original is never blanked by what stands beside it.
    """
    if not text or not language:
        raise RuleError("Write the passage in English, and say which language it is in.")
    row = translations_of([words.id]).get(words.id) or Translation(words_id=words.id)
    row.language, row.by_id, row.at = language, by.id, clock.now()
    crypto.seal(row, "text", text)
    db.session.add(row)
    db.session.flush()
    audit.record("words.translated", by=by.id, subject=("contribution", words.contribution_id))
    return row
