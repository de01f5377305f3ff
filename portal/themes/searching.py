"""Finding views by their words: opened in memory, within what the desk may read, and no index of anybody's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions.models import Contribution, Words
from portal.core import crypto, db
from portal.core.errors import Unreadable
from portal.reading import translations
from portal.themes.queries import codable

#: So many views are opened at most, the newest weeks first, and so many of those found are shown.
OPENED, SHOWN = 500, 50


@dataclass(frozen=True)
class Hit:
    """That a view holds the words, without one of them."""

    id: UUID
    week: date
    places: int

    @property
    def mark(self) -> str:
        """Four signs to tell views of one week apart, as in the lists of views."""
        return self.id.hex[:4].upper()


@dataclass(frozen=True)
class Search:
    """What was found; `more` says that there are older views that were not opened."""

    hits: Sequence[Hit]
    found: int
    opened: int
    more: bool


def holds(text: str, wanted: str) -> bool:
    """Whether every word that is wanted begins some word of a text, whatever the capitals. No word is in no text."""
    words, looked_for = _words(text), _words(wanted)
    return bool(looked_for) and all(any(word.startswith(one) for word in words) for one in looked_for)


def search(wanted: str, *, by: Account) -> Search:
    """Look for words in the views the desk may read, their English included; how many is written down, never what."""
    query = select(Contribution.id, Contribution.received_week).where(codable())
    newest = query.order_by(Contribution.received_week.desc(), Contribution.id).limit(OPENED + 1)
    weeks = {row.id: row.received_week for row in db.session.execute(newest)}
    opened = list(weeks)[:OPENED]
    places = _places(opened, wanted)
    hits = [Hit(one, weeks[one], places[one]) for one in opened if one in places]
    audit.record("views.searched", by=by.id, facts={"opened": len(opened), "found": len(hits)})
    return Search(hits[:SHOWN], len(hits), len(opened), len(weeks) > OPENED)


def _places(views: Sequence[UUID], wanted: str) -> Mapping[UUID, int]:
    """How many passages of each view hold the words."""
    rows = db.session.scalars(select(Words).where(Words.contribution_id.in_(views)).order_by(Words.id)).all()
    english = translations.texts_of([row.id for row in rows])
    found: dict[UUID, int] = {}
    for row in rows:
        if holds(_opened(row), wanted) or holds(english.get(row.id, ""), wanted):
            found[row.contribution_id] = found.get(row.contribution_id, 0) + 1
    return found


def _opened(row: Words) -> str:
    try:
        return crypto.unseal(row, "text")
    except Unreadable:
        return ""


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
