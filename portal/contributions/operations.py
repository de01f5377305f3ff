"""Receiving what somebody says, once; answering it; changing who may use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.contributions import codes, guessing, queries, screening
from portal.contributions.models import (
    AgeBand,
    Assistance,
    Attachment,
    Author,
    Contribution,
    HomeType,
    Identity,
    InWhoseWords,
    LivesIn,
    Matter,
    Message,
    PassedOn,
    Person,
    Priority,
    Purpose,
    Responsible,
    Route,
    SharingChoice,
    TypedBy,
    Whereabouts,
    Words,
)
from portal.contributions.sharing import WORDING_VERSION, offered
from portal.core import clock, crypto, dates, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.partnership import queries as partnership

#: What stands for a name that was forgotten.
FORGOTTEN = "–"
NOT_CONFIRMED = "Only the young person can choose who may use it. Hand them the phone first."
_ORDER = list(Priority)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Something written, and what was asked."""

    asked: str
    text: str
    question_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Assisted:
    """How an adult helped. `helper` is their role; `confirmed` that the young person made the sharing choices."""

    helper: Role
    typed_by: TypedBy
    place: Whereabouts
    whose_words: InWhoseWords
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """Everything one sending carries. A name makes sense only where `identity` is not `nobody`."""

    key: str
    matter: Matter
    locale: str
    passages: Sequence[Passage] = ()
    identity: Identity = Identity.NOBODY
    name: str = ""
    reach: str = ""
    sharing: Sequence[Purpose] = ()
    age_band: AgeBand | None = None
    home_type: HomeType | None = None
    locality_id: UUID | None = None
    responsible: Responsible | None = None
    lives_in: LivesIn | None = None
    keeps_time: bool = False
    route: Route = Route.OWN_PHONE
    assisted: Assisted | None = None


@dataclass(frozen=True)
class Received:
    """The stored contribution, its code, and whether this sending was the first."""

    contribution: Contribution
    code: str
    first: bool = field(default=True)


def receive(incoming: Incoming) -> Received:
    """Store a sending once: the same key again, from two taps or two tabs, finds the first one."""
    if incoming.assisted and not incoming.assisted.confirmed:
        raise RuleError(NOT_CONFIRMED)
    code = codes.code_for(incoming.key)
    if found := find_received(incoming.key):
        return Received(found, code, first=False)
    code_hash = codes.code_hash(code)
    try:
        with db.session.begin_nested():
            contribution = _store(incoming, code_hash)
    except IntegrityError:
        found = find_received(incoming.key)
        if found is None:
            raise
        return Received(found, code, first=False)
    audit.count_young_act(f"{incoming.matter.value}.received")
    return Received(contribution, code)


def find_received(key: str) -> Contribution | None:
    """What an earlier sending with this key stored."""
    return db.session.scalar(select(Contribution).where(Contribution.submission_hash == codes.submission_hash(key)))


