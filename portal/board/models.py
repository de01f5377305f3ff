"""Asks, answers, actions, and the champions' say on whether an action is done."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.commitments.models import Commitment, Duty
from portal.contributions.models import Words
from portal.core.db import Base, Identified
from portal.partnership.models import Organisation, Post
from portal.themes.models import Theme

_TOGETHER = text("parted_at IS NULL")


class Wording(StrEnum):
    """Whose words an ask is in; a paraphrase always says that it is one."""

    WRITTEN = "written"
    QUOTE = "quote"
    PARAPHRASE = "paraphrase"


class AskAnswer(StrEnum):
    """What the organisation said."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class ReasonClass(StrEnum):
    """Why not, or why only partly: a no is an answer when it says this."""

    LAW = "law"
    MONEY = "money"
    NOT_OURS = "not_ours"
    OTHERS_DIFFERED = "others_wanted_different"
    KNOW_MORE = "need_to_know_more"


class ActionState(StrEnum):
    """How far an action has come. Only young people can make it agreed."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    STUCK = "stuck"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    PARTLY = "partly"
    AGREED = "agreed"
    STOPPED = "stopped"


class Step(StrEnum):
    """What a line in an action's history tells."""

    NOTE = "note"
    STARTED = "started"
    STUCK = "stuck"
    CLAIMED = "claimed"
    ASKED_AGAIN = "asked_again"
    STOPPED = "stopped"


class Say(StrEnum):
    """Whether it really happened."""

    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not_yet"


class Level(StrEnum):
    """What an action changes, by the review's three levels of participation."""

    OWN_LIFE = "own_life"
    TRAINING = "training"
    POLICY = "policy"


class Rated(StrEnum):
    """What a young champion makes of a reply."""

    REAL = "real"
    WAFFLE = "waffle"


class FileKind(StrEnum):
    """A file kept as evidence: a PDF written anew, for saving only, or a picture drawn anew."""

    PDF = "pdf"
    PICTURE = "jpeg"


