"""A consultation before it is stored, as a file, a form or another program describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.consultations.conditions import Condition
from portal.consultations.models import About, Audience, Kind
from portal.contributions.models import Identity


@dataclass(frozen=True, kw_only=True)
class NewOption:
    """An answer to choose."""

    key: str
    label: str
    face: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewQuestion:
    """A question; without options it gets the usual ones of its kind. `bank_id` where it comes from the bank."""

    key: str
    kind: Kind
    prompt: str
    about: About | None = None
    help: str | None = None
    why: str | None = None
    low: str | None = None
    high: str | None = None
    needed_because: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    condition: Condition | None = None
    bank_id: UUID | None = None
    shanarri: str | None = None
    uncrc: str | None = None
    section_58: str | None = None
    promise: str | None = None
    options: Sequence[NewOption] = ()


@dataclass(frozen=True, kw_only=True)
class NewSection:
    """Questions that belong together."""

    key: str
    questions: Sequence[NewQuestion]
    title: str = ""
    intro: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class NewEdition:
    """A version for an audience; `wordings` are texts by language and slot."""

    sections: Sequence[NewSection]
    audience: Audience = Audience.ALL
    wordings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NewConsultation:
    """A consultation: with `editions`, or with `questions` where there is one for everybody without sections."""

    slug: str
    title: str
    wave: str
    intro: str
    can_change: str
    decides: str
    known_already: str
    minutes: int
    opens_at: datetime
    closes_at: datetime
    report_back_on: date
    asks_whom: str = ""
    two_way: Sequence[tuple[str, About]] = ()
    identities: Sequence[Identity] = tuple(Identity)
    editions: Sequence[NewEdition] = ()
    questions: Sequence[NewQuestion] = ()

    def all_editions(self) -> Sequence[NewEdition]:
        """Its editions, whichever way they were given."""
        return self.editions or [NewEdition(sections=[NewSection(key="all", questions=self.questions)])]
