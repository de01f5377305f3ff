"""What the easy-read twin may not say: that young people agree where they do not, or that nothing is late."""

from datetime import timedelta

import pytest

from portal.board import operations as board_operations
from portal.board.models import ActionState, AskAnswer
from portal.core import clock, db
from portal.core.access import Role
from portal.feedback import operations as feedback
from portal.feedback import queries as stories
from portal.feedback.models import Told
from portal.signed_reports.gathering import Chapter, Scope
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.kinds.shared import FEW
from portal.signed_reports.models import Edition
from tests.factories import board, people

TOLD = "Buses are free for you now."


@pytest.fixture(autouse=True)
def spoken(app):
    """Reports are gathered in a language."""
    with app.app_context():
        yield


def easy(key: str, kind: str = "annual_story") -> Chapter:
    """One easy-read chapter about the last 300 days."""
    today = clock.today()
    db.session.commit()
    db.session.expire_all()
    found = KINDS[kind].gather(Scope(today - timedelta(days=300), today - timedelta(days=1)), Edition.EASY)
    return next(one for one in found if one.key == key)


def told_as_done(*states: ActionState) -> None:
    """A story that says "we did" while its actions stand like this, all of it last month."""
    with clock.pretend(clock.now() - timedelta(days=30)):
        ask = board.make_ask("Free buses")
        by = people.make_account(Role.CORPORATE_LEAD)
        board_operations.answer(ask, answer=AskAnswer.YES, because="It is right.", reason=None, by=by)
        for state in states:
            action = board.make_claim(board.make_action(ask=ask, title=f"Passes: {state.value}"))
            board.in_state(action, state)
            action.settled_on = clock.today() if state is ActionState.AGREED else None
        db.session.flush()
        db.session.refresh(ask)
        story = feedback.draft(ask, told=Told.DID, you_said="Buses cost too much", answer=TOLD, by=by)
        officer = people.make_account(Role.PARTICIPATION_OFFICER)
        feedback.publish(story, shown=stories.version(story), by=officer)


@pytest.mark.parametrize(
    ("states", "agreed"),
    [
        ([ActionState.AGREED], True),
        ([ActionState.CLAIMED], False),
        ([ActionState.DISPUTED], False),
        ([ActionState.AGREED, ActionState.CLAIMED], False),
    ],
)
def test_you_agree_only_where_young_people_agreed_to_all_of_it(states, agreed):
    told_as_done(*states)
    assert (TOLD in repr(easy("we_did").parts)) is agreed


def test_nothing_is_late_is_said_only_where_nothing_is():
    assert "We said no to nothing, and nothing is late." in repr(easy("not_yet").parts)
    with clock.pretend(clock.now() - timedelta(days=90)):
        ask = board.make_ask("Answer us", due_on=clock.today() + timedelta(days=10))
    said = repr(easy("not_yet").parts)
    assert "No answer yet, and late" in said and "nothing is late" not in said, ask.id


def test_what_is_cut_says_how_much_more_there_is():
    with clock.pretend(clock.now() - timedelta(days=30)):
        for number in range(FEW + 3):
            board.make_action(title=f"Thing {number}", due_on=clock.today() + timedelta(days=90))
    said = repr(easy("next", "quarterly").parts)
    assert said.count("Thing ") == FEW and "There are 3 more." in said
