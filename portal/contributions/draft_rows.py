"""The rows of drafts: read, sealed and changed one by one, each bound to itself and not to the phone it is on."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, insert, select, update

from portal.contributions import codes, drafts
from portal.contributions.drafts import Draft, Kept
from portal.contributions.models import KeptDraft
from portal.core import clock, crypto, db
from portal.core.errors import Busy

COLUMNS = (
    KeptDraft.id,
    KeptDraft.visit_token,
    KeptDraft.about,
    KeptDraft.edition,
    KeptDraft.state_sealed.label("draft_sealed"),
    KeptDraft.code_hash,
    KeptDraft.pass_hash,
    KeptDraft.kept_until,
)
_CHANGE = update(KeptDraft).where(
    KeptDraft.id == bindparam("which"), KeptDraft.visit_token.is_not_distinct_from(bindparam("holder"))
)


class DraftRow(Protocol):
    """What is selected by `COLUMNS`."""

    id: UUID
    visit_token: str | None
    about: str
    edition: str
    draft_sealed: bytes
    code_hash: str | None
    pass_hash: str | None
    kept_until: datetime


@dataclass(frozen=True)
class _Seal:
    """What a draft's state is bound to."""

    id: UUID
    __tablename__ = KeptDraft.__tablename__

    @property
    def seal_id(self) -> str:
        return str(self.id)


def read(row: DraftRow) -> Draft:
    """The draft in a row."""
    plain = crypto.unseal_bytes(_Seal(row.id), "state", row.draft_sealed)
    draft = drafts.from_state(row.about, row.edition, json.loads(plain))
    draft.code_hash, draft.pass_hash = row.code_hash, row.pass_hash
    draft.kept = Kept(row.id, row.visit_token, row.kept_until, _content(draft))
    return draft


def find_by_code(typed: str) -> Draft | None:
    """The draft a draft code keeps, to move it to another phone. Always spends one slow hash."""
    hashed = codes.draft_code_hash(typed)
    query = select(*COLUMNS).where(KeptDraft.code_hash == hashed, KeptDraft.kept_until > clock.now())
    row = db.session.connection().execute(query.with_for_update()).first()
    return read(row) if row else None


def find_by_pass(hashed: str) -> Draft | None:
    """The draft a phone without signal may add to; whoever has it open waits."""
    query = select(*COLUMNS).where(KeptDraft.pass_hash == hashed, KeptDraft.kept_until > clock.now())
    row = db.session.connection().execute(query.with_for_update()).first()
    return read(row) if row else None


def save(draft: Draft, hashed: str | None) -> None:
    """Seal and store a draft under a visit, if there is anything new about it."""
    content, kept = _content(draft), draft.kept
    until = kept.kept_until if kept and not draft.used else drafts.ends_at(draft)
    if kept and (kept.visit_token, kept.plain, kept.kept_until) == (hashed, content, until):
        return
    which = kept.id if kept else uuid4()
    values = {
        "edition": draft.edition,
        "state_sealed": crypto.seal_bytes(_Seal(which), "state", json.dumps(drafts.as_state(draft)).encode()),
        "code_hash": draft.code_hash,
        "pass_hash": draft.pass_hash,
        "kept_until": until,
        "visit_token": hashed,
    }
    if kept is None:
        db.session.execute(insert(KeptDraft), {"id": which, "about": draft.about, **values})
    else:
        _change(kept, **values)
    draft.kept = Kept(which, hashed, until, content)


def let_go(kept: Kept) -> None:
    """Leave it to its draft code, or to what still comes from a phone without signal: no visit has it any more."""
    _change(kept, visit_token=None)


def forget(which: Collection[UUID]) -> None:
    """Delete drafts that were sent or thrown away."""
    if which:
        db.session.execute(delete(KeptDraft).where(KeptDraft.id.in_(which)))


def _change(kept: Kept, **values: object) -> None:
    """A draft that moved to another phone since it was read is not this phone's to change any more."""
    changed = db.session.connection().execute(_CHANGE, {"which": kept.id, "holder": kept.visit_token, **values})
    if changed.rowcount != 1:
        raise Busy("These answers were just opened on another phone. Nothing was lost: try again.")


def _content(draft: Draft) -> bytes:
    """Everything of a draft, to tell whether it changed."""
    return json.dumps([drafts.as_state(draft), draft.edition, draft.code_hash, draft.pass_hash]).encode()
