"""Meetings, their agendas, dots, who comes, minutes, decisions, frozen packs, and feeds for calendars."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.board.models import Action, Ask
from portal.commitments.models import Commitment
from portal.core.access import Role
from portal.core.db import Base, Identified
from portal.partnership.models import Organisation, Post
from portal.themes.models import Theme

FEWEST_DOTS, MOST_DOTS = 1, 20


class MeetingType(StrEnum):
    """Young people meet, get ready, and meet the board."""

    GATHERING = "gathering"
    PRE_MEETING = "pre_meeting"
    BOARD = "board"


class MeetingState(StrEnum):
    """How far a meeting has come. Agreed minutes never change; a meeting that is called off stays on the list."""

    PLANNED = "planned"
    AGENDA_OPEN = "agenda_open"
    VOTING = "voting"
    AGENDA_SET = "agenda_set"
    HELD = "held"
    MINUTES_AGREED = "minutes_agreed"
    CALLED_OFF = "called_off"


class ItemSource(StrEnum):
    """Where an item of an agenda comes from."""

    THEME = "theme"
    ASK = "ask"
    ACTION = "action"
    DECISION = "decision"
    PROMISE = "promise"
    OWN = "own"


class Coming(StrEnum):
    """What somebody said; who said nothing has no row."""

    YES = "yes"
    NO = "no"


class Meeting(Identified, Base):
    """A meeting. `starts_at` and `ends_at` are moments; people type and read them on the clock in Scotland.

    `dots` is how many each champion has, `voted` how many champions placed any, once they are counted.
    `difference` says why the order that was used is not the one they chose.
    `sequence` and `changed_at` tell calendars that the time or the place moved (RFC 5545, 3.8.7.4).
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint(f"dots BETWEEN {FEWEST_DOTS} AND {MOST_DOTS}", name="some_dots"),
        CheckConstraint("(champions_there IS NULL) = (adults_there IS NULL)", name="both_counted"),
        CheckConstraint("(state = 'minutes_agreed') = (agreed_at IS NOT NULL)", name="agreed_says_when"),
        Index("ix_meeting_when", "state", "starts_at", "id"),
    )

    kind: Mapped[MeetingType]
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str]
    how_to_join: Mapped[str]
    dots: Mapped[int]
    voted: Mapped[int | None]
    arranger_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    leads_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    difference: Mapped[str | None]
    champions_there: Mapped[int | None]
    adults_there: Mapped[int | None]
    agreed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    arranger: Mapped[Account] = relationship(foreign_keys=[arranger_id])
    chair: Mapped[Account | None] = relationship(foreign_keys=[chair_id])
    items: Mapped[list[AgendaItem]] = relationship(
        back_populates="meeting", order_by="AgendaItem.added_at, AgendaItem.id", cascade="all, delete-orphan"
    )


