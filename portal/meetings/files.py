"""Board packs as files, each made for one reader: what is hidden from them, and words taken back, are not in theirs."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from portal.accounts.models import Account
from portal.core import clock
from portal.core.access import Permission, Role
from portal.documents.formats import Form
from portal.downloads.kinds import Facts, Kind, Made, register
from portal.meetings import packs, queries


def _make(facts: Facts, reader: Account, role: Role) -> Made:
    # Before the document: what is taken back while it is made must make the two differ.
    words = _words(facts, reader, role)
    found = queries.get_pack(UUID(facts["pack"]), role)
    edition = facts["edition"]
    hidden = packs.hidden_in(found, reader, role)
    made = packs.document(found, edition, hidden=hidden, footer=_("Pack %(number)s", number=found.number))
    day = clock.day_of(found.meeting.starts_at).isoformat()
    return Made(made, f"{found.meeting.kind.value} pack {edition} {day}", words)


def _words(facts: Facts, reader: Account, role: Role) -> tuple[str, ...]:
    """Whatever may change in a frozen pack for this reader: words taken back, and items they may not read."""
    found = queries.get_pack(UUID(facts["pack"]), role)
    hidden = sorted(str(one) for one in packs.hidden_in(found, reader, role))
    return (*packs.live_words(found), "hidden", *hidden)


def _note(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    found = queries.get_pack(UUID(facts["pack"]), role)
    packs.note_download(found, edition=facts["edition"], form=form.value, by=reader, role=role)


PACK = register(Kind("pack", Permission.BOARD_READ, _make, _note, _words))
