"""Milestones and evidence of an action, what a champion makes of an answer, and changing many rows at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.board import operations, queries
from portal.board.models import Action, Ask, FileKind, Milestone, Proof, Rated, ReplyRating
from portal.commitments.models import Duty
from portal.contributions import media
from portal.contributions.models import Media
from portal.core import addresses, clock, crypto, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError

#: A file kept as evidence, in bytes, and how many pieces one action may have.
LARGEST_FILE, MOST = 5 * 1024 * 1024, 20


@dataclass(frozen=True)
class Harmless:
    """A file that may be kept: a PDF written anew, for downloading only, or a picture drawn anew."""

    kind: FileKind
    content: bytes


@dataclass(frozen=True)
class NewProof:
    """Evidence as somebody gives it: an address, or a file."""

    title: str
    address: str = ""
    file: Harmless | None = None


def add_milestone(action: Action, *, title: str, due_on: date, by: Account) -> Milestone:
    """A step on the way, inside the time of the action."""
    if not action.starts_on <= due_on <= action.due_on:
        raise RuleError("A step lies between the day the action starts and the day it is due.")
    if len(milestones_of(action)) >= MOST:
        raise RuleError("This action has as many steps as a page can show.")
    operations.hold_other_words(title)
    row = Milestone(action_id=action.id, title=title, due_on=due_on)
    db.session.add(row)
    _record("action.step_added", action, by)
    return row


def reach_milestone(milestone: Milestone, *, by: Account) -> None:
    """It is reached, today; a second time changes nothing."""
    if milestone.done_on is None:
        milestone.done_on = clock.today()
        _record("action.step_reached", queries.get_action(milestone.action_id), by)


def add_proof(action: Action, new: NewProof, *, by: Account) -> Proof:
    """Keep evidence: an https address or a file made harmless, never both."""
    if bool(new.address) == (new.file is not None):
        raise RuleError("Give an address or a file, one of the two.")
    if len(proofs_of(action)) >= MOST:
        raise RuleError("This action has as much evidence as a page can show.")
    operations.hold_other_words(new.title)
    row = Proof(action_id=action.id, title=new.title, at=clock.now(), by_id=by.id)
    if new.file is None:
        row.address = _address(new.address)
    else:
        row.file_kind, row.file_sealed = new.file.kind, crypto.seal_bytes(row, "file", new.file.content)
    db.session.add(row)
    _record("action.proof_added", action, by)
    return row


def harmless(content: bytes) -> Harmless:
    """A file as it may be kept. RuleError where it is too large or a PDF that cannot be opened, media.RefusedFile for
    what is no picture.

    Call it before anything is asked of the database: a picture takes a second or two to be drawn anew.
    """
    if len(content) > LARGEST_FILE:
        raise RuleError("This file is larger than 5 MB. Put it where others can read it, and give its address.")
    if content.startswith(b"%PDF-"):
        try:
            return Harmless(FileKind.PDF, media.clean_pdf(content))
        except media.RefusedFile as refused:
            if refused.why is media.Refusal.PROTECTED:
                raise RuleError("This PDF is protected. Save it without a password, then choose it again.") from None
            raise RuleError("We could not open this PDF. Save it anew, then choose it again.") from None
    return Harmless(FileKind.PICTURE, media.clean(Media.PICTURE, content).content)


def file_of(proof: Proof) -> Harmless:
    """The file of a piece of evidence; NotFound where it is an address."""
    if proof.file_sealed is None or proof.file_kind is None:
        raise NotFound
    return Harmless(proof.file_kind, crypto.unseal_bytes(proof, "file", proof.file_sealed))


def rate(ask: Ask, rated: Rated, *, by: Account) -> None:
    """A young champion says whether an answer is real or waffle; the latest counts. Nobody rates their own side."""
    if not by.active or Role.CHAMPION not in by.acting_roles or not queries.is_shown(ask):
        raise NotFound
    if ask.answered_at is None or by.organisation_id == ask.organisation_id:
        raise RuleError("There is no answer for you to rate here.")
    row = db.session.get(ReplyRating, (ask.id, by.id)) or ReplyRating(ask_id=ask.id, account_id=by.id)
    row.rated, row.at = rated, clock.now()
    db.session.add(row)
    db.session.flush()
    audit.record("answer.rated", by=by.id, subject=("ask", ask.id))


@dataclass(frozen=True)
class Change:
    """What changes in every row chosen; None leaves it as it is."""

    to_board_on: date | None = None
    duty: Duty | None = None


def change_many(ask_ids: Collection[UUID], change: Change, *, by: Account) -> int:
    """Set the board's day or the duty of several asks at once; how many changed. Never anybody's words."""
    if change.to_board_on is None and change.duty is None:
        raise RuleError("Choose what to change.")
    asks = db.session.scalars(select(Ask).where(Ask.id.in_(ask_ids)).order_by(Ask.id)).all()
    db.hold(*asks)
    for ask in asks:
        ask.to_board_on = change.to_board_on or ask.to_board_on
        ask.duty = change.duty or ask.duty
        audit.record("ask.planned", by=by.id, subject=("ask", ask.id))
    db.session.flush()
    return len(asks)


def milestones_of(action: Action) -> Sequence[Milestone]:
    """Its steps, the first due first."""
    query = select(Milestone).where(Milestone.action_id == action.id).order_by(Milestone.due_on, Milestone.id)
    return db.session.scalars(query).all()


def get_milestone(milestone_id: UUID) -> Milestone:
    """One step, or NotFound."""
    return db.get(Milestone, milestone_id)


def proofs_of(action: Action) -> Sequence[Proof]:
    """Its evidence, oldest first, without the files."""
    return db.session.scalars(select(Proof).where(Proof.action_id == action.id).order_by(Proof.at, Proof.id)).all()


def get_proof(proof_id: UUID) -> Proof:
    """One piece of evidence, or NotFound."""
    return db.get(Proof, proof_id)


def _address(address: str) -> str:
    if not addresses.is_page(address):
        raise RuleError("Give a whole address that begins with https://.")
    return address


def _record(what: str, action: Action, by: Account) -> None:
    db.session.flush()
    audit.record(what, by=by.id, subject=("action", action.id))
