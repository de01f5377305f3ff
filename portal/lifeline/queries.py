"""One view's way through every stage, gathered by looking back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.board import queries as board
from portal.board.models import Say
from portal.board.rules import ASKED
from portal.board.stories import AskStory
from portal.complaints import queries as complaints
from portal.complaints.models import Complaint
from portal.contributions import queries as contributions
from portal.contributions.models import Contribution, Purpose
from portal.contributions.queries import Said
from portal.disclosure.thresholds import Audience
from portal.evidence import queries as evidence
from portal.evidence.queries import ThemeFigure
from portal.feedback import queries as feedback
from portal.feedback.queries import Story
from portal.safety import queries as safety
from portal.safety.models import ConcernState
from portal.themes import queries as themes
from portal.themes.models import Theme


@dataclass(frozen=True)
class Line:
    """One message of the conversation."""

    mine: bool
    text: str
    on: date


@dataclass(frozen=True)
class HeardTheme:
    """A theme their view stands under, and how many said it, as the public may know."""

    theme: Theme
    released: ThemeFigure | None


@dataclass(frozen=True)
class AskedFor:
    """An ask their view led to, what came of it, and what they say of that."""

    story: AskStory
    told: Sequence[Story]
    mine: Say | None
    wants_say: bool


@dataclass(frozen=True)
class LifeLine:
    """Everything the code holder sees."""

    contribution: Contribution
    passages: Sequence[Said]
    themes: Sequence[HeardTheme]
    asks: Sequence[AskedFor]
    conversation: Sequence[Line]
    concern: ConcernState | None
    complaint: Complaint | None
    complaint_late: bool
    passed_on: date | None
    shared: frozenset[Purpose]


def life_line(contribution: Contribution) -> LifeLine:
    """Gather it all; every count in it comes from a signed release."""
    heard = themes.themes_of(contribution.id)
    released = evidence.theme_figures([theme.id for theme in heard], Audience.PUBLIC)
    concern, passed = safety.find_concern(contribution.id), contributions.find_passed_on(contribution.id)
    complaint = complaints.find(contribution.id)
    return LifeLine(
        contribution=contribution,
        passages=contributions.passages_of(contribution.id),
        themes=[HeardTheme(theme, released.get(theme.id)) for theme in heard],
        asks=_asks(contribution.id, [theme.id for theme in heard]),
        conversation=_conversation(contribution.id),
        concern=concern.state if concern else None,
        complaint=complaint,
        complaint_late=complaint is not None and complaints.is_late(complaint),
        passed_on=passed.passed_on if passed else None,
        shared=frozenset(choice.purpose for choice in contribution.choices if choice.given),
    )


def may_judge(contribution: Contribution, ask_id: UUID) -> bool:
    """Whether this ask is on their life line and far enough for them to say if it changed anything."""
    heard = [theme.id for theme in themes.themes_of(contribution.id)]
    return any(asked.story.id == ask_id and asked.wants_say for asked in _asks(contribution.id, heard))


def _asks(contribution_id: UUID, theme_ids: list[UUID]) -> list[AskedFor]:
    found = {story.id: story for story in board.asks_for_themes(theme_ids)}
    found |= {story.id: story for story in board.asks_quoting(contribution_id)}
    found |= {story.id: story for story in board.asks_from_idea(contribution_id)}
    told = feedback.told_about(list(found))
    mine = feedback.verdicts_of(contribution_id)
    return [
        AskedFor(story, told.get(story.id, []), mine.get(story.id), _wants_say(story, told.get(story.id, [])))
        for story in sorted(found.values(), key=lambda one: (one.asked_on, str(one.id)))
    ]


def _wants_say(story: AskStory, told: list[Story]) -> bool:
    return bool(told) or any(line.state in ASKED for line in story.actions)


def _conversation(contribution_id: UUID) -> list[Line]:
    return [Line(mine=not one.by_staff, text=one.text, on=one.on) for one in contributions.talk_of(contribution_id)]
