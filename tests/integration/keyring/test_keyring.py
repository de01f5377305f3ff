"""Codes kept together: opened by name and passphrase alone, and tied to nobody and nothing in the database."""

import copy
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.audit.models import DailyCount
from portal.contributions.models import Contribution, YoungVisit
from portal.core import clock, crypto, db
from portal.core.errors import RuleError, Unreadable
from portal.keyring import operations, queries, rules, vault
from portal.keyring.models import Keyring, KeyringVisit
from portal.keyring.queries import Entry
from portal.lifeline import operations as lifeline
from tests.factories import voices

NAME, PASSPHRASE = "Red Squirrel", "purple kettle dances"
OTHER = "seven green umbrellas"


@pytest.fixture
def codes(app):
    """Three things somebody said, each with its code."""
    made = [voices.make_contribution(text).code for text in ("one", "two", "three")]
    db.session.commit()
    return made


@pytest.fixture
def holder(client):
    """A phone with a new keyring open."""
    made = client.post_form("/my-codes/new", {"name": NAME, "passphrase": PASSPHRASE})
    assert made.location == "/my-codes/"
    return client


def put_in(client, code):
    return client.post_form("/my-codes/add", {"code": code}, page="/my-codes/")


def rows(table):
    return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def whichever(ring, code):
    return ring.which(next(one for one in ring.entries if one.words == code))


def ring_of(name=NAME, passphrase=PASSPHRASE):
    db.session.rollback()
    found = operations.try_passphrase(name, passphrase)
    db.session.rollback()
    return found


def test_codes_are_put_in_and_open_what_they_open(app, holder, codes):
    assert "No codes yet" in holder.get("/my-codes/").text
    for code in codes:
        assert put_in(holder, code.upper()).location == "/my-codes/"
    page = holder.get("/my-codes/").text
    assert page.count("Nobody has read it yet") == 3
    which = whichever(ring_of(), codes[1])
    assert holder.post_form("/my-codes/go", {"which": which}, page="/my-codes/").location == "/thread"
    assert "two" in holder.get("/thread").text
    assert holder.get("/my-codes/").status_code == 200, "it stays open beside the thread"


def test_another_phone_opens_it_with_name_and_passphrase_however_they_are_typed(app, holder, codes):
    put_in(holder, codes[0])
    phone = app.test_client()
    assert phone.get("/my-codes/").location == "/my-codes/open"
    opened = phone.post_form("/my-codes/open", {"name": "  red SQUIRREL ", "passphrase": PASSPHRASE})
    assert opened.location == "/my-codes/"
    assert codes[0] in phone.get("/my-codes/").text


@pytest.mark.parametrize(
    "typed", [{"name": NAME, "passphrase": "purple kettle dancer"}, {"name": "Nobody", "passphrase": PASSPHRASE}]
)
def test_a_wrong_name_and_a_wrong_passphrase_look_the_same_and_open_nothing(app, holder, typed):
    phone = app.test_client()
    page = phone.post_form("/my-codes/open", typed)
    assert "That name and passphrase do not go together." in page.text
    assert typed["passphrase"] not in page.text
    assert phone.get("/my-codes/").location == "/my-codes/open"


def test_guesses_at_one_keyring_wait_and_the_right_words_work_from_elsewhere(app, holder):
    phone = app.test_client()
    tries = [phone.post_form("/my-codes/open", {"name": NAME, "passphrase": "x" * 12}).status_code for _ in range(8)]
    assert tries[:5] == [200] * 5
    assert tries[-1] == 429
    elsewhere = app.test_client()
    page = elsewhere.get("/my-codes/open").text
    data = {
        "csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0],
        "name": NAME,
        "passphrase": PASSPHRASE,
    }
    right = elsewhere.post("/my-codes/open", data=data, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert right.location == "/my-codes/"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "me@example.org", "passphrase": PASSPHRASE}, "Please no email"),
        ({"name": "ab", "passphrase": PASSPHRASE}, "A name has 3 to 40 letters"),
        ({"name": "Otter", "passphrase": "short"}, "Use at least 12 letters"),
        ({"name": "Otter", "passphrase": "passwordpassword"}, "Easy to guess"),
        ({"name": NAME, "passphrase": PASSPHRASE}, "Somebody has that name"),
        ({}, "Choose a name"),
    ],
)
def test_what_cannot_be_made_says_why_and_keeps_the_name(app, holder, typed, said):
    page = app.test_client().post_form("/my-codes/new", typed)
    assert said in page.text
    assert typed.get("name", "") in page.text
    assert rows(Keyring) == 1


