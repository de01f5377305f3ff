"""Young people's say: two to agree, one to dispute, never whoever claimed it, and silence is not a yes."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from portal.accounts.models import Account
from portal.board import operations, queries
from portal.board.models import ActionState, Say, Step
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from tests.factories import board, people


def url(action, rest="/say"):
    return f"/work/board/actions/{action.id}{rest}"


def test_two_champions_agree(signed_in):
    action = board.make_claim()
    first, second = board.make_champions()
    client = signed_in(first, Role.CHAMPION)
    assert "Waiting for your say" in client.get("/work/board").text
    assert client.post_form(url(action), {"say": "yes"}).status_code == 303
    assert "Waiting for your say" not in client.get("/work/board").text
    action = board.again(action)
    assert action.state is ActionState.CLAIMED
    assert (
        signed_in(second, Role.CHAMPION).post_form(url(action), {"say": "yes", "because": "I saw it."}).status_code
        == 303
    )
    action = board.again(action)
    assert action.state is ActionState.AGREED
    assert action.settled_on == clock.today()
    assert "Young people agree" in client.get(url(action, "")).text


def test_one_not_yet_disputes_it_even_after_it_was_agreed(app):
    action = board.make_claim()
    first, second, third = board.make_champions(3)
    operations.say(action, Say.YES, by=first)
    operations.say(action, Say.YES, by=second)
    operations.say(action, Say.NOT_YET, because="Not at our house.", by=third)
    assert action.state is ActionState.DISPUTED
    assert action.settled_on is None


def test_a_mix_is_partly(app):
    action = board.make_claim()
    first, second = board.make_champions()
    operations.say(action, Say.YES, by=first)
    operations.say(action, Say.PARTLY, by=second)
    assert action.state is ActionState.PARTLY


def test_whoever_claimed_it_cannot_agree_even_as_a_champion(signed_in):
    both = people.make_account(Role.CHAMPION, Role.CORPORATE_LEAD, name="Two Roles")
    action = board.make_claim(by=both)
    client = signed_in(both, Role.CHAMPION)
    assert "Waiting for your say" not in client.get("/work/board").text
    assert client.post_form(url(action), {"say": "yes"}, page="/work/board").status_code == 409
    with pytest.raises(RuleError):
        operations.say(board.again(action), Say.YES, by=both)


def test_nor_after_somebody_else_claimed_it_again(app):
    both = people.make_account(Role.CHAMPION, Role.CORPORATE_LEAD)
    action = board.make_claim(by=both)
    operations.say(action, Say.NOT_YET, by=board.make_champions(1)[0])
    board.make_claim(action)
    with pytest.raises(RuleError):
        operations.say(action, Say.YES, by=both)


def test_no_champion_of_the_claiming_organisation_agrees(signed_in):
    action = board.make_claim()
    inside = people.make_account(Role.CHAMPION, organisation="Council", name="Council Champion")
    client = signed_in(inside, Role.CHAMPION)
    assert "Waiting for your say" not in client.get("/work/board").text
    assert "you belong to the organisation that says it is done" in client.get(url(action)).text
    assert client.post_form(url(action), {"say": "yes"}, page="/work/board").status_code == 409
    health = board.make_claim(board.make_action(organisation="NHS"), by=people.make_account(Role.PARTICIPATION_OFFICER))
    with pytest.raises(RuleError):
        operations.say(health, Say.YES, by=inside)
    operations.say(health, Say.YES, by=board.make_champions(1)[0])


def test_an_account_that_was_closed_has_no_say(app):
    action = board.make_claim()
    gone = people.make_account(Role.CHAMPION, active=False)
    with pytest.raises(NotFound):
        operations.say(action, Say.YES, by=gone)
    with pytest.raises(NotFound):
        operations.say(action, Say.YES, by=people.make_account(Role.BOARD_MEMBER))


@pytest.mark.parametrize(
    "role", [Role.BOARD_MEMBER, Role.CORPORATE_LEAD, Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER]
)
def test_no_adult_confirms(signed_in, role):
    action = board.make_claim()
    client = signed_in(role)
    assert client.get(url(action)).status_code == 404
    assert client.post_form(url(action), {"say": "yes"}, page="/work/board").status_code == 404


def test_nobody_answers_before_it_is_claimed(signed_in):
    action = board.make_action()
    client = signed_in(Role.CHAMPION)
    assert "nobody is asking" in client.get(url(action)).text
    assert client.post_form(url(action), {"say": "yes"}, page="/work/board").status_code == 409


def test_one_champion_counts_once_and_may_put_a_slip_right(app):
    action = board.make_claim()
    (champion,) = board.make_champions(1)
    operations.say(action, Say.NOT_YET, by=champion)
    operations.say(action, Say.YES, by=champion)
    assert action.state is ActionState.CLAIMED
    assert len(action.says) == 1
    action.says[0].at = clock.now() - timedelta(minutes=31)
    db.session.flush()
    with pytest.raises(RuleError):
        operations.say(action, Say.NOT_YET, by=champion)


def test_a_new_claim_asks_everybody_again(app):
    action = board.make_claim()
    first, second = board.make_champions()
    operations.say(action, Say.NOT_YET, by=first)
    operations.take_step(action, Step.CLAIMED, text="Now it is.", by=people.make_account(Role.CORPORATE_LEAD))
    assert (action.state, action.round) == (ActionState.CLAIMED, 2)
    assert [one.action.id for one in queries.actions_waiting_for(first).rows] == [action.id]
    operations.say(action, Say.YES, by=first)
    operations.say(action, Say.YES, by=second)
    assert action.state is ActionState.AGREED


def test_asked_again_because_young_people_said_not_yet(signed_in):
    action = board.make_claim()
    champions = board.make_champions()
    for champion in champions:
        operations.say(action, Say.YES, by=champion)
    operations.ask_again(action, because="Most of those who asked for it say it has not happened.")
    assert (action.state, action.round, action.settled_on) == (ActionState.CLAIMED, 2, None)
    page = signed_in(champions[0], Role.CHAMPION).get(url(action, "")).text
    assert "Asked again because young people said not yet" in page
    assert "Most of those who asked for it" in page


@pytest.mark.parametrize("state", [ActionState.PLANNED, ActionState.STOPPED, ActionState.DISPUTED])
def test_only_what_was_claimed_can_be_asked_again(app, state):
    action = board.in_state(board.make_action(), state)
    with pytest.raises(RuleError):
        operations.ask_again(action, because="Not yet.")


def test_adults_read_the_answer_but_not_who_gave_it(signed_in):
    action = board.make_claim()
    champion = people.make_account(Role.CHAMPION, name="Robin Brave")
    operations.say(action, Say.NOT_YET, because="My plan says nothing.", by=champion)
    for role, named in ((Role.CORPORATE_LEAD, False), (Role.BOARD_MEMBER, False), (Role.CHAMPION, True)):
        page = signed_in(role).get(url(action, "")).text
        assert "My plan says nothing." in page
        assert ("Robin Brave" in page) is named


def test_two_champions_at_the_same_moment_both_count(app):
    action = board.make_claim()
    champions = [one.id for one in board.make_champions()]
    action_id = action.id
    db.session.commit()
    db.session.remove()
    ready = Barrier(2)

    def answer(account_id):
        with app.app_context():
            ready.wait(5)
            operations.say(queries.get_action(action_id), Say.YES, by=db.session.get(Account, account_id))
            db.session.commit()

    threads = [Thread(target=answer, args=(one,)) for one in champions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert queries.get_action(action_id).state is ActionState.AGREED