class AgendaItem(Identified, Base):
    """One thing to talk about, and what was said of it. Words of asks are never copied: pages ask for them each time.

    `dots` is empty until the vote closes; then it is a sum, and single dots are gone. `place` is the order used.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("(source = 'theme') = (theme_id IS NOT NULL)", name="theme_has_one"),
        CheckConstraint("(source = 'ask') = (ask_id IS NOT NULL)", name="ask_has_one"),
        CheckConstraint("(source = 'action') = (action_id IS NOT NULL)", name="action_has_one"),
        CheckConstraint("(source = 'promise') = (commitment_id IS NOT NULL)", name="promise_has_one"),
        CheckConstraint("(source = 'own') = (point IS NOT NULL)", name="own_has_words"),
        CheckConstraint("(minutes IS NULL) = (minutes_at IS NULL)", name="minutes_whole"),
        UniqueConstraint("meeting_id", "theme_id"),
        UniqueConstraint("meeting_id", "ask_id"),
        UniqueConstraint("meeting_id", "action_id"),
        UniqueConstraint("meeting_id", "commitment_id"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    source: Mapped[ItemSource]
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    ask_id: Mapped[UUID | None] = mapped_column(ForeignKey("ask.id", ondelete="CASCADE"), index=True)
    action_id: Mapped[UUID | None] = mapped_column(ForeignKey("action.id"), index=True)
    commitment_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitment.id"), index=True)
    point: Mapped[str | None]
    reason: Mapped[str | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    officers_place: Mapped[int | None]
    place: Mapped[int | None]
    dots: Mapped[int | None]
    minutes: Mapped[str | None]
    minutes_at: Mapped[datetime | None]
    minutes_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    meeting: Mapped[Meeting] = relationship(back_populates="items")
    theme: Mapped[Theme | None] = relationship(lazy="joined")
    ask: Mapped[Ask | None] = relationship()
    action: Mapped[Action | None] = relationship()
    commitment: Mapped[Commitment | None] = relationship(lazy="joined")
    review: Mapped[AgendaReview | None] = relationship(
        back_populates="item", cascade="all, delete-orphan", lazy="joined"
    )
    decisions: Mapped[list[Decision]] = relationship(
        order_by="Decision.decided_at, Decision.id", cascade="all, delete-orphan", lazy="selectin"
    )


class Decision(Identified, Base):
    """What was decided, who does it, why, and the day on which the board looks at it again."""

    __tablename__ = "decision"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    what: Mapped[str]
    why: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"))
    review_on: Mapped[date] = mapped_column(index=True)
    decided_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    post: Mapped[Post] = relationship(lazy="joined")


class AgendaReview(Base):
    """Which decision an item looks at again. A table of its own: a decision belongs to an item as well."""

    __tablename__ = "agenda_review"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), index=True)
    item: Mapped[AgendaItem] = relationship(back_populates="review")
    decision: Mapped[Decision] = relationship(lazy="joined")


class AgendaLeft(Base):
    """A suggestion that was left for this meeting; `about_id` is the row it was about, whatever table that is in."""

    __tablename__ = "agenda_left"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[ItemSource] = mapped_column(primary_key=True)
    about_id: Mapped[UUID] = mapped_column(primary_key=True)


class Dot(Base):
    """One champion's dots on one item, while the vote is open; they become a sum when it closes."""

    __tablename__ = "dot"
    __table_args__ = (CheckConstraint(f"count BETWEEN 1 AND {MOST_DOTS}", name="at_least_one"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    count: Mapped[int]


class Attendance(Identified, Base):
    """Whether somebody comes, and what they need; the needs are sealed, for the arranger and that person alone."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "account_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    coming: Mapped[Coming]
    access_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    travel_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    payment_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    arranged_on: Mapped[date | None]
    account: Mapped[Account] = relationship(lazy="joined")

    @property
    def has_needs(self) -> bool:
        """Whether they asked for anything."""
        return any((self.access_sealed, self.travel_sealed, self.payment_sealed))


class Conflict(Base):
    """That somebody has an interest of their own in an item; it is hidden from them, and nothing says what it is."""

    __tablename__ = "conflict"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)


class MinutesAgreement(Base):
    """That somebody says the minutes are right; `digest` is of the minutes they read, so other words need a new yes."""

    __tablename__ = "minutes_agreement"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role]
    digest: Mapped[str]
    at: Mapped[datetime]


class BoardPack(Identified, Base):
    """Everything a meeting needs, frozen as canonical JSON; both editions are made from it. Never changed."""

    __tablename__ = "board_pack"
    __table_args__ = (UniqueConstraint("meeting_id", "number"), CheckConstraint("number > 0", name="numbered"))

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    number: Mapped[int]
    snapshot: Mapped[str]
    digest: Mapped[str]
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    meeting: Mapped[Meeting] = relationship()


class CalendarFeed(Base):
    """A secret address a calendar reads from; only the token's hash is kept, and deleting the row ends it.

    `made_as` stands for whoever could sign in when it was made (`feeds.stands_for`): with another passphrase or other
    roles it opens nothing.
    """

    __tablename__ = "calendar_feed"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_on: Mapped[date]
    made_as: Mapped[str | None]
    account: Mapped[Account] = relationship(lazy="joined")
