"""What one corporate parent sees on one page. Counts come from signed releases, words through the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.board import queries as board
from portal.board import rules
from portal.board.figures import Answering, answering_of
from portal.board.models import Action, Ask
from portal.board.queries import Owed
from portal.board.stories import ActionLine, AskStory, action_lines, stories
from portal.core import clock, db
from portal.disclosure.safe import SafeTable
from portal.disclosure.thresholds import Audience
from portal.evidence import queries as evidence
from portal.evidence.models import Release
from portal.feedback import queries as feedback
from portal.partnership import queries as partnership
from portal.partnership.models import Organisation
from portal.themes import queries as themes

#: How many answers and claims the page shows, newest first.
SHOWN = 20


@dataclass(frozen=True)
class OwnedTheme:
    """A theme this organisation answers for; no figure before a signed release counts it."""

    theme_id: UUID
    name: str
    young_word: str
    released: evidence.ThemeFigure | None


@dataclass(frozen=True)
class Late:
    """Something whose day has passed, how many days ago, and the post that owes it."""

    text: str
    post: str
    days: int
    ask: AskStory | None
    action: ActionLine | None

    @property
    def ask_id(self) -> UUID | None:
        """The page of the ask, if it is one."""
        return self.ask.id if self.ask else None

    @property
    def action_id(self) -> UUID | None:
        """The page of the action, if it is one."""
        return self.action.id if self.action else None


@dataclass(frozen=True)
class Answered:
    """An answer this organisation gave, and what the people it touched say of it."""

    ask: AskStory
    verdicts: SafeTable | None
    replies: SafeTable | None


@dataclass(frozen=True)
class OrganisationPage:
    """Everything a corporate parent has to look at."""

    organisation: Organisation
    day: date
    concerns: tuple[OwnedTheme, ...]
    owed: Owed
    answered: tuple[Answered, ...]
    claims: tuple[ActionLine, ...]
    verdicts: Release | None
    figures: Answering

    @property
    def late_asks(self) -> tuple[AskStory, ...]:
        """Asks whose answer should have come."""
        return tuple(ask for ask in self.owed.asks if ask.late)

    @property
    def late_actions(self) -> tuple[ActionLine, ...]:
        """Actions whose day has passed."""
        return tuple(action for action in self.owed.actions if action.late)

    @property
    def late(self) -> tuple[Late, ...]:
        """Both in one list, what has waited longest first."""
        asks = (
            Late(one.text.text, one.post, rules.days_late(one.due_on, self.day), one, None) for one in self.late_asks
        )
        done = (
            Late(one.title, one.post, rules.days_late(one.due_on, self.day), None, one) for one in self.late_actions
        )
        return tuple(sorted((*asks, *done), key=lambda one: -one.days))


def organisation_page(organisation_id: UUID) -> OrganisationPage:
    """The page of one organisation, with the figures partners may know."""
    return OrganisationPage(
        organisation=partnership.get_organisation(organisation_id),
        day=clock.today(),
        concerns=_concerns(organisation_id),
        owed=board.owed_by(organisation_id),
        answered=_answered(organisation_id),
        claims=_claims(organisation_id),
        verdicts=evidence.latest_verdicts(),
        figures=answering_of(organisation_id),
    )


def _concerns(organisation_id: UUID) -> tuple[OwnedTheme, ...]:
    owned = themes.themes_owned_by(organisation_id)
    released = evidence.theme_figures([theme.id for theme in owned], Audience.PARTNERS)
    return tuple(OwnedTheme(theme.id, theme.name, theme.young_word, released.get(theme.id)) for theme in owned)


def _answered(organisation_id: UUID) -> tuple[Answered, ...]:
    query = select(Ask).where(Ask.organisation_id == organisation_id, Ask.answered_at.is_not(None), board.shown())
    asks = stories(db.session.scalars(query.order_by(Ask.answered_at.desc(), Ask.id).limit(SHOWN)).all())
    released = feedback.released_for([ask.id for ask in asks], Audience.PARTNERS)
    return tuple(Answered(ask, released[ask.id].verdicts, released[ask.id].replies) for ask in asks)


def _claims(organisation_id: UUID) -> tuple[ActionLine, ...]:
    """What was claimed done, with what young champions made of it; the newest claims first."""
    query = select(Action).where(Action.organisation_id == organisation_id, Action.state.in_(rules.ASKED))
    return action_lines(db.session.scalars(query.order_by(Action.claimed_at.desc(), Action.id).limit(SHOWN)).all())
