"""A link with a PIN: whoever has both can read, until it ends or is stopped."""

import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import update

from portal.core import clock, db, slow_hashes
from portal.meeting_prep import operations, rules
from portal.meeting_prep.models import MeetingKind, Preparation, Reader, Share

WORDS = "Ask me before you change the day"


@pytest.fixture
def ready(client):
    client.post_form("/meeting", {"kind": "hearing"})
    client.post_form("/meeting/points/new", {"text": WORDS, "said_by": "read_out"})
    client.post_form("/meeting/keep")
    return client


def make_link(client, **changes):
    page = client.post_form("/meeting/share", {"reader": "advocate", "days": "7", **changes}).text
    link = re.search(r"/meeting/shared/[\w-]+", page).group()
    pin = re.search(r'class="pin">(\d{3} \d{3})<', page).group(1)
    return link, pin


def test_link_and_pin_open_the_points_and_neither_alone_does(ready, app):
    link, pin = make_link(ready)
    reader = app.test_client()
    assert WORDS not in reader.get(link).text
    wrong = "111 111" if pin != "111 111" else "222 222"
    assert "does not open this" in reader.post_form(link, {"pin": wrong}).text
    opened = reader.post_form(link, {"pin": pin})
    assert WORDS in html.unescape(opened.text)
    assert "Someone reads it out" in opened.text
    assert WORDS not in reader.get(link).text


def test_the_link_and_the_pin_are_shown_once(ready):
    link, pin = make_link(ready)
    again = ready.get("/meeting/share").text
    assert link not in again
    assert pin not in again
    assert "Stop this link" in again


def test_a_stopped_link_opens_nothing_from_the_next_request_on(ready, app):
    link, pin = make_link(ready)
    action = re.search(r"/meeting/share/[\w-]+/stop", ready.get("/meeting/share").text).group()
    ready.post_form(action, page="/meeting/share")
    reader = app.test_client()
    answer = reader.post_form(link, {"pin": pin}, page="/code")
    assert answer.status_code == 404
    assert WORDS not in answer.text


def test_a_link_that_is_dead_never_was_or_was_guessed_at_looks_the_same(ready, app):
    link, pin = make_link(ready)
    reader = app.test_client()
    never = reader.get("/meeting/shared/not-a-link")
    for _ in range(rules.MOST_MISSES):
        reader.post_form(link, {"pin": "000000" if pin != "000 000" else "999999"}, page="/code")
    guessed = reader.post_form(link, {"pin": pin}, page="/code")
    assert (guessed.status_code, never.status_code) == (404, 404)
    assert guessed.text == never.text


def test_a_link_needs_a_code_or_it_would_be_dead_before_its_day(app):
    phone = app.test_client()
    phone.post_form("/meeting", {"kind": "hearing"})
    phone.post_form("/meeting/points/new", {"text": WORDS})
    assert "First get a code" in phone.get("/meeting/share").text
    refused = phone.post_form("/meeting/share", {"reader": "advocate", "days": "7"}, page="/meeting")
    assert "Take a code first" in refused.text
    assert "/meeting/shared/" not in refused.text


def test_leaving_quickly_and_coming_back_leaves_a_link_open(ready, app):
    link, pin = make_link(ready)
    ready.post_form("/leave", page="/meeting/points")
    assert WORDS in app.test_client().post_form(link, {"pin": pin}).text


def test_a_link_never_outlives_the_points(ready):
    mine = db.session.scalars(sa.select(Preparation)).one()
    with time_machine.travel(mine.ends_at - timedelta(days=3), tick=False):
        share = operations.share(mine, Reader.ADVOCATE, days=14).share
    assert share.ends_on <= clock.local(mine.ends_at).date()


def test_a_link_ends_on_its_day(ready, app):
    link, pin = make_link(ready, days="1")
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert app.test_client().post_form(link, {"pin": pin}, page="/code").status_code == 404


def test_throwing_it_away_ends_every_link(ready, app):
    link, _ = make_link(ready)
    ready.post_form("/meeting/erase")
    assert app.test_client().get(link).status_code == 404


def test_nobody_in_particular_and_no_such_time_are_refused_in_words(ready):
    assert "Choose who gets it" in ready.post_form("/meeting/share", {"days": "7"}).text
    assert (
        "Choose from what is on this page" in ready.post_form("/meeting/share", {"reader": "chair", "days": "99"}).text
    )


def test_wrong_pins_tried_at_the_same_moment_all_count(app):
    """On PostgreSQL; SQLite has one writer at a time anyway."""
    if db.dialect_name() == "sqlite":
        pytest.skip("one writer at a time")
    preparation = operations.begin(MeetingKind.REVIEW, None, token="x")
    operations.take_code(preparation)
    share_id = operations.share(preparation, Reader.WORKER, days=7).share.id
    db.session.commit()
    start = threading.Barrier(rules.MOST_MISSES + 2)

    def guess(_number):
        with app.app_context():
            share = db.session.get_one(Share, share_id)
            start.wait()
            right = operations.try_pin(share, "x")
            db.session.commit()
            db.session.remove()
            return right

    with ThreadPoolExecutor(start.parties) as pool:
        assert not any(pool.map(guess, range(start.parties)))
    db.session.expire_all()
    assert db.session.get_one(Share, share_id).misses == rules.MOST_MISSES


def test_a_pin_is_tried_on_the_link_as_it_is_now(app):
    """Another request may have stopped it, or used up its last try, since this one looked it up."""
    preparation = operations.begin(MeetingKind.REVIEW, None, token="x")
    operations.take_code(preparation)
    new = operations.share(preparation, Reader.WORKER, days=7)
    db.session.execute(update(Share).values(misses=rules.MOST_MISSES).execution_options(synchronize_session=False))
    assert new.share.misses == 0
    assert not operations.try_pin(new.share, new.pin)
    assert new.share.opened_on is None


def test_a_burst_of_pins_does_not_hash_more_than_two_at_once(app):
    preparation = operations.begin(MeetingKind.REVIEW, None, token="x")
    operations.take_code(preparation)
    pin_hash = operations.share(preparation, Reader.WORKER, days=7).share.pin_hash
    tried = threading.Event()

    def guess():
        with app.app_context():
            slow_hashes.matches(pin_hash, "x")
            tried.set()

    with slow_hashes.turns, slow_hashes.turns:
        late = threading.Thread(target=guess)
        late.start()
        assert not tried.wait(0.5)
    late.join(5)
    assert tried.is_set()


def test_the_page_says_that_points_added_later_are_shown_too(ready, app):
    link, pin = make_link(ready)
    assert "also the ones you add or change later" in ready.get("/meeting/share").text
    ready.post_form("/meeting/points/new", {"text": "Added after", "said_by": "me"})
    assert "Added after" in app.test_client().post_form(link, {"pin": pin}).text
