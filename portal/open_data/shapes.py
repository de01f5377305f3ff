"""What the read API hands out, one class for each thing; the OpenAPI document is made from these (`schema`).

Numbers about people are `Figure`s: rounded counts that a signed release holds, or null with the reason, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from portal.board.models import ActionState
from portal.disclosure.raw import Unit
from portal.disclosure.thresholds import Audience, Size, Subject
from portal.evidence.models import ReleaseKind
from portal.feedback.models import Told
from portal.measures.models import Direction, Every

#: Why a number is not there.
HIDDEN = "hidden to protect people"


@dataclass(frozen=True)
class Figure:
    """A count as it was released. A number that is hidden is null and says why: it is not 0, and 0 is not shown."""

    shown: Annotated[int | None, "The count, rounded to the nearest 5; null where it is hidden."]
    text: Annotated[str, "The count in words, as on pages: “fewer than 5” also stands where it was nobody."]
    percent: Annotated[int | None, "A share of the table’s base from rounded figures; null where it is not given."]
    percent_text: Annotated[str | None, "The share in words: over 90% is “most”, under 10% “few”."]
    why: Annotated[str | None, "Why the count is not shown; null where it is."]


@dataclass(frozen=True)
class Share:
    """A measure’s share in whole per cent. Of fewer than 20 people none is shown: then it is null and says why."""

    shown: Annotated[int | None, "Whole per cent; null where it is hidden."]
    why: Annotated[str | None, "Why the share is not shown; null where it is."]


@dataclass(frozen=True)
class Cell:
    """One figure of a table."""

    labels: Annotated[tuple[str, ...], "The category of each dimension, in their order."]
    figure: Figure


@dataclass(frozen=True)
class Dimension:
    """What a table is broken down by."""

    key: str
    label: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table of a release. Parts need not add up to totals: each is rounded on its own."""

    key: str
    title: str
    subject: Subject
    dimensions: tuple[Dimension, ...]
    base: Annotated[Figure, "How many people the table is about."]
    withheld: Annotated[bool, "Too few people to show any cell safely; then there are none."]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Line:
    """A count that stands alone: groups or codes, which are never added to people."""

    key: str
    title: str
    unit: Unit
    figure: Figure


@dataclass(frozen=True)
class ReleaseHead:
    """A signed release: figures fixed for good by one person and signed by another."""

    id: UUID
    kind: ReleaseKind
    title: str
    frozen_on: date
    signed_on: date
    digest: Annotated[str, "SHA-256 over everything the release says, to both audiences: it never changes."]
    url: str


@dataclass(frozen=True)
class ReleaseWhole:
    """A release with the figures one audience may know."""

    id: UUID
    kind: ReleaseKind
    title: str
    frozen_on: date
    signed_on: date
    digest: Annotated[str, "SHA-256 over everything the release says, to both audiences: it never changes."]
    audience: Annotated[Audience, "Whose edition this is: the token’s scope decides."]
    size: Annotated[Size, "How much a release of so many people can carry; “narrative” has no figure at all."]
    people: Annotated[Figure | None, "How many people took part; null below 20."]
    anonymous: Annotated[Figure | None, "Of them without a name, each code counted as one; null where it is not told."]
    tables: tuple[Table, ...]
    lines: tuple[Line, ...]
    notes: Annotated[tuple[str, ...], "What a reader has to know beside these figures. Show them where you show these."]


@dataclass(frozen=True)
class Action:
    """A task somebody took on: the public record."""

    id: UUID
    title: str
    state: Annotated[ActionState, "“agreed” only once young champions agreed that it is done."]
    starts_on: date
    due_on: date
    late: bool
    settled_on: date | None
    organisation_id: UUID
    organisation: str
    post: str
    ask_id: UUID | None
    commitment_id: UUID | None


@dataclass(frozen=True)
class Reading:
    """One approved reading of a measure, both days included."""

    from_on: date
    until_on: date
    share: Share


@dataclass(frozen=True)
class Measure:
    """How a promise is measured, with its approved readings, oldest first."""

    id: UUID
    name: str
    counted: Annotated[str, "What is counted, in words."]
    out_of: Annotated[str, "Out of what, in words."]
    every: Every
    better: Direction
    source: str
    baseline: Annotated[int | None, "Whole per cent."]
    target: Annotated[int | None, "Whole per cent."]
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Commitment:
    """A promise that stands."""

    id: UUID
    name: str
    what: str
    who_for: str
    how_to_get: str
    duty: Annotated[str, "Which duty of the 2014 Act, section 58(1), it is about: a to f."]
    source: str
    last_checked_on: date | None
    organisation_id: UUID
    organisation: str
    post: str | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Story:
    """What was told back, in the organisation’s words; young people’s own words stay on the page."""

    id: UUID
    told: Told
    ending: Annotated[str, "How it ended, in words: nothing is done before young people agree."]
    you_said: str
    answer: str
    organisation_id: UUID
    organisation: str
    published_on: date
    url: Annotated[str, "The public page."]


@dataclass(frozen=True)
class Answers:
    """How many asks got which answer."""

    yes: int
    partly: int
    no: int


@dataclass(frozen=True)
class ReplyTimes:
    """How one organisation answers. It counts what organisations did, and nobody young."""

    organisation_id: UUID
    organisation: str
    answers: Answers
    waiting: Annotated[int, "Asks not answered yet."]
    late: Annotated[int, "Of them, whose day has passed."]
    usual_days: Annotated[int | None, "Half of its answers came within so many days; null before the first."]


@dataclass(frozen=True)
class Problem:
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
