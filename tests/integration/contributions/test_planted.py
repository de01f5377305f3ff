"""A cookie somebody planted on a phone, or copied from it, shows them neither a draft nor a code."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal.contributions.models import Contribution, YoungVisit
from portal.core import clock, db
from tests.factories.consultations import make_consultation

PLANTED = "p" * 43
WORDS = "what nobody else should read"


@pytest.fixture
def wave(app):
    made = make_consultation(slug="autumn")
    db.session.commit()
    return made


@pytest.fixture
def phone(client, wave):
    """A young person's phone on which somebody had been before."""
    client.set_cookie("visit", PLANTED, domain="127.0.0.1")
    return client


def cookie(client):
    return client.get_cookie("visit", domain="127.0.0.1").value


def holding(app, value):
    other = app.test_client()
    other.set_cookie("visit", value, domain="127.0.0.1")
    return other


def code(client):
    return re.findall(r"<li>([a-z]+)</li>", client.get("/sent").text)[:4]


def rows():
    return db.session.scalar(select(func.count()).select_from(YoungVisit))


def test_a_planted_cookie_does_not_show_the_draft(app, phone):
    phone.post_form("/say/autumn/q/change", {"answer": WORDS})
    assert WORDS in phone.get("/say/autumn/q/change").text
    assert cookie(phone) != PLANTED
    for value in (PLANTED, f"{PLANTED}.{PLANTED}", f"{'q' * 43}.{PLANTED}"):
        spy = holding(app, value)
        assert WORDS not in spy.get("/say/autumn/q/change").text
        assert WORDS not in spy.get("/say/autumn/check").text


def test_a_planted_cookie_does_not_show_the_code(app, phone):
    phone.post_form("/say/autumn/q/change", {"answer": WORDS})
    phone.post_form("/say/autumn/check")
    assert len(code(phone)) == 4
    assert code(holding(app, PLANTED)) == []


def test_a_planted_cookie_does_not_show_the_code_of_who_is_not_safe(app, phone):
    assert phone.post("/not-safe", data={"words": WORDS}).location == "/sent"
    assert len(code(phone)) == 4
    assert code(holding(app, PLANTED)) == []


def test_a_cookie_copied_from_the_draft_shows_the_code_no_longer_than_a_retry_needs(app, phone):
    phone.post_form("/say/autumn/q/change", {"answer": WORDS})
    copied = cookie(phone)
    phone.post_form("/say/autumn/check")
    assert cookie(phone) != copied
    assert code(holding(app, copied)) == code(phone)
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        assert code(holding(app, copied)) == []
        assert len(code(phone)) == 4


def test_once_the_code_is_noted_no_cookie_shows_it(app, phone):
    phone.post_form("/say/autumn/q/change", {"answer": WORDS})
    copied = cookie(phone)
    phone.post_form("/say/autumn/check")
    which = re.search(r'name="which" value="([^"]+)"', phone.get("/sent").text).group(1)
    phone.post_form("/sent", {"which": which})
    assert code(holding(app, copied)) == []
    assert rows() == 0


def test_leaving_quickly_takes_the_code_from_the_cookie_before_as_well(app, phone):
    phone.post_form("/say/autumn/q/change", {"answer": WORDS})
    copied = cookie(phone)
    phone.post_form("/say/autumn/check")
    phone.post("/leave")
    assert code(holding(app, copied)) == []
    assert rows() == 0


def test_a_code_is_shown_for_half_an_hour(phone):
    phone.post_form("/say/autumn/q/change", {"answer": WORDS})
    phone.post_form("/say/autumn/check")
    with time_machine.travel(clock.now() + timedelta(minutes=29), tick=False):
        assert len(code(phone)) == 4
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert code(phone) == []


def test_who_never_got_the_answer_sends_again_with_the_old_cookie_and_finds_the_same_code(app, phone):
    phone.post_form("/say/autumn/q/change", {"answer": WORDS})
    lost = holding(app, cookie(phone))
    form = re.search(r'csrf_token" value="([^"]+)', lost.get("/say/autumn/check").text).group(1)
    phone.post("/say/autumn/check", data={"csrf_token": form})
    again = lost.post("/say/autumn/check", data={"csrf_token": form})
    assert (again.status_code, again.location) == (303, "/sent")
    assert code(lost) == code(phone)
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 1


def test_a_page_open_before_the_cookie_was_renewed_can_still_be_sent(phone):
    """Two taps in a hurry: the second carries the new cookie and the old page."""
    page = phone.get("/say/autumn/q/change").text
    form = re.search(r'csrf_token" value="([^"]+)', page).group(1)
    for _ in range(2):
        assert phone.post("/say/autumn/q/change", data={"csrf_token": form, "answer": WORDS}).status_code == 303
    for _ in range(2):
        assert phone.post("/say/autumn/check", data={"csrf_token": form}).location == "/sent"


@pytest.mark.parametrize("value", ["short", "x" * 42, "x" * 44, "x" * 64, "é" * 43, "a b" * 14 + "c", f"{PLANTED}."])
def test_what_is_no_token_begins_a_new_visit(app, wave, value):
    client = app.test_client()
    client.get("/say/autumn/q/change", headers={"Cookie": f"visit={value}"})
    client.post_form("/say/autumn/q/change", {"answer": WORDS})
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}", cookie(client))
