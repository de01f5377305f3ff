import pytest

from portal.board.models import ActionState
from portal.feedback.labels import ending
from portal.feedback.models import Told

AGREED, CLAIMED, PARTLY = ActionState.AGREED, ActionState.CLAIMED, ActionState.PARTLY


@pytest.mark.parametrize("state", [one for one in ActionState if one is not AGREED])
def test_one_action_young_people_have_not_agreed_to_is_enough_for_no_plain_we_did(app, state):
    assert ending(Told.DID, [state])[0] != "We did"
    assert ending(Told.DID, [AGREED, state])[0] != "We did"


@pytest.mark.parametrize("state", [PARTLY, ActionState.PLANNED, ActionState.UNDER_WAY, ActionState.STOPPED])
def test_where_young_people_agree_to_some_of_it_that_is_told(app, state):
    assert ending(Told.DID, [AGREED, state])[0] == "Some of it"


def test_what_is_only_claimed_is_told_as_a_claim(app):
    assert ending(Told.DID, [CLAIMED])[0] == "They say it is done; young people have not agreed yet"
    assert ending(Told.DID, [PARTLY, CLAIMED])[0] == "They say it is done; young people have not agreed yet"
    assert ending(Told.DID, [AGREED, ActionState.DISPUTED])[0] == "They said yes; it is not done yet"


def test_when_all_is_agreed_or_nothing_was_to_be_done_it_is_plain(app):
    assert ending(Told.DID, [AGREED, AGREED]) == ("We did", "agreed")
    assert ending(Told.DID, []) == ("We did", "agreed")
    assert ending(Told.CANNOT, [CLAIMED])[0] == "We can’t"
