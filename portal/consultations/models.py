"""Consultations. Choices are stored apart from words, so that they can be counted without opening any text.

A consultation has editions (one for each audience and version); an edition has sections, a section questions. Keys of
sections, questions and options are stable: the same key in another edition is the same thing asked and counts as one.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.contributions.models import Contribution
from portal.core.db import Base, Identified


class Kind(StrEnum):
    """How a question is answered. What each kind can do is in `kinds`, one module each."""

    FACES3 = "faces3"
    FACES5 = "faces5"
    AGREE = "agree"
    HOW_OFTEN = "how_often"
    YES_NO_UNSURE = "yes_no_unsure"
    SINGLE = "single"
    SEVERAL = "several"
    LADDER = "ladder"
    NUMBER = "number"
    ORDER = "order"
    TILES = "tiles"
    SHORT = "short"
    LONG = "long"
    PHOTO = "photo"
    VOICE = "voice"
    TELL = "tell"


class About(StrEnum):
    """A band question fills this field of the contribution instead of an answer."""

    AGE_BAND = "age_band"
    HOME = "home"
    LOCALITY = "locality"


class Audience(StrEnum):
    """For whom an edition is worded; ages as the three versions of the same questions."""

    ALL = "all"
    FROM_8 = "8_11"
    FROM_12 = "12_17"
    FROM_16 = "16_25"


class State(StrEnum):
    """Whether a consultation may be shown. Opening and closing are then a matter of time alone."""

    DRAFT = "draft"
    LAUNCHED = "launched"


class EditionState(StrEnum):
    """`current` is what somebody gets who starts now; `retired` is only finished by who began in it."""

    DRAFT = "draft"
    CURRENT = "current"
    RETIRED = "retired"


class Consultation(Identified, Base):
    """A planned asking: what can change, who decides, and when we say what happened.

    `two_way` names the tables by group that may ever leave the team, as `[question key, band]`; `identities` are the
    ways to be known that are offered. `reported_on` is the day people were told what came of it; `moved_because` says
    why its closing was moved after the launch.
    """

    __tablename__ = "consultation"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="closes_after_opening"),)

    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    wave: Mapped[str]
    intro: Mapped[str]
    can_change: Mapped[str]
    decides: Mapped[str]
    known_already: Mapped[str]
    asks_whom: Mapped[str]
    minutes: Mapped[int]
    state: Mapped[State]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    report_back_on: Mapped[date]
    two_way: Mapped[list[list[str]]] = mapped_column(sa.JSON)
    identities: Mapped[list[str]] = mapped_column(sa.JSON)
    reported_on: Mapped[date | None]
    moved_because: Mapped[str | None]
    editions: Mapped[list[Edition]] = relationship(
        order_by="Edition.audience, Edition.number", cascade="all, delete-orphan", back_populates="consultation"
    )


class Edition(Identified, Base):
    """One version of the questions for one audience.

    `frozen_week` is the week of the first answer (no finer: it would tell when somebody sent one); from then on nothing
    in it changes. `stamp` is new with every change, so that a process never keeps an old one in mind.
    """

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("consultation_id", "audience", "number"),
        Index(
            "uq_edition_current",
            "consultation_id",
            "audience",
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        ),
        CheckConstraint("number > 0", name="numbers_from_one"),
    )

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    audience: Mapped[Audience]
    number: Mapped[int]
    state: Mapped[EditionState]
    frozen_week: Mapped[date | None]
    stamp: Mapped[UUID] = mapped_column(default=uuid4)
    consultation: Mapped[Consultation] = relationship(back_populates="editions")
    sections: Mapped[list[Section]] = relationship(
        order_by="Section.position, Section.key", cascade="all, delete-orphan", back_populates="edition"
    )
    wordings: Mapped[list[Wording]] = relationship(
        order_by="Wording.locale, Wording.slot", cascade="all, delete-orphan"
    )


class Section(Identified, Base):
    """Questions that belong together. `title` and `intro` may be empty; the intro stands on its first question."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    key: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    intro: Mapped[str]
    condition: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    edition: Mapped[Edition] = relationship(back_populates="sections")
    questions: Mapped[list[Question]] = relationship(
        order_by="Question.position, Question.key", cascade="all, delete-orphan", back_populates="section"
    )


