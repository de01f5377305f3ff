"""Asks, answers, actions, and the champions' say on whether an action is done."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.commitments.models import Commitment, Duty
from portal.contributions.models import Words
from portal.core.db import Base, Identified
from portal.partnership.models import Organisation, Post
from portal.themes.models import Theme


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


class Ask(Identified, Base):
    """Something young people ask for. A quote is kept only as a sealed excerpt and shown only while allowed.

    `words_id` empties when the words behind a quote are erased; such a quote is gone. What is said to be written by
    young people is shown as a paraphrase until a young champion has confirmed that these are their words.
    """

    __tablename__ = "ask"
    __table_args__ = (
        CheckConstraint("wording = 'quote' OR words_id IS NULL", name="only_a_quote_has_words"),
        CheckConstraint("(wording = 'quote') = (text IS NULL)", name="only_a_quote_is_sealed"),
        CheckConstraint("checked_by_id IS NULL OR checked_by_id <> created_by_id", name="second_person_checks"),
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmation_whole"),
        CheckConstraint("confirmed_at IS NULL OR wording = 'written'", name="only_written_is_confirmed"),
        CheckConstraint("answer IS NULL OR (answered_at IS NOT NULL AND because IS NOT NULL)", name="answer_whole"),
        CheckConstraint("answer IS NULL OR answer = 'yes' OR reason IS NOT NULL", name="no_has_reason"),
        Index("ix_ask_owed", "organisation_id", "answered_at", "due_on"),
        Index("ix_ask_due", "answered_at", "due_on", "id"),
    )

    wording: Mapped[Wording]
    text: Mapped[str | None]
    quote_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words_id: Mapped[UUID | None] = mapped_column(ForeignKey("words.id", ondelete="SET NULL"), index=True)
    quote_gone: Mapped[bool] = mapped_column(default=False)
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
    words: Mapped[Words | None] = relationship()
    theme: Mapped[Theme | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    post: Mapped[Post] = relationship(lazy="joined")
    created_by: Mapped[Account] = relationship(foreign_keys=[created_by_id])
    checked_by: Mapped[Account | None] = relationship(foreign_keys=[checked_by_id])
    answered_by: Mapped[Account | None] = relationship(foreign_keys=[answered_by_id])
    actions: Mapped[list[Action]] = relationship(back_populates="ask", order_by="Action.due_on", lazy="selectin")


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
