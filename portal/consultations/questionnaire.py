"""A consultation as it is asked. Everything here is frozen; `editions` reads it, kinds and routing work on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from portal.consultations.conditions import Condition
from portal.consultations.models import About, Audience, EditionState, Kind, State
from portal.contributions.models import AgeBand, Identity

#: Which versions suit an age, the best first. Sixteen and over get the one about moving on, where there is one.
_SUITS = {
    None: (Audience.ALL, Audience.FROM_12, Audience.FROM_16, Audience.FROM_8),
    AgeBand.UNDER_12: (Audience.FROM_8, Audience.ALL, Audience.FROM_12, Audience.FROM_16),
    AgeBand.FROM_12: (Audience.FROM_12, Audience.ALL, Audience.FROM_8, Audience.FROM_16),
    AgeBand.FROM_16: (Audience.FROM_16, Audience.ALL, Audience.FROM_12, Audience.FROM_8),
    AgeBand.FROM_18: (Audience.FROM_16, Audience.ALL, Audience.FROM_12, Audience.FROM_8),
}


@dataclass(frozen=True)
class Choice:
    """One answer to choose, or one thing to place."""

    id: UUID
    key: str
    label: str
    face: str | None = None


@dataclass(frozen=True)
class Part:
    """A section: `title` and `intro` may be empty."""

    key: str
    title: str = ""
    intro: str = ""
    condition: Condition | None = None


@dataclass(frozen=True)
class Asked:
    """One question. `key` is the same in every edition, and its page; `number` is its place in this one, from 1."""

    id: UUID
    number: int
    key: str
    kind: Kind
    prompt: str
    section: Part
    about: About | None = None
    help: str | None = None
    why: str | None = None
    low: str | None = None
    high: str | None = None
    needed_because: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict, hash=False)
    condition: Condition | None = None
    bank_id: UUID | None = None
    shanarri: str | None = None
    uncrc: str | None = None
    section_58: str | None = None
    promise: str | None = None
    choices: tuple[Choice, ...] = ()

    @cached_property
    def by_choice(self) -> dict[str, Choice]:
        """Choices by their key."""
        return {choice.key: choice for choice in self.choices}

    @cached_property
    def faces(self) -> dict[str, str]:
        """The drawings of its choices, by key."""
        return {choice.key: choice.face for choice in self.choices if choice.face}

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Its own and its section's: all of them must hold."""
        return tuple(one for one in (self.section.condition, self.condition) if one)


@dataclass(frozen=True)
class Edition:
    """One version for one audience, in one language; the same object for as long as nothing in it changes."""

    id: UUID
    stamp: UUID
    audience: Audience
    number: int
    questions: tuple[Asked, ...]
    wordings: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False, repr=False)

    @cached_property
    def by_key(self) -> dict[str, Asked]:
        """Questions by their key."""
        return {question.key: question for question in self.questions}

    @cached_property
    def referred(self) -> frozenset[str]:
        """The keys that some condition looks back to: no other answer decides anything."""
        return frozenset(key for one in self.questions for condition in one.conditions for key in condition.questions)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Sections in order, those without a question left out."""
        return tuple(dict.fromkeys(question.section for question in self.questions))

    def about(self, band: About) -> Asked | None:
        """The question that fills a band, if this edition asks it."""
        return next((question for question in self.questions if question.about is band), None)

    def in_language(self, locale: str) -> Edition:
        """The same questions in another language; what has no wording there stays as it is."""
        texts = self.wordings.get(locale)
        if not texts:
            return self
        if locale not in self._spoken:
            self._spoken[locale] = replace(self, questions=tuple(_worded(one, texts) for one in self.questions))
        return self._spoken[locale]

    @cached_property
    def _spoken(self) -> dict[str, Edition]:
        return {}


@dataclass(frozen=True)
class Questionnaire:
    """A consultation with its editions: those asked now, and those that somebody may still be in the middle of."""

    id: UUID
    slug: str
    title: str
    wave: str
    intro: str
    can_change: str
    decides: str
    known_already: str
    asks_whom: str
    minutes: int
    state: State
    opens_at: datetime
    closes_at: datetime
    report_back_on: date
    two_way: tuple[tuple[str, About], ...]
    identities: tuple[Identity, ...]
    editions: tuple[Edition, ...]
    states: Mapping[UUID, EditionState] = field(hash=False, repr=False)
    frozen: frozenset[UUID] = frozenset()
    reported_on: date | None = None
    moved_because: str | None = None

    @cached_property
    def current(self) -> tuple[Edition, ...]:
        """What somebody may get who starts now, one for each audience."""
        return tuple(one for one in self.editions if self.states[one.id] is EditionState.CURRENT)

    @cached_property
    def main(self) -> Edition:
        """The one whoever gives no age gets; its words stand for all in counts."""
        return self.suiting(None)

    @cached_property
    def questions(self) -> tuple[Asked, ...]:
        """Every question of every edition once, by key, the main edition's first: what is counted together."""
        found: dict[str, Asked] = {}
        for edition in sorted(self.editions, key=lambda one: (one != self.main, one not in self.current)):
            for question in edition.questions:
                found.setdefault(question.key, question)
        return tuple(found.values())

    @cached_property
    def by_key(self) -> dict[str, Asked]:
        """Those by their key."""
        return {question.key: question for question in self.questions}

    @property
    def asks_age_first(self) -> bool:
        """Whether an age chooses between versions."""
        return len(self.current) > 1

    def edition(self, which: UUID | str) -> Edition | None:
        """One edition by its id, if it is one of this consultation's."""
        return next((one for one in self.editions if str(one.id) == str(which)), None)

    def suiting(self, age: AgeBand | None) -> Edition:
        """The version for an age; who gives none gets the one for everybody, or for 12 to 17."""
        by_audience = {one.audience: one for one in self.current or self.editions}
        return next(by_audience[audience] for audience in _SUITS[age] if audience in by_audience)


def _worded(question: Asked, texts: Mapping[str, str]) -> Asked:
    """A question in other words, from `q.<key>.prompt`, `o.<key>.<option>.label`, `s.<key>.title` and the like."""
    own = f"q.{question.key}."
    fields = ("prompt", "help", "why", "low", "high", "needed_because")
    own_words: dict[str, Any] = {name: texts[own + name] for name in fields if own + name in texts}
    units = {name: texts[own + name] for name in ("unit", "unit_one") if own + name in texts}
    part = question.section
    return replace(
        question,
        **own_words,
        settings={**question.settings, **units},
        section=replace(
            part,
            title=texts.get(f"s.{part.key}.title", part.title),
            intro=texts.get(f"s.{part.key}.intro", part.intro),
        ),
        choices=tuple(
            replace(choice, label=texts.get(f"o.{question.key}.{choice.key}.label", choice.label))
            for choice in question.choices
        ),
    )