class BankQuestion(Identified, Base):
    """A question kept to be asked again, tagged once. Wherever it is placed, the answers stay comparable."""

    __tablename__ = "bank_question"

    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[Kind]
    prompt: Mapped[str]
    help: Mapped[str | None]
    why: Mapped[str | None]
    low: Mapped[str | None]
    high: Mapped[str | None]
    settings: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    options: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON)
    shanarri: Mapped[str | None]
    uncrc: Mapped[str | None]
    section_58: Mapped[str | None]
    promise: Mapped[str | None]


class Question(Identified, Base):
    """One question on one page. Everybody may skip it, unless `needed_because` says why not."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("edition_id", "key"),
        Index("ix_question_section", "section_id", "position"),
        CheckConstraint("kind <> 'ladder' OR (low IS NOT NULL AND high IS NOT NULL)", name="ladder_has_ends"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    section_id: Mapped[UUID] = mapped_column(ForeignKey("section.id", ondelete="CASCADE"))
    bank_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_question.id"), index=True)
    key: Mapped[str]
    position: Mapped[int]
    kind: Mapped[Kind]
    about: Mapped[About | None]
    prompt: Mapped[str]
    help: Mapped[str | None]
    why: Mapped[str | None]
    low: Mapped[str | None]
    high: Mapped[str | None]
    needed_because: Mapped[str | None]
    settings: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    condition: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    shanarri: Mapped[str | None]
    uncrc: Mapped[str | None]
    section_58: Mapped[str | None]
    promise: Mapped[str | None]
    section: Mapped[Section] = relationship(back_populates="questions")
    options: Mapped[list[Option]] = relationship(
        order_by="Option.position, Option.key", cascade="all, delete-orphan", lazy="selectin"
    )


class Option(Identified, Base):
    """One answer to choose, or one thing to place; `face` names the drawing beside its words."""

    __tablename__ = "option"
    __table_args__ = (UniqueConstraint("question_id", "key"),)

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str]
    label: Mapped[str]
    face: Mapped[str | None]


class Wording(Identified, Base):
    """One text of an edition in another language; `slot`: `q.<key>.prompt`, `q.<key>.unit`, `o.<key>.<option>.label`,
    `s.<key>.title`.

    The base language stands in the rows themselves; what has no wording is shown in it.
    """

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("edition_id", "locale", "slot"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    locale: Mapped[str]
    slot: Mapped[str]
    text: Mapped[str]


class Submission(Base):
    """That a contribution answers a consultation, and which edition of it."""

    __tablename__ = "submission"
    __table_args__ = (Index("ix_submission_consultation_id", "consultation_id", "contribution_id"),)

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    contribution: Mapped[Contribution] = relationship()
    consultation: Mapped[Consultation] = relationship()


class Answer(Identified, Base):
    """One choice, one step of a ladder (0-10), one number, one thing with its rank, or one tile with its place (step).

    Skipping leaves no row.
    """

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("contribution_id", "question_id", "option_id"),
        Index(
            "uq_answer_without_option",
            "contribution_id",
            "question_id",
            unique=True,
            sqlite_where=sa.text("option_id IS NULL"),
            postgresql_where=sa.text("option_id IS NULL"),
        ),
        Index(
            "uq_answer_rank",
            "contribution_id",
            "question_id",
            "rank",
            unique=True,
            sqlite_where=sa.text("rank IS NOT NULL"),
            postgresql_where=sa.text("rank IS NOT NULL"),
        ),
        CheckConstraint("option_id IS NOT NULL OR (step IS NULL) <> (number IS NULL)", name="says_one_thing"),
        CheckConstraint("number IS NULL OR (option_id IS NULL AND step IS NULL)", name="number_stands_alone"),
        CheckConstraint(
            "rank IS NULL OR (option_id IS NOT NULL AND step IS NULL AND rank > 0)", name="rank_of_a_thing"
        ),
        CheckConstraint("step IS NULL OR step BETWEEN 0 AND 10", name="step_on_the_ladder"),
        Index("ix_answer_counting", "question_id", "option_id", "step", "rank", "number"),
    )

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id"))
    option_id: Mapped[UUID | None] = mapped_column(ForeignKey("option.id"))
    step: Mapped[int | None]
    rank: Mapped[int | None]
    number: Mapped[int | None]
