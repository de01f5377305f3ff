"""Promises anyone can read, and officers can word."""

from datetime import date, timedelta

import pytest

from portal.commitments import queries
from portal.commitments.models import Duty
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from tests.factories import board, commitments, place, voices

READERS = [role for role in Role if role is not Role.ADMINISTRATOR]


def filled(**changes):
    return {
        "name": "A free leisure pass",
        "what": "Swim and train for nothing.",
        "who_for": "Everyone in care.",
        "how_to_get": "Ask at any pool.",
        "owner": f"p{place.post().id}",
        "duty": Duty.OPPORTUNITIES.value,
        "source": "Review 2015",
        "last_checked_on": clock.today().isoformat(),
    } | changes


def test_anyone_reads_the_promises(client):
    commitments.make_commitment(last_checked_on=date(2026, 1, 5))
    db.session.commit()
    page = client.get("/promises").text
    for words in (
        "Someone on your side",
        "Ask any adult you trust.",
        "Head of Council, Testshire Council",
        "5 January",
    ):
        assert words in page


def test_before_there_are_promises(client, signed_in):
    assert "Nothing is written down here yet" in client.get("/promises").text
    assert "Write the first one" in signed_in(Role.PARTICIPATION_OFFICER).get("/work/commitments").text
    assert "Write the first one" not in signed_in(Role.CHAMPION).get("/work/commitments").text


def test_young_people_see_what_is_being_done(client):
    board.make_claim(
        board.make_action(commitment=commitments.make_commitment(), ask=None, title="Hire three advocates")
    )
    db.session.commit()
    page = client.get("/promises").text
    assert "Hire three advocates" in page
    assert "Claimed done" in page


@pytest.mark.parametrize("role", READERS)
def test_the_working_list(signed_in, role):
    commitments.make_commitment()
    page = signed_in(role).get("/work/commitments").text
    assert "Someone on your side" in page
    assert "No action keeps this promise yet." in page
    assert ("Add a promise" in page) == (role is Role.PARTICIPATION_OFFICER)
    assert ("Add an action" in page) == (role in (Role.PARTICIPATION_OFFICER, Role.CORPORATE_LEAD))


def test_a_lead_adds_actions_to_their_own_promises_only(signed_in):
    commitments.make_commitment(organisation="NHS")
    assert "Add an action" not in signed_in(Role.CORPORATE_LEAD).get("/work/commitments").text


def test_an_administrator_finds_nothing(signed_in):
    assert signed_in(Role.ADMINISTRATOR).get("/work/commitments").status_code == 404


def test_adopting_and_wording(signed_in):
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert client.post_form("/work/commitments/new", filled()).status_code == 303
    promise = queries.find_commitment("a free leisure pass")
    assert promise.organisation_id == place.organisation().id
    edit = f"/work/commitments/{promise.id}/edit"
    assert "Ask at any pool." in client.get(edit).text
    owner = f"o{place.organisation('NHS').id}"
    assert client.post_form(edit, filled(what="Swim for nothing.", owner=owner)).status_code == 303
    promise = board.again(promise)
    assert (promise.what, promise.post_id, promise.last_checked_on) == ("Swim for nothing.", None, clock.today())


@pytest.mark.parametrize("role", [Role.CHAMPION, Role.BOARD_MEMBER, Role.CORPORATE_LEAD, Role.SAFEGUARDING_OFFICER])
def test_nobody_else_words_promises(signed_in, role):
    promise = commitments.make_commitment()
    client = signed_in(role)
    assert client.get(f"/work/commitments/{promise.id}/edit").status_code == 404
    assert client.get("/work/commitments/new").status_code == 404


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"name": ""}, "Give it a name."),
        ({"name": "someone on YOUR side"}, "There is a commitment with this name already."),
        ({"owner": "x"}, "Not a valid choice"),
        ({"duty": "z"}, "Not a valid choice"),
        ({"last_checked_on": "2999-01-01"}, "Choose today or an earlier day."),
    ],
)
def test_a_promise_is_whole(signed_in, change, complaint):
    commitments.make_commitment()
    answer = signed_in(Role.PARTICIPATION_OFFICER).post_form("/work/commitments/new", filled(**change))
    assert complaint in answer.text


def test_the_rules_hold_past_the_page(app):
    commitments.make_commitment("One")
    with pytest.raises(RuleError):
        commitments.make_commitment("one")
    with pytest.raises(RuleError):
        commitments.make_commitment("Two", organisation_id=place.organisation("NHS").id)
    with pytest.raises(RuleError):
        commitments.make_commitment("Three", last_checked_on=clock.today() + timedelta(days=1))


