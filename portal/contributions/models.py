"""One contribution is one thread: what somebody said, who may use it how, and the answers to it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base, Identified
from portal.partnership.models import Locality


class Identity(StrEnum):
    """How far somebody is known. Who gives no name is `nobody`; only the other two have a worker to share with."""

    NOBODY = "nobody"
    TEAM = "team"
    NAMED = "named"


class Matter(StrEnum):
    """What somebody said it as: answers to our questions, or something of their own."""

    ANSWERS = "answers"
    IDEA = "idea"
    GOOD_NEWS = "good_news"
    THANKS = "thanks"
    PROBLEM = "problem"
    NOT_SAFE = "not_safe"


class Route(StrEnum):
    """How it came to us: typed by whoever said it, or with somebody's help."""

    OWN_PHONE = "own_phone"
    ASSISTED = "assisted"
    PAPER = "paper"
    GROUP = "group"
    IMPORTED = "imported"


class Priority(StrEnum):
    """How soon a person must read it. Only ever raised by a machine, never lowered."""

    URGENT = "urgent"
    SOON = "soon"
    USUAL = "usual"


class AgeBand(StrEnum):
    """Coarse enough to stand beside a number."""

    UNDER_12 = "under_12"
    FROM_12 = "12_15"
    FROM_16 = "16_17"
    FROM_18 = "18_25"


class HomeType(StrEnum):
    """Where somebody lives, in their words' nearest of five."""

    AT_HOME = "at_home"
    KINSHIP = "kinship"
    FOSTER = "foster"
    HOUSE = "house"
    OWN_PLACE = "own_place"


class Responsible(StrEnum):
    """Which council looks after somebody: ours, or any other. Which other one would point at single people."""

    OURS = "ours"
    OTHER = "other"


class LivesIn(StrEnum):
    """Whose area somebody lives in: ours, or any other."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


class Purpose(StrEnum):
    """What a view may be used for beyond being read by the team: separate choices, none made for anybody."""

    WORKER = "worker"
    BOARD = "board"
    TRAINING = "training"
    QUOTE = "quote"
    PUBLISH = "publish"
    THANK = "thank"


class Media(StrEnum):
    """What a file shows or plays; each kind is kept in one format only."""

    PICTURE = "picture"
    SOUND = "sound"


class TypedBy(StrEnum):
    """Who typed, where two sat together."""

    YOUNG = "young"
    ADULT = "adult"
    BOTH = "both"


class Whereabouts(StrEnum):
    """What kind of place they sat in; never which."""

    HOME = "home"
    SCHOOL = "school"
    OFFICE = "office"
    OUTDOORS = "outdoors"
    ONLINE = "online"


class InWhoseWords(StrEnum):
    """Whether these are the young person's own words."""

    OWN = "own"
    AGREED = "agreed"


class Author(StrEnum):
    """Who wrote a message in a thread."""

    STAFF = "staff"
    HOLDER = "holder"


class Person(Identified, Base):
    """A young person who chose to be known. Nothing here exists for a view given without a name."""

    __tablename__ = "person"

    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reach_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    since_week: Mapped[date]


class Contribution(Identified, Base):
    """A thread. Without a name it carries a week and nothing finer, unless time matters to keep somebody safe."""

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint("(identity = 'nobody') = (person_id IS NULL)", name="nobody_has_no_person"),
        CheckConstraint("identity <> 'nobody' OR received_at IS NULL OR keeps_time", name="nobody_has_no_exact_time"),
        CheckConstraint("NOT keeps_time OR received_at IS NOT NULL", name="kept_time_is_there"),
        Index("ix_contribution_queue", "waits", "priority_rank", "reply_due_on", "id"),
    )

    matter: Mapped[Matter]
    route: Mapped[Route] = mapped_column(default=Route.OWN_PHONE)
    identity: Mapped[Identity]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    received_week: Mapped[date]
    received_at: Mapped[datetime | None]
    keeps_time: Mapped[bool] = mapped_column(default=False)
    reply_due_on: Mapped[date]
    locale: Mapped[str]
    priority_rank: Mapped[int]
    submission_hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    age_band: Mapped[AgeBand | None]
    home_type: Mapped[HomeType | None]
    locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("locality.id"))
    responsible: Mapped[Responsible | None]
    lives_in: Mapped[LivesIn | None]
    first_read_on: Mapped[date | None]
    triaged_at: Mapped[datetime | None]
    answered: Mapped[bool] = mapped_column(default=False)
    waits: Mapped[bool] = mapped_column(default=True)
    withdrawn_on: Mapped[date | None]
    person: Mapped[Person | None] = relationship()
    locality: Mapped[Locality | None] = relationship()
    words: Mapped[list[Words]] = relationship(order_by="Words.position", cascade="all, delete-orphan")
    choices: Mapped[list[SharingChoice]] = relationship(cascade="all, delete-orphan")

    @property
    def priority(self) -> Priority:
        """The rank as a word."""
        return list(Priority)[self.priority_rank]


