"""Asks with an answer and a claim, told back to young people."""

from datetime import timedelta

from portal.board import operations as board
from portal.board.models import Action, Ask, AskAnswer, ReasonClass, Step, Wording
from portal.board.operations import Terms
from portal.contributions.models import Contribution
from portal.core import clock, db
from portal.core.access import Role
from portal.feedback import operations as feedback
from portal.feedback import queries as feedback_queries
from portal.feedback.models import Feedback, Told
from portal.themes.models import Coding, Theme
from tests.factories import people, place


def make_theme(name: str = "Family time", **changes: object) -> Theme:
    """A theme owned by the council."""
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    values = {
        "name": name,
        "young_word": name.lower(),
        "counts": "Seeing brothers and sisters",
        "counts_not": "Phones",
        "organisations": [place.organisation()],
        "created_at": clock.now(),
        "created_by_id": officer.id,
    }
    theme = Theme(**(values | changes))
    db.session.add(theme)
    db.session.flush()
    return theme


def put_under(theme: Theme, *contributions: Contribution) -> None:
    """Code views under a theme."""
    for contribution in contributions:
        row = Coding(
            contribution_id=contribution.id,
            theme_id=theme.id,
            by_id=theme.created_by_id,
            at=clock.now(),
        )
        db.session.add(row)
    db.session.flush()


def make_ask(theme: Theme | None = None, *, answer: AskAnswer | None = AskAnswer.YES) -> Ask:
    """An ask to the council, by default answered with yes."""
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    terms = Terms(
        post_id=place.post().id,
        due_on=clock.today() + timedelta(days=30),
        to_board_on=clock.today() - timedelta(days=7),
        theme_id=theme.id if theme else None,
    )
    ask = board.ask("Let us see our brothers and sisters", wording=Wording.WRITTEN, terms=terms, by=officer)
    if answer:
        lead = people.make_account(Role.CORPORATE_LEAD)
        reason = None if answer is AskAnswer.YES else ReasonClass.MONEY
        board.answer(ask, answer=answer, because="Every plan will say when.", reason=reason, by=lead)
    return ask


def make_claimed_action(ask: Ask) -> Action:
    """An action under an ask that the council says is done."""
    lead = people.make_account(Role.CORPORATE_LEAD)
    action = board.add_action(
        title="Write it into every plan",
        post_id=place.post().id,
        starts_on=clock.today() - timedelta(days=20),
        due_on=clock.today() + timedelta(days=20),
        ask=ask,
        by=lead,
    )
    board.take_step(action, Step.STARTED, by=lead)
    board.take_step(action, Step.CLAIMED, text="Every plan says it now.", by=lead)
    db.session.refresh(ask)
    return action


def make_feedback(ask: Ask, *, published: bool = True, told: Told = Told.NOT_YET) -> Feedback:
    """A story about an ask."""
    writer = people.make_account(Role.PARTICIPATION_OFFICER)
    story = feedback.draft(ask, told=told, you_said="We hardly see them", answer="We are on it", by=writer)
    if published:
        feedback.publish(
            story, shown=feedback_queries.version(story), by=people.make_account(Role.PARTICIPATION_OFFICER)
        )
    return story
