"""Finding threads; who may be shown what is decided by the slices that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select

from portal.contributions import rules
from portal.contributions.models import (
    Assistance,
    Author,
    Contribution,
    Message,
    PassedOn,
    Purpose,
    SharingChoice,
    Words,
)
from portal.core import clock, crypto, dates, db
from portal.core.errors import Unreadable
from portal.partnership import queries as partnership


def get_contribution(contribution_id: UUID) -> Contribution:
    """One thread, or NotFound."""
    return db.get(Contribution, contribution_id)


def find_by_code_hash(hashed: str) -> Contribution | None:
    """The thread a word code opens; `hashed` is `codes.code_hash` of what was typed, one slow hash for each try."""
    return db.session.scalar(select(Contribution).where(Contribution.code_hash == hashed))


def next_reply_due() -> date:
    """When an answer is due to what arrives now: counted from this week's Monday, since only the week is kept."""
    standard = partnership.partnership().reply_working_days
    return dates.add_working_days(clock.this_week(), standard, partnership.holidays())


def words_of(contribution_id: UUID) -> Sequence[Words]:
    """The passages of one thread, in order."""
    query = select(Words).where(Words.contribution_id == contribution_id)
    return db.session.scalars(query.order_by(Words.position)).all()


@dataclass(frozen=True)
class Said:
    """A passage, opened: what was asked and what they said."""

    id: UUID
    asked: str
    text: str


@dataclass(frozen=True)
class Talk:
    """A line of the conversation, opened; `who` is a name staff may see, empty for the code holder."""

    id: UUID
    who: str
    on: date
    text: str
    by_staff: bool


def passages_of(contribution_id: UUID) -> list[Said]:
    """What somebody said, opened. One that cannot be opened says so in its place and hides none of the others."""
    return [Said(words.id, words.asked, _open(words)) for words in words_of(contribution_id)]


def talk_of(contribution_id: UUID) -> list[Talk]:
    """The conversation, opened, oldest first."""
    return [
        Talk(
            one.id,
            one.account.name if one.account else "",
            one.sent_on,
            _open(one),
            by_staff=one.author is Author.STAFF,
        )
        for one in messages_of(contribution_id)
    ]


def _open(row: Words | Message) -> str:
    try:
        return crypto.unseal(row, "text")
    except Unreadable as problem:
        return problem.message


def messages_of(contribution_id: UUID) -> Sequence[Message]:
    """The conversation of one thread, oldest first."""
    query = select(Message).where(Message.contribution_id == contribution_id)
    return db.session.scalars(query.order_by(Message.position)).all()


def unread_of(contribution: Contribution) -> dict[UUID, Words | Message]:
    """What its owner wrote and nobody has read yet, by id: all of it at first, then what they added since.

    Only this may still be put right; what a person has read stays as it was read, and can be added to.
    """
    first: Sequence[Words] = words_of(contribution.id) if contribution.first_read_on is None else []
    later = [one for one in messages_of(contribution.id) if one.author is Author.HOLDER and not one.seen]
    rows: list[Words | Message] = [*first, *later]
    return {row.id: row for row in rows}


def repeats_somebody(*texts: str) -> bool:
    """Whether one of these texts repeats what a young person wrote to us; nobody gets to see whose words they are.

    Opens every passage there is, so it is for writes that are few, such as wording an ask.
    """
    told = [text for text in texts if text.strip()]
    return bool(told) and rules.repeats_one_of(_everything_written(), told)


def _everything_written() -> Iterator[str]:
    by_holders = select(Message).where(Message.author == Author.HOLDER)
    for query in (select(Words), by_holders):
        for row in db.session.scalars(query.execution_options(yield_per=500)):
            try:
                yield crypto.unseal(row, "text")
            except Unreadable:
                continue  # nobody can read it, so nobody can have copied it from here


def allowing(purpose: Purpose) -> ColumnElement[bool]:
    """That the owner of a contribution allows a use at this moment, for the database."""
    return exists().where(
        SharingChoice.contribution_id == Contribution.id, SharingChoice.purpose == purpose, SharingChoice.given
    )


def counted_as() -> ColumnElement[UUID]:
    """What one person is in a count: who is known is one however often they write, who is not one a thread."""
    return func.coalesce(Contribution.person_id, Contribution.id)


def allows(contribution_id: UUID, purpose: Purpose) -> bool:
    """Whether the owner's live choice allows a use, asked anew on every request."""
    query = select(SharingChoice.given).where(
        SharingChoice.contribution_id == contribution_id, SharingChoice.purpose == purpose
    )
    return bool(db.session.scalar(query))


def find_passed_on(contribution_id: UUID) -> PassedOn | None:
    """That their worker was given it, if somebody did."""
    return db.session.scalar(select(PassedOn).where(PassedOn.contribution_id == contribution_id))


def find_assistance(contribution_id: UUID) -> Assistance | None:
    """How an adult helped to say it, if one did."""
    return db.session.get(Assistance, contribution_id)
