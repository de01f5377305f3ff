"""What a kind of report is, and what it hands over: chapters with figures, evidence, and numbers by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from flask_babel import LazyString

from portal.disclosure.thresholds import Audience
from portal.documents.document import Part
from portal.signed_reports.models import Edition

#: Where an ask's words stand, as its owner allows at the moment of reading: signs nobody can type into a form.
_OPEN, _CLOSE = "\ue000", "\ue001"


class Proof(StrEnum):
    """What a paragraph can rest on."""

    RELEASE = "release"
    THEME = "theme"
    ASK = "ask"
    ACTION = "action"
    PROMISE = "promise"
    MEASURE = "measure"
    PLAN = "plan"
    OBJECTIVE = "objective"
    AREA = "area"
    DECISION = "decision"
    TOLD = "told"


@dataclass(frozen=True)
class Evidence:
    """One row of the portal that shows something; `label` says what, in one line."""

    kind: Proof
    id: UUID
    label: str

    @property
    def code(self) -> str:
        """`ask-3f9a2c71`: the same in every report and every year, short enough to type."""
        return f"{self.kind.value}-{self.id.hex[:8]}"


@dataclass(frozen=True)
class Choice:
    """Something a report of a kind can be about: `usual` ones are ticked when it is begun."""

    key: str
    label: str
    usual: bool = False


@dataclass(frozen=True)
class Scope:
    """The days a report is about, both included, and whose it is; None for all partners together. `chosen` are keys
    of what its writers put in, where its kind lets them choose."""

    first_day: date
    last_day: date
    organisation_id: UUID | None = None
    chosen: tuple[str, ...] = ()

    def holds(self, day: date | None) -> bool:
        """Whether a day is within."""
        return day is not None and self.first_day <= day <= self.last_day

    def owes(self, organisation_id: UUID) -> bool:
        """Whether something of this organisation belongs in."""
        return self.organisation_id in (None, organisation_id)


@dataclass(frozen=True)
class Chapter:
    """One section as gathered. `prompt` tells the writer what belongs here; `figures` are numbers by name, as words
    that may be shown (`45`, `fewer than 5`), to be put into the text as `{name}`. `rests` says that a reader may
    expect evidence: where there is none, the report prints that it is missing."""

    key: str
    title: str
    prompt: str
    parts: Sequence[Part] = ()
    evidence: Sequence[Evidence] = ()
    figures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    rests: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether a reader may expect evidence and there is none."""
        return self.rests and not self.evidence


def nothing_to_choose() -> Sequence[Choice]:
    """For kinds that are always about the same."""
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of report.

    `gather` reads signed releases and what organisations did, for one edition; it counts nobody. `span` are the days
    offered first. With `cites` every paragraph names its evidence, or that it is missing is printed after it.
    """

    key: str
    label: LazyString
    what: LazyString
    audience: Audience
    gather: Callable[[Scope, Edition], Sequence[Chapter]]
    span: Callable[[date], tuple[date, date]]
    editions: tuple[Edition, ...] = (Edition.FULL, Edition.EASY)
    #: Those for everybody once published; the others are for those who read releases.
    public_editions: tuple[Edition, ...] = (Edition.FULL, Edition.EASY)
    cites: bool = False
    of_one: bool = False
    #: What its writers may put in or leave out.
    choices: Callable[[], Sequence[Choice]] = nothing_to_choose
    #: A law or guidance asks for the next one within so many years of the last day of the one before.
    every_years: int | None = None
    #: Chapters that tell of the report itself: they rest on nothing, and need not name evidence.
    about_itself: frozenset[str] = frozenset({"how"})
    #: Young champions read it while it waits for its signature: it is told in their name.
    champions_first: bool = False

    def audience_of(self, edition: Edition) -> Audience:
        """Whose figures an edition may carry: what everybody may read carries what everybody may know."""
        return Audience.PUBLIC if edition in self.public_editions else self.audience

    def editions_for(self, audience: Audience) -> tuple[Edition, ...]:
        """The editions whose figures somebody may know."""
        everything = audience is Audience.PARTNERS
        return tuple(one for one in self.editions if everything or self.audience_of(one) is Audience.PUBLIC)


def ask_words(ask_id: UUID) -> str:
    """Stands for an ask's words: they are asked for at every reading and never copied."""
    return f"{_OPEN}{ask_id}{_CLOSE}"