class Words(Identified, Base):
    """One passage of what somebody sent, sealed. What they write later is a `Message`, who they are a `Person`."""

    __tablename__ = "words"
    __table_args__ = (UniqueConstraint("contribution_id", "position"),)

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    position: Mapped[int]
    asked: Mapped[str]
    question_id: Mapped[UUID | None] = mapped_column(index=True)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SharingChoice(Identified, Base):
    """A yes to one purpose, or a yes taken back (`given` is false), with the version of the words they saw.

    No row means that they never said yes.
    """

    __tablename__ = "sharing_choice"
    __table_args__ = (UniqueConstraint("contribution_id", "purpose"),)

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    purpose: Mapped[Purpose]
    given: Mapped[bool]
    wording_version: Mapped[str]
    decided_week: Mapped[date]


class Assistance(Base):
    """That somebody was helped to say it. Of the helper only the role is kept, in every identity mode."""

    __tablename__ = "assistance"

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    helper: Mapped[str]
    typed_by: Mapped[TypedBy]
    place: Mapped[Whereabouts]
    whose_words: Mapped[InWhoseWords]


class PassedOn(Identified, Base):
    """That somebody's worker was given what they said, because they allowed it: the worker has no page here."""

    __tablename__ = "passed_on"

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), unique=True)
    passed_on: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class Message(Identified, Base):
    """A line in a thread's conversation: staff are named by role and dated, the holder's lines carry a week."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("contribution_id", "position"),
        CheckConstraint("(author = 'staff') = (account_id IS NOT NULL)", name="staff_sign"),
    )

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    position: Mapped[int]
    author: Mapped[Author]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sent_on: Mapped[date]
    seen: Mapped[bool] = mapped_column(default=False)
    account: Mapped[Account | None] = relationship()


class YoungVisit(Base):
    """What a young person has open beside drafts: a code not yet noted, or a thread. Times in it are rounded up."""

    __tablename__ = "young_visit"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    state_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    contribution_id: Mapped[UUID | None] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    thread_until: Mapped[datetime | None]
    ends_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def seal_id(self) -> str:
        """Bound to the visit it belongs to."""
        return self.token_hash


class KeptDraft(Identified, Base):
    """Something begun and not sent, sealed.

    A visit holds it, a draft code keeps it, or a phone without signal may still add to it (`pass_hash`): else it is
    gone.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint(
            "visit_token IS NOT NULL OR code_hash IS NOT NULL OR pass_hash IS NOT NULL", name="somebody_can_open_it"
        ),
    )

    about: Mapped[str]
    edition: Mapped[str]
    state_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    pass_hash: Mapped[str | None] = mapped_column(unique=True)
    kept_until: Mapped[datetime] = mapped_column(index=True)
    visit_token: Mapped[str | None] = mapped_column(
        ForeignKey("young_visit.token_hash", ondelete="SET NULL"), index=True
    )


class DraftAttachment(Identified, Base):
    """A picture or a voice note in a draft, made anew and sealed. It goes with its draft, however that ends."""

    __tablename__ = "draft_attachment"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    media: Mapped[Media]
    size: Mapped[int]
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Attachment(Identified, Base):
    """A picture or a voice note in a thread: of an answer, or (`message_id`) of something written later.

    `about_sealed` is what an officer wrote for whoever cannot see or hear it; only that may ever be quoted or themed.
    """

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("contribution_id", "position"),)

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    asked: Mapped[str]
    media: Mapped[Media]
    size: Mapped[int]
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    about_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