def bring_in(**bands: Any) -> Contribution:
    """A person who answered elsewhere: to be counted, never read or answered, under a code that nobody holds."""
    week = clock.this_week()
    row = Contribution(
        matter=Matter.ANSWERS,
        route=Route.IMPORTED,
        identity=Identity.NOBODY,
        received_week=week,
        reply_due_on=week,
        locale="en",
        priority_rank=_ORDER.index(Priority.USUAL),
        submission_hash=f"imported:{uuid4()}",
        code_hash=f"imported:{uuid4()}",
        answered=True,
        waits=False,
        triaged_at=None,
        **bands,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(_choice(row, Purpose.BOARD, given=True))
    return row


def _store(incoming: Incoming, code_hash: str) -> Contribution:
    today = clock.today()
    week = clock.week_of(today)
    known = incoming.identity is not Identity.NOBODY
    urgent = incoming.matter is Matter.NOT_SAFE
    priority = (
        Priority.URGENT if urgent else screening.priority_of((p.text for p in incoming.passages), incoming.locale)
    )
    contribution = Contribution(
        matter=incoming.matter,
        route=Route.ASSISTED if incoming.assisted else incoming.route,
        identity=incoming.identity,
        person_id=_store_person(incoming).id if known else None,
        received_week=week,
        received_at=clock.now() if known or incoming.keeps_time else None,
        keeps_time=incoming.keeps_time,
        reply_due_on=_reply_due(week),
        locale=incoming.locale,
        priority_rank=_ORDER.index(priority),
        submission_hash=codes.submission_hash(incoming.key),
        code_hash=code_hash,
        age_band=incoming.age_band,
        home_type=incoming.home_type,
        locality_id=incoming.locality_id,
        responsible=incoming.responsible,
        lives_in=incoming.lives_in,
    )
    db.session.add(contribution)
    db.session.flush()
    if how := incoming.assisted:
        kept = {"typed_by": how.typed_by, "place": how.place, "whose_words": how.whose_words}
        db.session.add(Assistance(contribution_id=contribution.id, helper=how.helper.value, **kept))
    for position, passage in enumerate(incoming.passages, start=1):
        words = Words(
            contribution_id=contribution.id,
            position=position,
            asked=passage.asked,
            question_id=passage.question_id,
        )
        crypto.seal(words, "text", passage.text)
        db.session.add(words)
    fitting = {choice.purpose for choice in offered(known=known, matter=incoming.matter)}
    for purpose in incoming.sharing:
        if purpose in fitting:
            db.session.add(_choice(contribution, purpose, given=True))
    db.session.flush()
    return contribution


def _store_person(incoming: Incoming) -> Person:
    if not incoming.name:
        raise RuleError("Tell us a name, or choose that no one knows who you are.")
    person = Person(since_week=clock.this_week())
    crypto.seal(person, "name", incoming.name)
    crypto.seal(person, "reach", incoming.reach)
    db.session.add(person)
    db.session.flush()
    return person


def _choice(contribution: Contribution, purpose: Purpose, *, given: bool) -> SharingChoice:
    return SharingChoice(
        contribution_id=contribution.id,
        purpose=purpose,
        given=given,
        wording_version=WORDING_VERSION,
        decided_week=clock.this_week(),
    )


def change_sharing(contribution: Contribution, *, given: Sequence[Purpose]) -> None:
    """Replace the sharing choices; access that hung on one is gone with the next request."""
    current = {choice.purpose: choice for choice in contribution.choices}
    fitting = [choice.purpose for choice in offered(known=True, matter=contribution.matter)]
    for purpose in fitting:
        wanted = purpose in given and (purpose is not Purpose.WORKER or contribution.person_id is not None)
        if purpose in current:
            if current[purpose].given != wanted:
                current[purpose].given = wanted
                current[purpose].wording_version = WORDING_VERSION
                current[purpose].decided_week = clock.this_week()
        elif wanted:
            contribution.choices.append(_choice(contribution, purpose, given=True))
    db.session.flush()
    audit.count_young_act("sharing.changed")


def pass_on(contribution: Contribution, *, by: Account) -> None:
    """Note that somebody's worker was given their words and name, once, and only while they allow it."""
    if contribution.person_id is None or not queries.allows(contribution.id, Purpose.WORKER):
        raise RuleError("They did not say that their worker may know this.")
    if queries.find_passed_on(contribution.id) is not None:
        raise RuleError("This was passed on already.")
    db.session.add(PassedOn(contribution_id=contribution.id, passed_on=clock.today(), by_id=by.id))
    db.session.flush()
    audit.record("words.passed-on", by=by.id, subject=("contribution", contribution.id))


def mark_read(contribution: Contribution, *, by: Account, role: Role | None, aside: bool = False) -> None:
    """Record that somebody read the words: in the audit each time, on the life line the first time.

    `aside` says that it is kept from colleagues it may be about; who counts readings tells them nothing of this one.
    From now on its owner can add to what they wrote, and no longer put it right.
    """
    if contribution.first_read_on is None:
        contribution.first_read_on = clock.today()
    for line in queries.messages_of(contribution.id):
        if line.author is Author.HOLDER and not line.seen:
            line.seen = True
    audit.record(
        "words.read",
        by=by.id,
        role=role.value if role else None,
        subject=("contribution", contribution.id),
        facts={"aside": True} if aside else None,
    )


def reply(contribution: Contribution, text: str, *, by: Account) -> Message:
    """Answer in the thread; the code holder sees the role and the organisation, not the name."""
    message = _add_message(contribution, text, author=Author.STAFF, account=by)
    contribution.answered = True
    settle(contribution)
    audit.record("thread.replied", by=by.id, subject=("contribution", contribution.id))
    return message


def write_back(contribution: Contribution, text: str) -> Message:
    """The code holder adds something to their thread; it is unread again, and screened like everything else."""
    message = _add_message(contribution, text, author=Author.HOLDER, account=None)
    hurry(contribution, screening.priority_of([text], contribution.locale))
    contribution.triaged_at, contribution.answered = None, False
    contribution.reply_due_on = _reply_due(clock.this_week())
    settle(contribution)
    audit.count_young_act("thread.written")
    return message


def correct(contribution: Contribution, piece_id: UUID, text: str) -> None:
    """Put right what nobody has read yet: the new text replaces the old one, and no time is kept of it.

    RuleError once a person read it, also where they did while it was being typed: reader and writer take turns on the
    same rows. The new text is screened like the old one, and a priority is never lowered.
    """
    turn = select(Contribution).where(Contribution.id == contribution.id)
    db.session.scalars(turn.with_for_update().execution_options(populate_existing=True)).one()
    for kind in (Words, Message):
        row = select(kind).where(kind.id == piece_id, kind.contribution_id == contribution.id)
        db.session.scalars(row.with_for_update().execution_options(populate_existing=True)).one_or_none()
    piece = queries.unread_of(contribution).get(piece_id)
    if piece is None:
        raise RuleError("A person has read this, so it cannot be changed any more.")
    crypto.seal(piece, "text", text)
    hurry(contribution, screening.priority_of([text], contribution.locale))
    audit.count_young_act("words.corrected")


def mark_sorted(contribution: Contribution) -> None:
    """Somebody decided what it is; sorting it again moves it to the front of the sorted ones."""
    contribution.triaged_at = clock.now()
    settle(contribution)


def hurry(contribution: Contribution, to: Priority) -> None:
    """Have it read sooner; a priority is never lowered."""
    contribution.priority_rank = min(contribution.priority_rank, _ORDER.index(to))
    db.session.flush()


def keep_time(contribution: Contribution) -> None:
    """From now on the moment counts, because a date hangs on it; its owner was told so before they chose it."""
    contribution.keeps_time, contribution.received_at = True, clock.now()
    db.session.flush()


def settle(contribution: Contribution) -> None:
    """Whether the reading desk still owes something: to sort it, or to answer what was written last."""
    contribution.waits = contribution.triaged_at is None or not contribution.answered


def _reply_due(week: date) -> date:
    """The reply standard, counted from the Monday of a week in every identity mode."""
    standard = partnership.partnership().reply_working_days
    return dates.add_working_days(week, standard, partnership.holidays())


def _add_message(contribution: Contribution, text: str, *, author: Author, account: Account | None) -> Message:
    last = db.session.scalar(select(func.max(Message.position)).where(Message.contribution_id == contribution.id))
    message = Message(
        contribution_id=contribution.id,
        position=(last or 0) + 1,
        author=author,
        account_id=account.id if account else None,
        sent_on=clock.today() if account else clock.this_week(),
    )
    crypto.seal(message, "text", text)
    db.session.add(message)
    db.session.flush()
    return message


def add_words(contribution: Contribution, *, asked: str, text: str) -> Words:
    """One more passage of the same sending."""
    last = db.session.scalar(select(func.max(Words.position)).where(Words.contribution_id == contribution.id))
    words = Words(contribution_id=contribution.id, position=(last or 0) + 1, asked=asked)
    crypto.seal(words, "text", text)
    db.session.add(words)
    db.session.flush()
    return words


def forget(contribution: Contribution) -> None:
    """Erase what was written in a thread, who wrote it and what could be counted of them; that there was one stays.

    A name is blanked rather than dropped: the database itself insists that a known thread has a person. A person who
    is still known in another thread stays so there.
    """
    db.session.execute(delete(Attachment).where(Attachment.contribution_id == contribution.id))
    db.session.execute(delete(Words).where(Words.contribution_id == contribution.id))
    db.session.execute(delete(Message).where(Message.contribution_id == contribution.id))
    other = select(Contribution.id).where(
        Contribution.person_id == contribution.person_id,
        Contribution.id != contribution.id,
        Contribution.withdrawn_on.is_(None),
    )
    if contribution.person is not None and db.session.scalar(other.limit(1)) is None:
        crypto.seal(contribution.person, "name", FORGOTTEN)
        crypto.seal(contribution.person, "reach", None)
    contribution.age_band = contribution.home_type = contribution.locality_id = None
    contribution.responsible = contribution.lives_in = None
    db.session.flush()


def hold_other_words(*texts: str, instead: str = "Say it in other words.") -> None:
    """What adults type outlives anybody's yes, so it never repeats what somebody wrote to us; Repeats if it does."""
    sentence = f"These are somebody’s own words from a view. {instead}"
    guessing.hold_repeats(lambda: queries.repeats_somebody(*texts), sentence, texts)
