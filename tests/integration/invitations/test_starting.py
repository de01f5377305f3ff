"""A code is spent by pressing Start, once; what it knows goes along, and which code it was does not."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.contributions.models import AgeBand, Contribution, HomeType, KeptDraft, YoungVisit
from portal.core import clock, db
from portal.invitations import operations, queries
from portal.invitations.models import InvitationCode
from portal.invitations.rules import Bands
from tests.factories import consultations
from tests.factories.invitations import make_letters
from tests.support import canary


@pytest.fixture
def wave(app):
    found = consultations.make_consultation(slug="autumn")
    db.session.commit()
    return found


@pytest.fixture
def made(wave):
    found = make_letters(wave)
    db.session.commit()
    return found


@pytest.fixture
def code(made):
    return made.letters[0].code


def spent():
    return db.session.scalar(select(func.count()).where(InvitationCode.spent_week.is_not(None)))


def start(client, code):
    return client.post_form(f"/invited/{code}", {"code": code})


def send(client):
    client.post_form("/say/autumn/q/home", {"answer": "good"})
    client.post_form("/say/autumn/who", {})
    client.post_form("/say/autumn/share", {"purposes": ["board"]})
    assert client.post_form("/say/autumn/check").location == "/sent"


def test_looking_at_a_link_spends_and_tells_nothing(client, code):
    known = client.get(f"/invited/{code}").text
    unknown = client.get("/invited/2222-2222-2222").text
    assert spent() == 0
    assert db.session.scalar(select(func.count()).select_from(KeptDraft)) == 0
    assert known.replace(code, "") == unknown.replace("2222-2222-2222", "")


def test_starting_spends_the_code_and_asks_nothing_the_letter_says(client, code, wave):
    assert start(client, code).location == "/say/autumn"
    assert spent() == 1
    page = client.get("/say/autumn").text
    assert "your age group, your kind of home" in page and "They don’t know your name" in page
    assert "They don’t know who you are" not in page and "Was it you?" not in page
    client.post_form("/say/autumn/q/change", {"answer": "More time"})
    assert client.get("/say/autumn/q/age").location.endswith("/q/place"), "the letter said age and home"


def test_what_is_sent_holds_the_bands_and_nothing_of_the_code(client, code, made):
    start(client, code)
    send(client)
    row = db.session.scalars(select(Contribution)).one()
    assert (row.age_band, row.home_type, row.locality_id) == (AgeBand.FROM_12, HomeType.FOSTER, None)
    spent_row = db.session.scalars(select(InvitationCode).where(InvitationCode.spent_week.is_not(None))).one()
    ids = {str(spent_row.id), spent_row.id.hex, spent_row.code_hash, str(made.batch.id), made.batch.id.hex}
    left = canary.dump()
    for table in ("contribution", "submission", "words", "answer", "sharing_choice", "draft"):
        assert not any(str(value) in ids for row in left[table] for value in row.values()), table
    assert spent_row.spent_week == clock.this_week()


@pytest.mark.parametrize("page", ["/say/autumn", "/say/autumn/who", "/say/autumn/check"])
def test_no_page_of_the_draft_says_that_nobody_knows(client, code, page):
    start(client, code)
    if page != "/say/autumn":
        client.post_form("/say/autumn/q/home", {"answer": "good"})
    text = client.get(page).text.lower()
    assert "your age group, your kind of home" in text
    assert (
        "anonym" not in text
        and "no one knows" not in text
        and "know who you are" not in text.replace("can still show who you are", "")
    )


def test_a_second_phone_is_told_that_it_was_used_and_what_to_do(client, code, app):
    start(client, code)
    other = app.test_client()
    page = start(other, code).text
    assert "This code was used already" in page and "Start without the code" in page
    assert other.get("/say/autumn").status_code == 200


def test_the_same_phone_goes_on_while_its_draft_lives_and_not_after(client, code):
    start(client, code)
    assert start(client, code).location == "/say/autumn"
    assert db.session.scalar(select(func.count()).select_from(KeptDraft)) == 1
    send(client)
    assert "This code was used already" in start(client, code).text


def test_a_second_press_whose_cookie_never_arrived_works_once(client, code, app):
    client.get(f"/invited/{code}")
    cookie = client.get_cookie("visit", domain="127.0.0.1")
    assert start(client, code).location == "/say/autumn"
    late = app.test_client()
    late.set_cookie("visit", cookie.value, domain="127.0.0.1")
    assert start(late, code).location == "/say/autumn"
    assert "your age group" in late.get("/say/autumn").text
    assert spent() == 1


def test_that_is_wrong_forgets_the_letter_and_asks_instead(client, code):
    start(client, code)
    client.post_form("/say/autumn/q/home", {"answer": "good"})
    page = client.get("/invited/autumn/wrong").text
    assert "12 to 15" in page and "With a foster family" in page
    assert client.post_form("/invited/autumn/wrong").location == "/say/autumn"
    assert client.get("/say/autumn/q/age").status_code == 200
    assert "from your letter" not in client.get("/say/autumn/who").text.lower()
    send(client)
    assert db.session.scalars(select(Contribution)).one().age_band is None


def test_a_letter_that_says_nothing_says_so(client, wave):
    made = make_letters(wave, {Bands(home="house"): 4})
    db.session.commit()
    start(client, made.letters[0].code)
    assert "It tells us nothing about you" in client.get("/say/autumn").text


def test_typing_it_works_however_it_is_written(client, code):
    page = client.post_form("/invited", {"code": f"  {code.lower().replace('-', ' ')} "})
    assert page.location == "/say/autumn"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Type the code"), ("four words of mine", "twelve letters and numbers"), ("2222-2222-2222", "open anything")],
)
def test_a_code_that_opens_nothing_says_what_may_be_wrong(client, wave, typed, said):
    assert said in client.post_form("/invited", {"code": typed}).text


def test_guesses_are_slowed(client, wave):
    for _ in range(7):
        page = client.post_form("/invited", {"code": "2222-2222-2222"})
    assert page.status_code == 429 and "That was a lot of tries" in page.text


def test_a_letter_called_back_opens_nothing(client, made, code):
    operations.call_back(made.batch, by=made.batch.made_by)
    db.session.commit()
    assert "open anything" in client.post_form("/invited", {"code": code}).text


def test_after_the_consultation_its_letters_lead_to_what_happens_instead_and_are_forgotten(client, code, wave):
    with clock.pretend(wave.closes_at + timedelta(days=1)):
        assert start(client, code).location == "/say/autumn"
        assert spent() == 0
        assert operations.forget_ended() == 0
    with clock.pretend(wave.closes_at + timedelta(days=32)):
        assert operations.forget_ended() == 12
        assert queries.find_code(code) is None


def test_somebody_else_on_the_phone_is_not_mixed_up(client, made):
    start(client, made.letters[0].code)
    client.post_form("/say/autumn/q/home", {"answer": "good"})
    start(client, made.letters[1].code)
    assert "Was it you?" in client.get("/say/autumn").text
    assert spent() == 2


def test_leaving_quickly_leaves_no_draft(client, code):
    start(client, code)
    client.post_form("/leave", {})
    assert db.session.scalar(select(func.count()).select_from(KeptDraft)) == 0
    left = db.session.scalars(select(YoungVisit)).all()
    assert all(visit.contribution_id is None for visit in left)
