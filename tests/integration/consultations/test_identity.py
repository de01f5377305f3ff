import re

import pytest
from sqlalchemy import select

from portal.contributions.models import Contribution, Identity, Person, Purpose, SharingChoice
from portal.contributions.sharing import WORDING_VERSION
from portal.core import crypto, db
from tests.factories.consultations import make_consultation


@pytest.fixture
def answered(client, app):
    wave = make_consultation(slug="autumn")
    db.session.commit()
    client.post_form("/say/autumn/q/home", {"answer": wave.questions[0].choices[0].key})
    return client


def finish(client, who=None, name=None, purposes=(), reach=None):
    data = {key: value for key, value in (("who", who), ("name", name), ("reach", reach)) if value}
    step = client.post_form("/say/autumn/who", data)
    assert step.location == "/say/autumn/share", step.text
    client.post_form("/say/autumn/share", {"purposes": list(purposes)})
    assert client.post_form("/say/autumn/check").location == "/sent"
    return db.session.scalars(select(Contribution)).one()


def yeses(row):
    query = select(SharingChoice).where(SharingChoice.contribution_id == row.id)
    return {choice.purpose: choice.wording_version for choice in db.session.scalars(query)}


def test_nothing_is_ticked_for_anybody(answered):
    assert "checked" not in answered.get("/say/autumn/who").text
    assert "checked" not in answered.get("/say/autumn/share").text


def test_who_chooses_nothing_is_nobody_and_shares_with_nobody(answered):
    row = finish(answered)
    assert (row.identity, row.person_id, row.received_at) == (Identity.NOBODY, None, None)
    assert yeses(row) == {}


@pytest.mark.parametrize("who", ["team", "named"])
def test_a_name_is_sealed_and_the_version_of_the_words_is_kept(answered, who):
    row = finish(answered, who, "Sam", ["worker", "board"])
    person = db.session.scalars(select(Person)).one()
    assert (row.identity, crypto.unseal(person, "name")) == (who, "Sam")
    assert yeses(row) == {Purpose.WORKER: WORDING_VERSION, Purpose.BOARD: WORDING_VERSION}


def test_a_safe_way_to_reach_somebody_known_is_sealed_with_their_name(answered):
    data = {"who": "team", "name": "Sam", "reach": "Text after 4"}
    answered.post_form("/say/autumn/who", data)
    assert 'value="Text after 4"' in answered.get("/say/autumn/who").text
    assert "Text after 4" in answered.get("/say/autumn/check").text
    answered.post_form("/say/autumn/check")
    person = db.session.scalars(select(Person)).one()
    assert crypto.unseal(person, "reach") == "Text after 4"


def test_how_to_reach_somebody_needs_a_choice_of_who_can_know_it(answered):
    page = answered.post_form("/say/autumn/who", {"reach": "Text after 4"})
    assert "You wrote how to reach you. Choose who can know it." in page.text
    assert 'value="Text after 4"' in page.text


def test_who_chooses_that_no_one_knows_takes_the_name_and_the_way_back(answered):
    answered.post_form("/say/autumn/who", {"who": "named", "name": "Sam", "reach": "Ring me"})
    answered.post_form("/say/autumn/who", {"who": "nobody"})
    page = answered.get("/say/autumn/who").text
    assert "Ring me" not in page and "Sam" not in page
    answered.post_form("/say/autumn/check")
    assert db.session.scalars(select(Person)).all() == []


def test_without_a_name_nobody_can_be_told_which_worker(answered):
    assert "My worker" not in answered.get("/say/autumn/share").text
    row = finish(answered, "nobody", None, ["worker", "quote"])
    assert set(yeses(row)) == {Purpose.QUOTE}


@pytest.mark.parametrize("who", ["team", "named"])
def test_to_be_known_needs_a_name(answered, who):
    page = answered.post_form("/say/autumn/who", {"who": who})
    assert page.status_code == 200
    assert "Write a name, or choose" in page.text
    assert 'href="#name"' in page.text


def test_a_name_alone_asks_who_may_know_it(answered):
    page = answered.post_form("/say/autumn/who", {"name": "Sam"})
    assert "You wrote a name. Choose who can know it." in page.text
    assert 'value="Sam"' in page.text


def test_going_back_to_nobody_takes_the_name_and_the_worker_away(answered):
    answered.post_form("/say/autumn/who", {"who": "named", "name": "Samantha"})
    answered.post_form("/say/autumn/share", {"purposes": ["worker", "board"]})
    assert "Samantha" in answered.get("/say/autumn/check").text
    answered.post_form("/say/autumn/who?check=1", {"who": "nobody", "name": "Samantha"})
    page = answered.get("/say/autumn/check").text
    assert "Samantha" not in page
    assert "My worker" not in page
    assert "The Champions Board can hear" in page


def test_a_name_far_too_long_says_so_and_keeps_it(answered):
    page = answered.post_form("/say/autumn/who", {"who": "team", "name": "S" * 205})
    assert "This is 5 letters too long." in page.text
    assert "S" * 205 in page.text


@pytest.mark.parametrize("who", ["everyone", "\x00", "nobody' --", "<b>"])
def test_a_way_that_is_not_offered_is_refused(answered, who):
    assert "Choose from what is on this page." in answered.post_form("/say/autumn/who", {"who": who}).text


def test_purposes_that_are_not_offered_are_ignored(answered):
    assert yeses(finish(answered, purposes=["board", "press", "\x00"])) == {Purpose.BOARD: WORDING_VERSION}


def test_before_sending_it_says_what_is_kept_and_when_the_answer_is_due(answered):
    page = answered.get("/say/autumn/check").text
    assert "We keep the week you sent it, not the day or the time." in page
    assert re.search(r"An answer to you is due by \d+ [A-Z][a-z]+", page)
    assert "people whose job is to keep you safe" in page
    answered.post_form("/say/autumn/who", {"who": "team", "name": "Sam"})
    assert "Your name and the time you send it are kept with it." in answered.get("/say/autumn/check").text


def test_back_leads_the_way_it_came(answered):
    assert answered.post_form("/say/autumn/who", {"go": "back"}).location == "/say/autumn/q/place"
    assert answered.post_form("/say/autumn/share", {"go": "back"}).location == "/say/autumn/who"


@pytest.mark.parametrize("who", ["team", "named"])
def test_a_safe_way_to_reach_somebody_is_sealed_beside_the_name(answered, who):
    finish(answered, who, "Sam", reach="text after 4")
    person = db.session.scalars(select(Person)).one()
    assert crypto.unseal(person, "reach") == "text after 4"


def test_nobody_is_reached_who_is_not_known(answered):
    page = answered.post_form("/say/autumn/who", {"reach": "text after 4"})
    assert "You wrote how to reach you. Choose who can know it." in page.text and 'value="text after 4"' in page.text
    answered.post_form("/say/autumn/who", {"who": "team", "name": "Sam", "reach": "text after 4"})
    assert "text after 4" in answered.get("/say/autumn/check").text
    finish(answered, "nobody", reach="text after 4")
    assert db.session.scalars(select(Person)).all() == []