def test_a_code_that_opens_nothing_or_is_there_already_is_not_put_in(holder, codes):
    assert "don’t open anything" in put_in(holder, "acid acorn acre acts").text
    put_in(holder, codes[0])
    assert "already" in put_in(holder, codes[0]).text
    assert [one.words for one in ring_of().entries] == [codes[0]]


def test_tries_at_codes_wait_here_as_well(holder):
    assert [put_in(holder, f"acid acorn acre word{'a' * number}").status_code for number in range(8)][-1] == 429


def test_it_holds_thirty_and_no_more(app, codes):
    ring = operations.make(NAME, PASSPHRASE)
    ring.entries = [Entry(f"w{number} b c d", f"{number:064x}") for number in range(rules.MOST_CODES)]
    ring.put_away()
    with pytest.raises(RuleError, match="full"):
        operations.add(ring, Entry.of(codes[0]))
    assert len(queries.opened(ring.keyring, ring.key).entries) == 30


def test_taking_off_shows_the_words_once_more_and_the_code_goes_on_working(app, holder, codes):
    put_in(holder, codes[0])
    page = holder.post_form("/my-codes/take-off", {"which": whichever(ring_of(), codes[0])}, page="/my-codes/")
    assert all(word in page.text for word in codes[0].split())
    assert ring_of().entries == []
    assert app.test_client().post_form("/code", {"code": codes[0]}).location == "/thread"


def test_what_was_taken_back_says_so(app, holder, codes):
    put_in(holder, codes[0])
    lifeline.take_back(
        db.session.scalars(
            sa.select(Contribution).where(Contribution.code_hash == ring_of().entries[0].code_hash)
        ).one()
    )
    db.session.commit()
    assert "Not there any more" in holder.get("/my-codes/").text
    which = whichever(ring_of(), codes[0])
    assert holder.post_form("/my-codes/go", {"which": which}, page="/my-codes/").location == "/my-codes/"


def test_another_passphrase_closes_it_everywhere_else(app, holder, codes):
    put_in(holder, codes[0])
    phone = app.test_client()
    phone.post_form("/my-codes/open", {"name": NAME, "passphrase": PASSPHRASE})
    wrong = holder.post_form("/my-codes/passphrase", {"current": "not this one at all", "passphrase": OTHER})
    assert "That is not your passphrase" in wrong.text
    done = holder.post_form("/my-codes/passphrase", {"current": PASSPHRASE, "passphrase": OTHER})
    assert done.location == "/my-codes/"
    assert holder.get("/my-codes/").status_code == 200
    assert phone.get("/my-codes/").location == "/my-codes/open"
    assert ring_of() is None
    assert [one.words for one in ring_of(passphrase=OTHER).entries] == [codes[0]]


def test_deleting_leaves_nothing_but_the_codes_go_on_working(app, holder, codes):
    put_in(holder, codes[0])
    assert "still work" in holder.get("/my-codes/throw-away").text
    assert "deleted" in holder.post_form("/my-codes/throw-away").text
    assert (rows(Keyring), rows(KeyringVisit)) == (0, 0)
    assert app.test_client().post_form("/code", {"code": codes[0]}).location == "/thread"


def test_leaving_quickly_closing_and_half_an_hour_all_end_it(app, holder):
    holder.post("/leave")
    assert rows(KeyringVisit) == 0
    holder.post_form("/my-codes/open", {"name": NAME, "passphrase": PASSPHRASE})
    holder.post_form("/my-codes/close", page="/my-codes/")
    assert holder.get("/my-codes/").location == "/my-codes/open"
    holder.post_form("/my-codes/open", {"name": NAME, "passphrase": PASSPHRASE})
    with time_machine.travel(clock.now() + timedelta(minutes=36), tick=False):
        assert holder.get("/my-codes/").location == "/my-codes/open"
        assert operations.forget_unused() == 1


def test_one_nobody_opens_for_three_years_is_forgotten(holder):
    assert operations.forget_unused() == 0
    with time_machine.travel(clock.now() + timedelta(days=3 * 365 + 31), tick=False):
        assert operations.forget_unused() == 2
    assert rows(Keyring) == 0


def test_every_page_without_one_open_leads_to_where_it_opens(client):
    token = client.get("/my-codes/open").text.split('name="csrf_token" value="')[1].split('"')[0]
    for path in ("add", "add-new", "go", "take-off", "passphrase", "throw-away"):
        answer = client.post(f"/my-codes/{path}", data={"csrf_token": token, "which": "a" * 16, "code": "a b c d"})
        assert answer.location in ("/my-codes/open", "/my-codes/"), path