class Ask(Identified, Base):
    """Something young people ask for. A quote is kept only as a sealed excerpt and shown only while allowed.

    `words_id` empties when the words behind a quote are erased; such a quote is gone. What is said to be written by
    young people is shown as a paraphrase until a young champion has confirmed that these are their words.
    """

    __tablename__ = "ask"
    __table_args__ = (
        CheckConstraint("wording = 'quote' OR words_id IS NULL", name="only_a_quote_has_words"),
        CheckConstraint("(wording = 'quote') = (text IS NULL)", name="only_a_quote_is_sealed"),
        CheckConstraint("rare_because_sealed IS NULL OR wording = 'quote'", name="only_a_quote_is_rare"),
        CheckConstraint("checked_by_id IS NULL OR checked_by_id <> created_by_id", name="second_person_checks"),
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmation_whole"),
        CheckConstraint("confirmed_at IS NULL OR wording = 'written'", name="only_written_is_confirmed"),
        CheckConstraint("answer IS NULL OR (answered_at IS NOT NULL AND because IS NOT NULL)", name="answer_whole"),
        CheckConstraint("answer IS NULL OR answer = 'yes' OR reason IS NOT NULL", name="no_has_reason"),
        Index("ix_ask_owed", "organisation_id", "answered_at", "due_on"),
        CheckConstraint("again_of_id IS NULL OR again_of_id <> id", name="not_again_of_itself"),
        CheckConstraint("part_of_id IS NULL OR part_of_id <> id", name="not_part_of_itself"),
        Index("ix_ask_due", "answered_at", "due_on", "id"),
    )

    wording: Mapped[Wording]
    text: Mapped[str | None]
    quote_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words_id: Mapped[UUID | None] = mapped_column(ForeignKey("words.id", ondelete="SET NULL"), index=True)
    quote_gone: Mapped[bool] = mapped_column(default=False)
    #: What was written in other words before anybody's own were proposed; the second person may take it instead.
    paraphrase: Mapped[str | None]
    #: Why a quote was proposed although something in it is rare, by whoever proposed it.
    rare_because_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    checked_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    summary: Mapped[str | None]
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"))
    duty: Mapped[Duty | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    to_board_on: Mapped[date | None]
    due_on: Mapped[date]
    answer: Mapped[AskAnswer | None]
    because: Mapped[str | None]
    reason: Mapped[ReasonClass | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    #: An earlier answer of the same organisation that this one mostly repeats.
    echo_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("ask.id", ondelete="SET NULL"))
    #: Asked once more after a no or a partly; at most once for each.
    again_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("ask.id", ondelete="SET NULL"), unique=True)
    #: The ask this one was split off.
    part_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("ask.id", ondelete="SET NULL"), index=True)
    words: Mapped[Words | None] = relationship()
    theme: Mapped[Theme | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    post: Mapped[Post] = relationship(lazy="joined")
    created_by: Mapped[Account] = relationship(foreign_keys=[created_by_id])
    checked_by: Mapped[Account | None] = relationship(foreign_keys=[checked_by_id])
    answered_by: Mapped[Account | None] = relationship(foreign_keys=[answered_by_id])
    actions: Mapped[list[Action]] = relationship(back_populates="ask", order_by="Action.due_on", lazy="selectin")


class Joined(Identified, Base):
    """One ask answered together with another, from a day on, until it stands alone again. The words of both stay."""

    __tablename__ = "ask_joined"
    __table_args__ = (
        CheckConstraint("ask_id <> into_id", name="two_asks"),
        CheckConstraint("(parted_at IS NULL) = (parted_by_id IS NULL)", name="parting_whole"),
        Index("ix_ask_joined_one", "ask_id", unique=True, sqlite_where=_TOGETHER, postgresql_where=_TOGETHER),
    )

    ask_id: Mapped[UUID] = mapped_column(ForeignKey("ask.id", ondelete="CASCADE"))
    into_id: Mapped[UUID] = mapped_column(ForeignKey("ask.id", ondelete="CASCADE"), index=True)
    because: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    parted_at: Mapped[datetime | None]
    parted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ask: Mapped[Ask] = relationship(foreign_keys=[ask_id])
    into: Mapped[Ask] = relationship(foreign_keys=[into_id])
    by: Mapped[Account] = relationship(foreign_keys=[by_id])


class ReplyRating(Base):
    """What one champion makes of an answer: real or waffle. The latest counts."""

    __tablename__ = "reply_rating"

    ask_id: Mapped[UUID] = mapped_column(ForeignKey("ask.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    rated: Mapped[Rated]
    at: Mapped[datetime]


class CodeRating(Base):
    """What one code makes of the answer to an ask: a keyed hash of both, with no time, no thread and no order."""

    __tablename__ = "code_rating"

    ask_id: Mapped[UUID] = mapped_column(ForeignKey("ask.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
    rated: Mapped[Rated]


class IdeaAsk(Base):
    """Which published idea an ask came from: one idea leads to one ask. It goes with either of them."""

    __tablename__ = "idea_ask"

    idea_id: Mapped[UUID] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    ask_id: Mapped[UUID] = mapped_column(ForeignKey("ask.id", ondelete="CASCADE"), unique=True)


class Action(Identified, Base):
    """A task that answers an ask or keeps a commitment. `round` counts how often young people were asked."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("ask_id IS NOT NULL OR commitment_id IS NOT NULL", name="answers_something"),
        CheckConstraint("(state = 'stuck') = (stuck_on IS NOT NULL)", name="stuck_says_on_what"),
        CheckConstraint("state <> 'stopped' OR stopped_because IS NOT NULL", name="stopped_says_why"),
        Index("ix_action_owed", "organisation_id", "state", "due_on"),
        Index("ix_action_state", "state", "due_on", "ask_id"),
    )

    ask_id: Mapped[UUID | None] = mapped_column(ForeignKey("ask.id"), index=True)
    commitment_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitment.id"), index=True)
    title: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"))
    starts_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[ActionState] = mapped_column(default=ActionState.PLANNED)
    stuck_on: Mapped[str | None]
    stopped_because: Mapped[str | None]
    claim: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    claimed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    round: Mapped[int] = mapped_column(default=0)
    settled_on: Mapped[date | None]
    duty: Mapped[Duty | None]
    level: Mapped[Level | None]
    ask: Mapped[Ask | None] = relationship(back_populates="actions")
    commitment: Mapped[Commitment | None] = relationship()
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    post: Mapped[Post] = relationship(lazy="joined")
    claimed_by: Mapped[Account | None] = relationship()
    notes: Mapped[list[ProgressNote]] = relationship(order_by="ProgressNote.at.desc()", cascade="all, delete-orphan")
    says: Mapped[list[ChampionSay]] = relationship(
        order_by="ChampionSay.at", cascade="all, delete-orphan", lazy="selectin"
    )


class ProgressNote(Identified, Base):
    """What was done since last time, or why the state changed; nobody signs what code holders together made happen."""

    __tablename__ = "progress_note"
    __table_args__ = (CheckConstraint("step = 'asked_again' OR by_id IS NOT NULL", name="somebody_signs"),)

    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), index=True)
    step: Mapped[Step] = mapped_column(default=Step.NOTE)
    text: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    by: Mapped[Account | None] = relationship()


class Milestone(Identified, Base):
    """A step on the way of an action that others can look for."""

    __tablename__ = "milestone"

    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]


class Proof(Identified, Base):
    """Evidence that something was done: an address to look at, or a file that is kept here, sealed."""

    __tablename__ = "action_proof"
    __table_args__ = (
        CheckConstraint("(address IS NULL) <> (file_sealed IS NULL)", name="address_or_file"),
        CheckConstraint("(file_sealed IS NULL) = (file_kind IS NULL)", name="file_whole"),
    )

    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    address: Mapped[str | None]
    file_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    file_kind: Mapped[FileKind | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by: Mapped[Account] = relationship()


class ChampionSay(Identified, Base):
    """One champion's answer in one round; a new round asks everybody again."""

    __tablename__ = "champion_say"
    __table_args__ = (UniqueConstraint("action_id", "round", "account_id"),)

    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"))
    round: Mapped[int]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    say: Mapped[Say]
    because: Mapped[str | None]
    at: Mapped[datetime]
    account: Mapped[Account] = relationship()
