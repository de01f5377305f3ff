"""What the thread of an action says comes next, and its steps on the way, on and after their days."""

from datetime import timedelta

import pytest

from portal.board import marks, stations, stories, working
from portal.board.models import ActionState
from portal.board.overview import Show, Wanted, page
from portal.core import clock, db
from portal.core.access import Role
from portal.core.i18n import day
from tests.factories import answers, board, people


def next_of(action):
    return [(one.title, one.state, one.when, one.detail) for one in stations.of_action(action) if one.state != "done"]


def in_days(days):
    return clock.pretend(clock.now() + timedelta(days=days))


@pytest.fixture
def action(app):
    return board.make_action(ask=board.make_ask())


def test_what_is_stuck_is_stuck_now_and_moves_again_later(action):
    board.in_state(action, ActionState.STUCK)
    now, moving, _say = next_of(action)
    assert now == ("Stuck: waiting for The other partner", "now", "", None)
    assert moving == ("Moving again", "ahead", f"By {day(action.due_on)}", None)
    with in_days((action.due_on - clock.today()).days + 3):
        now, moving, _say = next_of(action)
        assert now[1:] == ("now", f"Was due {day(action.due_on)}", "3 days late")
        assert moving[2] == ""


@pytest.mark.parametrize("state", [ActionState.PLANNED, ActionState.UNDER_WAY, ActionState.DISPUTED])
def test_what_is_overdue_was_due_and_is_not_drawn_as_to_come(action, state):
    board.in_state(action, state)
    assert next_of(action)[0][2:] == (f"By {day(action.due_on)}", None)
    with in_days((action.due_on - clock.today()).days + 1):
        assert next_of(action)[0][1:] == ("now", f"Was due {day(action.due_on)}", "1 day late")


def test_steps_on_the_way_say_that_they_were_missed(action, signed_in):
    lead = people.make_account(Role.CORPORATE_LEAD)
    for title, days in (("Ask the bus company", 5), ("Print the passes", 20)):
        working.add_milestone(action, title=title, due_on=clock.today() + timedelta(days=days), by=lead)
    first, second = working.milestones_of(action)
    with in_days(6):
        assert [marks.mark_of_milestone(one, clock.today()).kind for one in (first, second)] == ["late", "planned"]
        working.reach_milestone(second, by=lead)
        assert marks.mark_of_milestone(second, clock.today()).kind == "agreed"
    first.due_on = clock.today() - timedelta(days=1)
    missed, claimed = f"Not reached, was due {day(first.due_on)}", board.make_claim(action)
    page = signed_in(Role.CHAMPION).get(f"/work/board/actions/{claimed.id}/say").text
    assert missed in page and "Reached on" in page
    assert "Reached: " not in page, "whoever judges does not tick steps"


def test_what_is_half_agreed_and_half_stopped_is_nowhere_agreed(app):
    ask = answers.make_ask()
    agreed, stopped = board.make_action(ask=ask), board.make_action(ask=ask)
    board.in_state(agreed, ActionState.AGREED).settled_on = clock.today()
    board.in_state(stopped, ActionState.STOPPED).settled_on = clock.today()
    db.session.flush()
    db.session.expire_all()
    story = stories.stories([ask])[0]
    assert [mark.label for mark in marks.marks_of(story, clock.today())] == ["Partly done"]
    assert stations.of_ask(story, "board")[-1].title.startswith("Young people agree to a part of it")
    member = people.make_account(Role.BOARD_MEMBER)
    agreed_list = page(Wanted(show=Show.AGREED), 1, account=member, role=Role.BOARD_MEMBER)
    assert agreed_list.total == 0