def test_a_code_of_another_keyring_is_not_found(app, holder, codes):
    put_in(holder, codes[0])
    phone = app.test_client()
    phone.post_form("/my-codes/new", {"name": "Otter", "passphrase": OTHER})
    which = whichever(ring_of(), codes[0])
    assert phone.post_form("/my-codes/go", {"which": which}, page="/my-codes/").status_code == 404


def test_who_has_the_database_and_every_key_opens_neither_box_nor_phone(app, holder, codes):
    """All an insider of the server can do is guess the passphrase."""
    put_in(holder, codes[0])
    keyring, visit = db.session.scalars(sa.select(Keyring)).one(), db.session.scalars(sa.select(KeyringVisit)).one()
    inner = crypto.unseal_bytes(keyring, "box", keyring.box_sealed)
    assert codes[0].split()[0].encode() not in inner
    assert NAME.encode() not in inner
    for key in (
        crypto.keys().field[1],
        crypto.keys().derive("keyring-pepper"),
        vault.key_from(NAME, "wrong wrong wrong"),
    ):
        with pytest.raises(Unreadable):
            queries.opened(keyring, key)
    with pytest.raises(Unreadable):
        vault.unlock_for_phone(visit, visit.token_hash)
    assert queries.opened(keyring, vault.key_from(NAME, PASSPHRASE)).entries[0].words == codes[0], (
        "the check of the check"
    )


def test_a_box_tells_neither_how_many_nor_which(app, codes):
    """Up to fifteen codes fill one length, and no column but the random ones differs."""
    lengths = set()
    for number in range(16):
        ring = operations.make(f"name {number}", PASSPHRASE)
        ring.entries = [Entry("w" * 36, "0" * 64)] * number
        ring.put_away()
        lengths.add(len(ring.keyring.box_sealed))
    assert len(lengths) == 1
    assert {column.name for column in Keyring.__table__.columns} == {"id", "name_hash", "box_sealed", "used_month"}


def test_opening_from_a_keyring_leaves_what_opening_by_code_leaves(app, holder, codes):
    put_in(holder, codes[0])
    left()
    with time_machine.travel(clock.now(), tick=False):
        app.test_client().post_form("/code", {"code": codes[0]})
        by_code = left()
        holder.post_form("/my-codes/go", {"which": whichever(ring_of(), codes[0])}, page="/my-codes/")
        assert left() == by_code


def left():
    """The visit and the counts that opening a thread leaves; then they are forgotten."""
    db.session.rollback()
    visits = db.session.execute(sa.select(YoungVisit.state_sealed, YoungVisit.thread_until, YoungVisit.ends_at)).all()
    opened = db.session.scalars(sa.select(YoungVisit.contribution_id)).all()
    counts = db.session.execute(sa.select(DailyCount.action, DailyCount.count)).all()
    db.session.execute(sa.delete(DailyCount))
    db.session.execute(sa.delete(YoungVisit))
    db.session.commit()
    return visits, opened, counts


STEPS = st.lists(st.tuples(st.sampled_from(["put", "take", "change"]), st.integers(0, 5)), max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_put_in_taken_off_and_changed_the_right_codes_are_there(app, codes, steps, request):
    monkeypatched = vault.key_from
    vault.key_from = lambda name, passphrase: (name + passphrase).encode().ljust(32, b"x")[:32]
    request.addfinalizer(lambda: setattr(vault, "key_from", monkeypatched))
    db.session.rollback()
    entries = [Entry(f"word{number} b c d", f"{number}" * 64) for number in range(6)]
    ring, expected, passphrase = operations.make("n", "p0"), [], "p0"
    for step, number in steps:
        entry = entries[number]
        if step == "put" and entry not in expected:
            ring.entries.append(entry)
            ring.put_away()
            expected.append(entry)
        elif step == "take" and entry in expected:
            operations.take_off(ring, entry)
            expected.remove(entry)
        elif step == "change":
            passphrase = f"p{number}"
            operations.change_passphrase(ring, passphrase)
        stored = copy.copy(ring.keyring.box_sealed)
        assert queries.opened(ring.keyring, vault.key_from("n", passphrase)).entries == expected
        assert stored == ring.keyring.box_sealed
    assert operations.try_passphrase("n", f"{passphrase}!") is None
    db.session.rollback()
