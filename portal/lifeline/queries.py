"""One view's way through every stage, gathered by looking back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.audit import queries as audit
from portal.board import queries as board
from portal.board.models import Rated, Say
from portal.board.rules import ASKED
from portal.board.stories import AskStory
from portal.complaints import queries as complaints
from portal.complaints.models import Complaint
from portal.consultations import queries as consultations
from portal.contributions import attachments
from portal.contributions import queries as contributions
from portal.contributions.attachments import Shown
from portal.contributions.models import Contribution, Purpose
from portal.contributions.queries import Said
from portal.core import clock
from portal.core.access import Role
from portal.core.parts import Part
from portal.disclosure.thresholds import Audience
from portal.entitlements import queries as entitlements
from portal.entitlements.models import Got
from portal.evidence import queries as evidence
from portal.evidence.queries import ThemeFigure
from portal.feedback import queries as feedback
from portal.feedback.queries import Story
from portal.meetings import decided
from portal.meetings.decided import Dealt
from portal.safety import queries as safety
from portal.safety.models import ConcernState, RaisedBy
from portal.themes import queries as themes
from portal.themes.models import Theme

#: How many asks a page of a life line tells of, and how many a copy does.
ASKS, IN_A_COPY = 20, 100_000


@dataclass(frozen=True)
class Line:
    """One message of the conversation."""

    id: UUID
    mine: bool
    text: str
    on: date


@dataclass(frozen=True)
class Looked:
    """How often people in one role opened it in one week, by its Monday; nobody is named."""

    week: date
    role: Role
    number: int


@dataclass(frozen=True)
class HeardTheme:
    """A theme their view stands under, and how many said it, as the public may know."""

    theme: Theme
    released: ThemeFigure | None


@dataclass(frozen=True)
class OwnMark:
    """Whether a promise reached them, as they said with this code."""

    promise: str
    got: Got


@dataclass(frozen=True)
class AskedFor:
    """An ask their view led to, what came of it, what they say of that and of the answer, and which meetings dealt
    with it."""

    story: AskStory
    told: Sequence[Story]
    mine: Say | None
    wants_say: bool
    rated: Rated | None
    dealt: Sequence[Dealt]


@dataclass(frozen=True)
class LifeLine:
    """Everything the code holder sees."""

    contribution: Contribution
    passages: Sequence[Said]
    attachments: Sequence[Shown]
    themes: Sequence[HeardTheme]
    asks: Part[AskedFor]
    conversation: Sequence[Line]
    concern: ConcernState | None
    complaint: Complaint | None
    complaint_late: bool
    passed_on: date | None
    shared: frozenset[Purpose]
    owed: Sequence[OwnMark]
    unread: frozenset[UUID]


def life_line(contribution: Contribution, *, page: int = 1, per: int = ASKS) -> LifeLine:
    """Gather it all; every count in it comes from a signed release. Of very many asks it holds one page."""
    heard = themes.themes_of(contribution.id)
    released = evidence.theme_figures([theme.id for theme in heard], Audience.PUBLIC)
    concern, passed = safety.find_concern(contribution.id), contributions.find_passed_on(contribution.id)
    complaint = complaints.find(contribution.id)
    return LifeLine(
        contribution=contribution,
        passages=contributions.passages_of(contribution.id),
        attachments=attachments.attachments_of(contribution.id),
        themes=[HeardTheme(theme, released.get(theme.id)) for theme in heard],
        asks=_asks(contribution, [theme.id for theme in heard], page, per),
        conversation=_conversation(contribution.id),
        concern=concern.state if concern else None,
        complaint=complaint,
        complaint_late=complaint is not None and complaints.is_late(complaint),
        passed_on=passed.passed_on if passed else None,
        shared=frozenset(choice.purpose for choice in contribution.choices if choice.given),
        owed=[OwnMark(one.name, got) for one, got in entitlements.answers_of(contribution)],
        unread=frozenset(contributions.unread_of(contribution)),
    )


def chosen_answers(contribution: Contribution) -> list[tuple[str, Sequence[str]]]:
    """What they chose, question by question, in words."""
    return [(question.prompt, said) for question, said in consultations.answers_of(contribution.id) if said]


@dataclass(frozen=True)
class Piece:
    """Something they wrote; only while nobody has read it may it be put right."""

    asked: str
    text: str
    unread: bool


def find_piece(contribution: Contribution, piece_id: UUID) -> Piece | None:
    """A passage or message of their own in this thread."""
    unread = piece_id in contributions.unread_of(contribution)
    for passage in contributions.passages_of(contribution.id):
        if passage.id == piece_id:
            return Piece(passage.asked, passage.text, unread)
    for line in contributions.talk_of(contribution.id):
        if line.id == piece_id and not line.by_staff:
            return Piece("", line.text, unread)
    return None


def looked_at(contribution: Contribution) -> list[Looked]:
    """Who opened it, by week and role, the newest first; two readings by one person are two.

    A reading that was kept from colleagues is left out, and so is one by safeguarding where it was not the young
    person who told them: whoever looks over a shoulder must not learn of it here (docs/dpia.md).
    """
    concern = safety.find_concern(contribution.id)
    told = concern is None or concern.raised_by is RaisedBy.YOUNG_PERSON
    found: Counter[tuple[date, Role]] = Counter()
    for reading in audit.readings_of("contribution", contribution.id):
        role = Role(reading.role) if reading.role in set(Role) else None
        if role and not reading.aside and (told or role is not Role.SAFEGUARDING_OFFICER):
            found[clock.week_of(reading.day), role] += 1
    rows = [Looked(week, role, number) for (week, role), number in found.items()]
    return sorted(rows, key=lambda row: (-row.week.toordinal(), row.role.value))


def may_judge(contribution: Contribution, ask_id: UUID) -> bool:
    """Whether this ask is on their life line and far enough for them to say if it changed anything."""
    heard = [theme.id for theme in themes.themes_of(contribution.id)]
    found = board.find_ask_touching(contribution.id, heard, ask_id)
    return found is not None and _wants_say(found, feedback.told_about([ask_id]).get(ask_id, []))


def may_rate(contribution: Contribution, ask_id: UUID) -> bool:
    """Whether this ask is on their life line and has an answer."""
    heard = [theme.id for theme in themes.themes_of(contribution.id)]
    found = board.find_ask_touching(contribution.id, heard, ask_id)
    return found is not None and found.answer is not None


def _asks(contribution: Contribution, theme_ids: list[UUID], page: int, per: int) -> Part[AskedFor]:
    part = board.asks_touching(contribution.id, theme_ids, page=page, per=per)
    ids = [story.id for story in part.rows]
    told = feedback.told_about(ids)
    mine = feedback.verdicts_of(contribution.id)
    rated, dealt = feedback.ratings_of(contribution, ids), decided.for_anybody(ids)
    return part.of(
        AskedFor(
            story=story,
            told=told.get(story.id, []),
            mine=mine.get(story.id),
            wants_say=_wants_say(story, told.get(story.id, [])),
            rated=rated.get(story.id),
            dealt=dealt.get(story.id, []),
        )
        for story in sorted(part.rows, key=lambda one: (one.asked_on, str(one.id)))
    )


def _wants_say(story: AskStory, told: list[Story]) -> bool:
    return bool(told) or any(line.state in ASKED for line in story.actions)


def _conversation(contribution_id: UUID) -> list[Line]:
    talk = contributions.talk_of(contribution_id)
    return [Line(one.id, mine=not one.by_staff, text=one.text, on=one.on) for one in talk]
