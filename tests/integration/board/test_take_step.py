"""Actions move by the rules, and only their own organisation (or those who write asks) moves them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit.queries import events_about
from portal.board import operations
from portal.board.models import Action, ActionState, Step
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from tests.factories import board, commitments, people, place


def url(action, rest=""):
    return f"/work/board/actions/{action.id}{rest}"


def new(**changes):
    day = clock.today()
    return {
        "title": "A drop-in on Tuesdays",
        "post_id": str(place.post().id),
        "starts_on": day.isoformat(),
        "due_on": (day + timedelta(days=20)).isoformat(),
    } | changes


@pytest.mark.parametrize("role", [Role.CORPORATE_LEAD, Role.PARTICIPATION_OFFICER])
def test_from_planned_to_claimed(signed_in, role):
    ask = board.make_ask()
    client = signed_in(role)
    made = client.post_form(f"/work/board/actions/new?ask={ask.id}", new())
    assert made.status_code == 303
    action = db.session.scalars(select(Action)).one()
    assert client.post_form(url(action, "/start"), page=url(action)).status_code == 303
    assert client.post_form(url(action, "/note"), {"text": "We found a room."}).status_code == 303
    assert client.post_form(url(action, "/stuck"), {"text": "The landlord"}).status_code == 303
    action = board.again(action)
    assert (action.state, action.stuck_on) == (ActionState.STUCK, "The landlord")
    assert client.post_form(url(action, "/start"), page=url(action)).status_code == 303
    assert client.post_form(url(action, "/claimed"), {"text": "It is open."}).status_code == 303
    action = board.again(action)
    assert (action.state, action.round, action.claim) == (ActionState.CLAIMED, 1, "It is open.")
    page = client.get(url(action)).text
    for words in ("We found a room.", "The landlord", "It is open.", "Young people say if it is done"):
        assert words in page
    acts = [one.action for one in events_about("action", action.id)]
    assert acts == ["action.added", "action.started", "action.note", "action.stuck", "action.started", "action.claimed"]


def test_stopping_says_why(signed_in):
    action = board.make_action()
    client = signed_in(Role.CORPORATE_LEAD)
    assert "Say it in words." in client.post_form(url(action, "/stopped"), {"text": " "}).text
    assert client.post_form(url(action, "/stopped"), {"text": "Young people chose something else."}).status_code == 303
    assert "Young people chose something else." in client.get(url(action)).text
    assert "That can’t be done" in client.get(url(action, "/claimed")).text
    assert client.post_form(url(action, "/claimed"), {"text": "Done"}, page="/work/board").status_code == 409


@pytest.mark.parametrize("rest", ["/start", "/note", "/stuck", "/claimed", "/stopped"])
@pytest.mark.parametrize("role", [Role.CORPORATE_LEAD, Role.CHAMPION, Role.BOARD_MEMBER, Role.SAFEGUARDING_OFFICER])
def test_nobody_writes_on_another_organisations_action(signed_in, role, rest):
    action = board.make_action(organisation="NHS")
    client = signed_in(role)
    assert client.post_form(url(action, rest), {"text": "Mine now"}, page="/work/board").status_code == 404
    page = client.get(url(action)).text
    assert "Add progress" not in page
    assert "Say that it is done" not in page


def test_a_lead_adds_only_to_their_own_and_only_their_own_posts(signed_in):
    client = signed_in(Role.CORPORATE_LEAD)
    theirs = board.make_ask(organisation="NHS")
    db.session.commit()
    assert client.post_form(f"/work/board/actions/new?ask={theirs.id}", new(), page="/work/board").status_code == 404
    ours = board.make_ask()
    db.session.commit()
    answer = client.post_form(f"/work/board/actions/new?ask={ours.id}", new(post_id=str(place.post("NHS").id)))
    assert "Not a valid choice" in answer.text
    assert db.session.scalars(select(Action)).all() == []


def test_an_action_can_keep_a_promise(signed_in):
    promise = commitments.make_commitment()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert client.post_form(f"/work/board/actions/new?commitment={promise.id}", new()).status_code == 303
    page = client.get("/work/commitments").text
    assert "A drop-in on Tuesdays" in page


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"title": ""}, "Say what will be done."),
        ({"post_id": ""}, "Choose who does it"),
        ({"due_on": "2020-01-01"}, "Choose today or a later day."),
        ({"due_on": "soon"}, "Not a valid date"),
        ({"starts_on": "2999-01-01"}, "It cannot be due before it starts."),
    ],
)
def test_an_action_is_whole(signed_in, change, complaint):
    ask = board.make_ask()
    answer = signed_in(Role.PARTICIPATION_OFFICER).post_form(f"/work/board/actions/new?ask={ask.id}", new(**change))
    assert complaint in answer.text


@pytest.mark.parametrize("rest", ["", "?ask=nonsense", "?ask=00000000-0000-4000-8000-000000000000"])
def test_an_action_belongs_to_something(signed_in, rest):
    assert signed_in(Role.PARTICIPATION_OFFICER).get(f"/work/board/actions/new{rest}").status_code == 404


def test_nothing_is_done_about_an_unchecked_quote(app):
    with pytest.raises(RuleError):
        board.make_action(ask=board.make_quote(checked=False))


@pytest.mark.parametrize("state", list(ActionState))
def test_the_organisation_never_makes_it_agreed(app, state):
    lead = people.make_account(Role.CORPORATE_LEAD)
    for step in Step:
        action = board.in_state(board.make_action(), state)
        try:
            operations.take_step(action, step, text="Words", by=lead)
        except RuleError:
            assert action.state is state
        else:
            assert action.state is state or action.state is not ActionState.AGREED
