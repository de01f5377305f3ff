"""Pictures and voice notes: in a draft, sent with it, added to a thread, described for whoever cannot see or hear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions.drafts import Draft
from portal.contributions.media import Clean
from portal.contributions.models import Attachment, Contribution, DraftAttachment, Media, Message
from portal.core import crypto, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError, Unreadable

_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: In one draft, and in one thread.
MOST_IN_DRAFT, MOST_IN_THREAD = 6, 30
#: Bytes all of them may fill together: a small machine's disk is not a stranger's to fill.
ROOM = 8 * 1024**3


class Full(RuleError):
    """There is no room for another one."""


@dataclass(frozen=True)
class Shown:
    """One attachment, without its content: what was asked, and what an officer says is on it."""

    id: UUID
    media: Media
    asked: str
    about: str
    message_id: UUID | None


def keep_in_draft(draft: Draft, file: Clean) -> str:
    """Put a file beside a stored draft; its name in the draft's answers. Full when there is no room."""
    if draft.kept is None:
        raise ValueError("the draft has to be stored first")
    there = select(func.count()).where(DraftAttachment.draft_id == draft.kept.id)
    if (db.session.scalar(there) or 0) >= MOST_IN_DRAFT:
        raise Full("That is as many as fit. Take one away first.")
    _refuse_when_full(len(file.content))
    row = DraftAttachment(id=uuid4(), draft_id=draft.kept.id, media=file.media, size=len(file.content))
    row.content_sealed = crypto.seal_bytes(row, "content", file.content)
    db.session.add(row)
    db.session.flush()
    return str(row.id)


def claim(draft: Draft) -> None:
    """After drafts became one: what its answers name is its own from now on. Before the other rows are deleted."""
    if draft.gathers and draft.kept and (named := _named_in(draft)):
        mine = DraftAttachment.id.in_(named)
        db.session.execute(update(DraftAttachment).where(mine).values(draft_id=draft.kept.id))


def forget_unnamed(draft: Draft) -> None:
    """Delete the files of a stored draft that its answers name no more."""
    if draft.kept:
        gone = DraftAttachment.id.not_in(_named_in(draft))
        db.session.execute(delete(DraftAttachment).where(DraftAttachment.draft_id == draft.kept.id, gone))


def open_in_draft(draft: Draft, name: UUID) -> Clean:
    """A file of this draft, opened, or NotFound."""
    row = db.session.get(DraftAttachment, name)
    if row is None or draft.kept is None or row.draft_id != draft.kept.id:
        raise NotFound
    return Clean(row.media, crypto.unseal_bytes(row, "content", row.content_sealed))


def in_draft(names: Sequence[str]) -> list[tuple[UUID, Media]]:
    """What these names stand for, in order; those that are gone are left out."""
    wanted = [UUID(name) for name in names]
    rows = db.session.execute(
        select(DraftAttachment.id, DraftAttachment.media).where(DraftAttachment.id.in_(wanted))
    ).all()
    media = {row.id: row.media for row in rows}
    return [(which, media[which]) for which in wanted if which in media]


def hand_in(contribution_id: UUID, names: Sequence[str], *, asked: str) -> None:
    """Copy files of a draft that is being sent into its thread, sealed to their new place."""
    for which, _media in in_draft(names):
        kept = db.session.get_one(DraftAttachment, which)
        content = crypto.unseal_bytes(kept, "content", kept.content_sealed)
        hang_on(contribution_id, Clean(kept.media, content), asked=asked)


def add_to(message: Message, file: Clean) -> None:
    """Hang a file on something written later. Full when there is no room."""
    there = select(func.count()).where(Attachment.contribution_id == message.contribution_id)
    if (db.session.scalar(there) or 0) >= MOST_IN_THREAD:
        raise Full("That is as many as fit into one thread.")
    _refuse_when_full(len(file.content))
    hang_on(message.contribution_id, file, asked="", message_id=message.id)