def test_no_promise_keeps_what_somebody_wrote_to_us(signed_in):
    said = "My wee sister forgets my voice every time and nobody rings me back"
    voices.make_contribution(said)
    commitment = commitments.make_commitment()
    db.session.commit()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    for path in ("/work/commitments/new", f"/work/commitments/{commitment.id}/edit"):
        page = client.post_form(path, filled(what=said))
        assert (page.status_code, "somebody’s own words" in page.text, said in page.text) == (200, True, True), path
    assert [one.name for one in queries.commitments()] == ["Someone on your side"]


RULE = {
    "from_on": "2015-04-01",
    "care": "left",
    "left_at_least": "16",
    "age_to": "25",
    "source": "2014 Act, section 57",
}


def test_whom_it_is_for_as_rules(signed_in):
    promise = commitments.make_commitment()
    db.session.commit()
    client, where = signed_in(Role.PARTICIPATION_OFFICER), f"/work/commitments/{promise.id}/rules"
    assert "No rule yet" in client.get(where).text
    assert client.post_form(where, RULE | {"homes": ["foster", "house"], "kinship_order": "no"}).status_code == 303
    page = client.get(where).text
    assert "0 to 25" in page and "at 16 or later" in page and "Without a kinship care order" in page
    rule = queries.get_commitment(promise.id).rules[0]
    edit = f"/work/commitments/rules/{rule.id}"
    page = client.get(edit).text
    assert 'value="2015-04-01"' in page and '<option selected value="left">' in page
    assert client.post_form(edit, RULE | {"until_on": "2027-03-31"}).status_code == 303
    assert "31 March 2027" in client.get(where).text
    assert client.post_form(f"{edit}/remove", {}, page=edit).status_code == 303
    assert "No rule yet" in client.get(where).text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"until_on": "2015-03-31"}, "The last day lies before the first."),
        ({"age_from": "26"}, "The highest age lies below the lowest."),
        ({"care": "now"}, "This goes only with"),
        ({"source": ""}, "Say where the rule stands."),
    ],
)
def test_a_rule_that_cannot_stand_keeps_what_was_typed(signed_in, changes, says):
    promise = commitments.make_commitment()
    db.session.commit()
    page = signed_in(Role.PARTICIPATION_OFFICER).post_form(f"/work/commitments/{promise.id}/rules", RULE | changes).text
    assert says in page and 'value="2015-04-01"' in page


def test_a_retired_promise_leaves_the_public_list_and_stays_on_record(client, signed_in):
    promise = commitments.make_commitment()
    db.session.commit()
    edit = f"/work/commitments/{promise.id}/edit"
    officer = signed_in(Role.PARTICIPATION_OFFICER)
    assert officer.post_form(f"/work/commitments/{promise.id}/retire", {}, page=edit).status_code == 303
    assert "Someone on your side" not in client.get("/promises").text
    assert "Off the list" in officer.get("/work/commitments").text


def test_white_space_is_no_choice(signed_in):
    promise = commitments.make_commitment()
    db.session.commit()
    nothing = dict.fromkeys(("care", "kinship_order", "lives_in", "responsible"), " \n")
    client, where = signed_in(Role.PARTICIPATION_OFFICER), f"/work/commitments/{promise.id}/rules"
    assert client.post_form(where, RULE | nothing | {"left_at_least": ""}).status_code == 303
    rule = queries.get_commitment(promise.id).rules[0]
    assert (rule.care, rule.kinship_order, rule.lives_in, rule.responsible) == (None, None, None, None)


def test_a_promise_is_found_by_a_word_that_no_address_keeps(client):
    commitments.make_commitment(name="A free leisure pass", what="Swim for nothing.")
    commitments.make_commitment(name="Somebody beside you")
    db.session.commit()
    found = client.post_form("/promises", {"words": "SWIM pass"})
    assert found.status_code == 200 and "1 promise with “SWIM pass”" in found.text
    assert "A free leisure pass" in found.text and "Somebody beside you" not in found.text
    assert "Set-Cookie" not in found.headers
    nothing = client.post_form("/promises", {"words": "swim horse"}).text
    assert "No promise has all of these words" in nothing and 'value="swim horse"' in nothing
    assert "/tell/problem" in nothing
    assert "Try another word" in client.post_form("/promises", {"words": "horse"}).text
    assert "Somebody beside you" in client.post_form("/promises", {"words": "  "}).text


def test_words_to_try_are_those_that_find_a_promise(client):
    made = commitments.make_commitment(
        name="A free pass", who_for=f"Anyone in care here. {'Wherever you live. ' * 6}Up to 26."
    )
    db.session.commit()
    page = client.get("/promises").text
    assert "For example: pass" in page and "bus" not in page
    assert page.count(made.who_for) == 2, "whole in its one line as well: an age at its end is not cut off"


def test_too_much_to_look_for_is_said_and_stays(client):
    commitments.make_commitment()
    db.session.commit()
    page = client.post_form("/promises", {"words": "x" * 201}).text
    assert "1 letters too long" in page and "x" * 201 in page and "Someone on your side" in page
