"""Getting ready on one's own phone: nobody else sees it, nothing typed is lost, and it ends when it should."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from portal.core import clock, db
from portal.meeting_prep import operations, queries
from portal.meeting_prep.models import Point, Preparation, PreparationVisit

WORDS = "I want to see my wee brother before the summer"


@pytest.fixture
def ready(client):
    assert client.post_form("/meeting", {"kind": "review", "age": "12_15"}).location == "/meeting/prompt/1"
    return client


def preparation():
    db.session.remove()
    return db.session.scalars(sa.select(Preparation)).one()


def texts(client):
    return [said.text for said in queries.points(preparation())]


def test_a_meeting_has_to_be_chosen_an_age_does_not(client):
    refused = client.post_form("/meeting", {})
    assert "Choose a meeting" in refused.text
    assert client.post_form("/meeting", {"kind": "hearing"}).location == "/meeting/prompt/1"


def test_next_keeps_what_was_written_skip_takes_it_away_and_back_loses_nothing(ready):
    ready.post_form("/meeting/prompt/1", {"text": WORDS})
    ready.post_form("/meeting/prompt/2", {"text": "Too many new workers", "go": "back"})
    assert texts(ready) == [WORDS, "Too many new workers"]
    assert WORDS in ready.get("/meeting/prompt/1").text
    ready.post_form("/meeting/prompt/1", {"text": WORDS, "skip": "1"})
    assert texts(ready) == ["Too many new workers"]


def test_words_that_are_too_long_are_shown_again(ready):
    long = "a long story " * 200
    page = ready.post_form("/meeting/prompt/1", {"text": long})
    assert "letters too long" in page.text
    assert long.strip() in page.text


def test_points_are_put_in_order_by_buttons(ready):
    for text in ("one", "two", "three"):
        ready.post_form("/meeting/points/new", {"text": text, "said_by": "advocate"})
    third = queries.points(preparation())[2].id
    ready.post_form(f"/meeting/points/{third}/move", {"to": "up"}, page="/meeting/points")
    assert texts(ready) == ["one", "three", "two"]
    ready.post_form(f"/meeting/points/{third}/move", {"to": "down"}, page="/meeting/points")
    assert texts(ready) == ["one", "two", "three"]
    assert ready.get("/meeting/points").text.count("My advocate says it") == 3


def test_a_point_is_taken_away_only_after_it_was_asked_once_more(ready):
    ready.post_form("/meeting/points/new", {"text": WORDS})
    point = queries.points(preparation())[0].id
    assert WORDS in ready.get(f"/meeting/points/{point}/remove").text
    assert texts(ready) == [WORDS]
    ready.post_form(f"/meeting/points/{point}/remove")
    assert texts(ready) == []
    assert "You have no points yet" in ready.get("/meeting/points").text


def test_another_phone_sees_nothing_of_it(ready, app):
    ready.post_form("/meeting/points/new", {"text": WORDS})
    point = queries.points(preparation())[0].id
    stranger = app.test_client()
    for path in ("points", f"points/{point}", f"points/{point}/remove", "show/1", "sheet", "share", "after", "keep"):
        page = stranger.get(f"/meeting/{path}")
        assert page.status_code == 200
        assert WORDS not in page.text
        assert "Nothing is open here" in page.text


def test_one_persons_points_cannot_be_reached_from_another_persons_preparation(ready, app):
    ready.post_form("/meeting/points/new", {"text": WORDS})
    point = queries.points(preparation())[0].id
    other = app.test_client()
    other.post_form("/meeting", {"kind": "other"})
    assert other.get(f"/meeting/points/{point}").status_code == 404
    assert other.post_form(f"/meeting/points/{point}/remove", page="/meeting").status_code == 404


def test_what_was_typed_after_it_ended_is_given_back(ready):
    operations.close_on(ready.get_cookie("visit", domain="127.0.0.1").value)
    db.session.commit()
    page = ready.post_form("/meeting/points/new", {"text": WORDS}, page="/meeting")
    assert page.status_code == 409
    assert WORDS in page.text


def test_four_words_open_it_on_another_phone_and_are_shown_until_noted(ready, app):
    ready.post_form("/meeting/points/new", {"text": WORDS})
    ready.post_form("/meeting/keep")
    code = queries.code_of(preparation())
    assert all(word in ready.get("/meeting/keep").text for word in code.split())
    ready.post_form("/meeting/keep/noted", page="/meeting/keep")
    assert "You have the code of this already" in ready.get("/meeting/keep").text
    other = app.test_client()
    assert other.post_form("/code", {"code": code}).location == "/meeting/points"
    assert WORDS in other.get("/meeting/points").text


def test_leaving_quickly_forgets_it_unless_a_code_was_taken(ready, app):
    ready.post_form("/meeting/points/new", {"text": WORDS})
    ready.post_form("/leave", page="/meeting/points")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Preparation)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Point)) == 0
    kept = app.test_client()
    kept.post_form("/meeting", {"kind": "review"})
    kept.post_form("/meeting/keep")
    kept.post_form("/leave", page="/meeting/points")
    assert "Nothing is open here" in kept.get("/meeting/points").text
    assert preparation().code_hash is not None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PreparationVisit)) == 0


def test_the_sweep_forgets_what_has_ended_and_nothing_else(ready, app):
    ready.post_form("/meeting/points/new", {"text": WORDS})
    kept = app.test_client()
    kept.post_form("/meeting", {"kind": "review"})
    kept.post_form("/meeting/keep")
    db.session.remove()
    with time_machine.travel(clock.now() + timedelta(hours=4), tick=False):
        assert operations.forget_ended() == 1
    db.session.commit()
    assert preparation().code_hash is not None
    with time_machine.travel(clock.now() + timedelta(days=372), tick=False):
        assert operations.forget_ended() == 1


def test_a_worrying_word_asks_gently_and_tells_nobody(ready):
    ready.post_form("/meeting/points/new", {"text": "he hits me when nobody looks"})
    page = ready.get("/meeting/points").text
    assert "Are you safe?" in page
    assert "Nobody else can see it here" in page


def test_a_cookie_planted_before_is_worth_nothing(client, app):
    client.set_cookie("visit", "p" * 43, domain="127.0.0.1")
    client.post_form("/meeting", {"kind": "review"})
    client.post_form("/meeting/points/new", {"text": WORDS})
    planter = app.test_client()
    planter.set_cookie("visit", "p" * 43, domain="127.0.0.1")
    assert WORDS not in planter.get("/meeting/points").text


def test_no_row_tells_the_minute(ready):
    ready.post_form("/meeting/points/new", {"text": WORDS})
    row = preparation()
    assert row.ends_at.timestamp() % 3600 == 0
    assert row.begun_week.weekday() == 0
    assert db.session.scalars(sa.select(PreparationVisit)).one().until.timestamp() % 300 == 0