def hang_on_group(contribution: Contribution, file: Clean, *, about: str, by: Account) -> None:
    """Hang a photo of their art on a group's thread, with what is on it in words. Full when there is no room."""
    there = select(func.count()).where(Attachment.contribution_id == contribution.id)
    if (db.session.scalar(there) or 0) >= MOST_IN_THREAD:
        raise Full("That is as many as fit into one thread.")
    _refuse_when_full(len(file.content))
    row = hang_on(contribution.id, file, asked="Art of the group")
    crypto.seal(row, "about", about)
    db.session.flush()
    audit.record("group.art_added", by=by.id, subject=("contribution", contribution.id))


def attachments_of(contribution_id: UUID) -> list[Shown]:
    """What hangs on a thread, in order; content is opened one by one."""
    columns = (Attachment.id, Attachment.about_sealed, Attachment.media, Attachment.asked, Attachment.message_id)
    query = select(*columns).where(Attachment.contribution_id == contribution_id).order_by(Attachment.position)
    return [
        Shown(row.id, row.media, row.asked, _opened(row.id, row.about_sealed), row.message_id)
        for row in db.session.execute(query)
    ]


def get_attachment(contribution: Contribution, which: UUID) -> Attachment:
    """One that hangs on this thread, or NotFound."""
    found = db.session.get(Attachment, which)
    if found is None or found.contribution_id != contribution.id:
        raise NotFound
    return found


def open_for(
    contribution: Contribution, which: UUID, *, by: Account, role: Role | None, aside: bool = False
) -> Attachment:
    """One that hangs on this thread, for staff: in the audit each time. `aside`: as for `operations.mark_read`."""
    found = get_attachment(contribution, which)
    audit.record(
        "attachment.opened",
        by=by.id,
        role=role.value if role else None,
        subject=("contribution", contribution.id),
        facts={"aside": True} if aside else None,
    )
    return found


def content_of(attachment: Attachment) -> Clean:
    """The file itself, opened."""
    return Clean(attachment.media, crypto.unseal_bytes(attachment, "content", attachment.content_sealed))


def describe(attachment: Attachment, text: str, *, by: Account) -> None:
    """Say in words what is on it; an empty text takes the words away."""
    crypto.seal(attachment, "about", text)
    db.session.flush()
    audit.record("attachment.described", by=by.id, subject=("contribution", attachment.contribution_id))


def _named_in(draft: Draft) -> list[UUID]:
    """Whatever in its answers could be the name of a file; what is none names no row."""
    listed = [one for given in draft.answers.values() if isinstance(given, list) for one in given]
    return [UUID(one) for one in listed if _NAME.fullmatch(one)]


def hang_on(contribution_id: UUID, file: Clean, *, asked: str, message_id: UUID | None = None) -> Attachment:
    """Seal a file into a thread, after those that hang there already."""
    last = select(func.max(Attachment.position)).where(Attachment.contribution_id == contribution_id)
    row = Attachment(
        id=uuid4(),
        contribution_id=contribution_id,
        message_id=message_id,
        position=(db.session.scalar(last) or 0) + 1,
        asked=asked,
        media=file.media,
        size=len(file.content),
    )
    row.content_sealed = crypto.seal_bytes(row, "content", file.content)
    db.session.add(row)
    db.session.flush()
    return row


def _refuse_when_full(more: int) -> None:
    used = sum(db.session.scalar(select(func.sum(table.size))) or 0 for table in (Attachment, DraftAttachment))
    if used + more > ROOM:
        raise Full("There is no room for pictures and voice notes at the moment. Your words still reach us.")


@dataclass(frozen=True)
class _Seal:
    """What a description is bound to."""

    id: UUID
    __tablename__ = Attachment.__tablename__

    @property
    def seal_id(self) -> str:
        return str(self.id)


def _opened(which: UUID, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    try:
        return crypto.unseal_bytes(_Seal(which), "about", sealed).decode()
    except Unreadable as problem:
        return problem.message
