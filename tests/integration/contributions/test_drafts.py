"""Keeping for later, carrying on elsewhere, and one phone that several people use."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import func, select

from portal.contributions import codes, visits
from portal.contributions.models import Contribution, KeptDraft, YoungVisit
from portal.core import crypto, db
from tests.factories.consultations import make_consultation
from tests.support.client import PageClient

WORDS = "zebrafinch under the ninth staircase"
NOON = datetime(2026, 6, 3, 12, 1, tzinfo=UTC)


@pytest.fixture
def wave(app):
    with time_machine.travel(NOON, tick=False):
        made = make_consultation(slug="autumn")
        db.session.commit()
        yield made


@pytest.fixture
def phone(client, wave):
    client.post_form("/say/autumn/q/change", {"answer": WORDS})
    return client


@pytest.fixture
def other_phone(app):
    return PageClient(app, app.response_class)


def later(**ahead):
    return time_machine.travel(NOON + timedelta(**ahead), tick=False)


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def keep(client):
    """The draft code, and the page that shows it."""
    page = client.post_form("/say/autumn/keep")
    shown = re.search(r'data-copy="([^"]+)"', page.text)
    assert shown, page.text
    return shown.group(1), page.text


def choose(client, whose):
    page = client.get("/say/autumn").text
    which = re.search(r'name="which" value="([^"]+)"', page).group(1)
    return client.post_form("/say/autumn/whose", {"which": which, "whose": whose}, page="/say/autumn")


def open_with(client, code):
    return client.post_form("/carry-on", {"code": code})


def test_a_draft_code_is_three_words_and_a_number_and_only_its_hash_is_stored(phone):
    assert "Nothing" not in phone.get("/say/autumn/keep").text
    code, page = keep(phone)
    assert re.fullmatch(r"([a-z]+ ){3}[1-9][0-9]", code)
    assert "Nothing is sent yet" in page
    row = db.session.scalars(select(KeptDraft)).one()
    assert row.code_hash == codes.draft_code_hash(code)
    assert not any(word.encode() in row.state_sealed for word in [*code.split()[:3], "zebrafinch"])


def test_every_tap_shows_the_same_draft_code(phone):
    assert keep(phone)[0] == keep(phone)[0]
    assert count(KeptDraft) == 1


def test_keep_for_later_keeps_what_stands_on_the_page_first(phone):
    kept = phone.post_form("/say/autumn/q/home", {"go": "keep"})
    assert (kept.status_code, kept.location) == (303, "/say/autumn/keep")
    assert phone.post_form("/say/autumn/q/change", {"answer": "changed", "go": "keep"}).location == "/say/autumn/keep"
    assert "changed" in phone.get("/say/autumn/q/change").text


@pytest.mark.parametrize("spoil", [str, str.upper, lambda code: code.replace(" ", "-"), lambda code: f" {code}. "])
def test_it_opens_on_another_phone_however_it_is_typed(phone, other_phone, spoil):
    code, _ = keep(phone)
    opened = open_with(other_phone, spoil(code))
    assert (opened.status_code, opened.location) == (303, "/say/autumn")
    assert WORDS in other_phone.get("/say/autumn/q/change").text
    assert WORDS not in phone.get("/say/autumn/q/change").text
    assert "no answers here to send" in phone.get("/say/autumn/check").text


def test_the_page_for_codes_takes_a_draft_code_too(phone, other_phone):
    code, _ = keep(phone)
    assert other_phone.post_form("/code", {"code": code}).location == "/say/autumn"
    assert WORDS in other_phone.get("/say/autumn/q/change").text


def test_a_cookie_copied_before_is_worth_nothing_afterwards(phone, other_phone):
    code, _ = keep(phone)
    other_phone.post_form("/say/autumn/q/home", {"skip": "1"})
    before = other_phone.get_cookie("visit", domain="127.0.0.1").value
    open_with(other_phone, code)
    assert other_phone.get_cookie("visit", domain="127.0.0.1").value != before


def test_it_goes_to_and_fro_until_it_is_sent_and_then_opens_nothing(phone, other_phone):
    code, _ = keep(phone)
    open_with(other_phone, code)
    open_with(phone, code)
    assert phone.post_form("/say/autumn/check").location == "/sent"
    assert (count(Contribution), count(KeptDraft)) == (1, 0)
    page = open_with(other_phone, code)
    assert page.status_code == 200 and "open anything" in page.text


def test_seven_days_later_it_still_opens_and_eight_days_later_nothing_is_left(phone, other_phone):
    code, _ = keep(phone)
    with later(days=6, hours=23):
        visits.sweep_ended()
        db.session.commit()
        assert open_with(other_phone, code).location == "/say/autumn"
        assert WORDS in other_phone.get("/say/autumn/q/change").text
    with later(days=16):
        assert visits.sweep_ended() == 2
        db.session.commit()
    assert (count(KeptDraft), count(YoungVisit)) == (0, 0)


def test_without_a_draft_code_it_ends_with_its_visit(phone):
    with later(hours=3, minutes=1):
        assert WORDS not in phone.get("/say/autumn/q/change").text
        assert visits.sweep_ended() == 2
    assert count(KeptDraft) == 0


def test_no_row_of_a_draft_tells_the_hour(phone):
    assert db.session.scalars(select(KeptDraft.kept_until)).one() == datetime(2026, 6, 3, 15, tzinfo=UTC)
    keep(phone)
    db.session.expire_all()
    assert db.session.scalars(select(KeptDraft.kept_until)).one() == datetime(2026, 6, 11, tzinfo=UTC)


def test_leaving_quickly_leaves_only_what_somebody_chose_to_keep(phone, other_phone):
    phone.post("/leave")
    assert (count(KeptDraft), count(YoungVisit)) == (0, 0)
    phone.post_form("/say/autumn/q/change", {"answer": WORDS})
    code, _ = keep(phone)
    phone.post("/leave")
    assert (count(KeptDraft), count(YoungVisit)) == (1, 0)
    assert WORDS not in phone.get("/say/autumn/q/change").text
    assert open_with(other_phone, code).location == "/say/autumn"
    assert WORDS in other_phone.get("/say/autumn/q/change").text


def test_taking_it_off_the_phone_leaves_it_to_its_code(phone, other_phone):
    code, page = keep(phone)
    which = re.search(r'name="which" value="([^"]+)"', page).group(1)
    put_away = {"which": which, "whose": "later"}
    assert phone.post_form("/say/autumn/whose", put_away, page="/say/autumn").location == "/"
    assert WORDS not in phone.get("/say/autumn/q/change").text
    assert open_with(other_phone, code).location == "/say/autumn"


@pytest.mark.parametrize("path", ["q/home", "q/change", "who", "share", "check", "keep"])
def test_after_twenty_minutes_nothing_is_shown_before_somebody_says_it_is_theirs(phone, path):
    with later(minutes=30):
        asked = phone.get(f"/say/autumn/{path}")
        assert (asked.status_code, asked.location) == (303, "/say/autumn")
        page = phone.get("/say/autumn").text
        assert "Was it you?" in page and WORDS not in page
        assert choose(phone, "mine").location == "/say/autumn/q/age"
        assert WORDS in phone.get("/say/autumn/check").text


def test_carrying_on_leads_to_where_somebody_stopped(phone):
    assert choose(phone, "mine").location == "/say/autumn/q/age"
    assert 'href="/say/autumn/q/age"' in phone.get("/say/autumn/keep").text
    phone.post_form("/say/autumn/who", {})
    assert choose(phone, "mine").location == "/say/autumn/check"


def test_the_start_page_asks_at_once(phone):
    page = phone.get("/say/autumn").text
    assert "These are not mine: start new" in page and "/say/autumn/q/home" not in page


def test_not_mine_starts_new_and_the_old_one_is_gone(phone):
    assert choose(phone, "new").location == "/say/autumn/q/home"
    assert WORDS not in phone.get("/say/autumn/q/change").text
    assert count(KeptDraft) == 0


def test_not_mine_leaves_what_has_a_draft_code_to_its_code(phone, other_phone):
    code, _ = keep(phone)
    with later(minutes=30):
        choose(phone, "new")
        phone.post_form("/say/autumn/q/change", {"answer": "mine now"})
        assert WORDS not in phone.get("/say/autumn/check").text
        open_with(other_phone, code)
        assert WORDS in other_phone.get("/say/autumn/check").text


@pytest.mark.parametrize(("whose", "both"), [("mine", True), ("new", False)])
def test_slow_words_are_kept_whoever_wrote_them(phone, whose, both):
    """Somebody writes for half an hour: what they send is theirs; whether the rest is, they are asked."""
    written = phone.get("/say/autumn/q/change").text
    token = re.search(r'csrf_token" value="([^"]+)', written).group(1)
    phone.post_form("/say/autumn/q/hope", {"answer": "7"})
    with later(minutes=40):
        slow = phone.post("/say/autumn/q/change", data={"csrf_token": token, "answer": "written slowly"})
        assert slow.location == "/say/autumn/q/age"
        assert phone.get("/say/autumn/q/age").location == "/say/autumn"
        choose(phone, whose)
        page = phone.get("/say/autumn/check").text
        assert "written slowly" in page and WORDS not in page
        assert (">7<" in page) is both
    assert count(KeptDraft) == 1


def test_a_second_tap_of_start_new_ends_nothing_else(phone):
    page = phone.get("/say/autumn").text
    which = re.search(r'name="which" value="([^"]+)"', page).group(1)
    data = {"which": which, "whose": "new"}
    phone.post_form("/say/autumn/whose", data, page="/say/autumn")
    phone.post_form("/say/autumn/q/change", {"answer": "begun anew"})
    phone.post_form("/say/autumn/whose", data, page="/say/autumn")
    assert "begun anew" in phone.get("/say/autumn/q/change").text


@pytest.mark.parametrize("whose", ["", "\x00", "everybody"])
def test_another_answer_than_those_offered_changes_nothing(phone, whose):
    assert choose(phone, whose).location == "/say/autumn"
    assert WORDS in phone.get("/say/autumn/q/change").text


def test_opening_a_code_where_something_was_begun_mixes_nothing_unasked(phone, other_phone):
    code, _ = keep(phone)
    other_phone.post_form("/say/autumn/q/hope", {"answer": "3"})
    open_with(other_phone, code)
    assert other_phone.get("/say/autumn/check").location == "/say/autumn"
    choose(other_phone, "new")
    page = other_phone.get("/say/autumn/check").text
    assert WORDS in page and ">3<" not in page


def test_a_page_left_open_on_the_first_phone_begins_anew_and_says_so(phone, other_phone):
    code, _ = keep(phone)
    open_with(other_phone, code)
    phone.post_form("/say/autumn/q/hope", {"answer": "3"})
    assert "Your answers from before are gone" in phone.get("/say/autumn/q/change").text
    assert WORDS in other_phone.get("/say/autumn/check").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type your three words"),
        ("one two three four", "Four words are the code of something you sent."),
        ("zzzz lamp 33", "“zzzz” is not one of our words"),
        ("\x00", "Type your three words"),
        ("7" * 300, "letters too long"),
    ],
)
def test_what_is_wrong_with_a_draft_code_is_said_plainly(client, wave, typed, said):
    page = open_with(client, typed)
    assert page.status_code == 200 and said in page.text


def test_guessing_is_slowed_down_together_with_the_other_codes(client, wave, monkeypatch):
    from portal.core import limits

    limits.counters().reset()
    wrong = " ".join([*codes.word_list()[:3], "33"])
    for path in ("/carry-on", "/code") * 3:
        assert client.post_form(path, {"code": wrong}).status_code == 200
    assert client.post_form("/carry-on", {"code": wrong}).status_code == 429
    limits.counters().reset()


def test_a_draft_survives_a_new_version_of_the_portal(phone):
    """A field it does not know, and one that is missing."""
    import json

    row = db.session.scalars(select(KeptDraft)).one()
    state = json.loads(crypto.unseal_bytes(row, "state", row.state_sealed))
    del state["sharing"], state["decided"]
    state["colour"] = "blue"
    row.state_sealed = crypto.seal_bytes(row, "state", json.dumps(state).encode())
    db.session.commit()
    assert WORDS in phone.get("/say/autumn/q/change").text
    assert phone.post_form("/say/autumn/check").location == "/sent"


def test_a_page_seals_only_the_draft_it_changed(phone, wave):
    make_consultation(slug="winter")
    db.session.commit()
    phone.post_form("/say/winter/q/change", {"answer": "for winter"})
    sealed = dict(db.session.execute(select(KeptDraft.about, KeptDraft.state_sealed)).all())
    phone.post_form("/say/winter/q/hope", {"answer": "3"})
    again = dict(db.session.execute(select(KeptDraft.about, KeptDraft.state_sealed)).all())
    assert sealed["autumn"] == again["autumn"] and sealed["winter"] != again["winter"]


def test_the_database_itself_keeps_no_draft_nobody_can_open(phone):
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.delete(YoungVisit))
    db.session.rollback()


def test_a_draft_that_moved_while_a_page_was_saved_is_left_alone(phone, monkeypatch):
    """The row changed hands between reading and writing: nothing is overwritten, and the words are shown again."""
    code, _ = keep(phone)
    read = visits.draft_rows.read

    def moved(row):
        draft = read(row)
        draft.kept.visit_token = "another phone"
        return draft

    page = phone.get("/say/autumn/q/hope").text
    token = re.search(r'csrf_token" value="([^"]+)', page).group(1)
    with monkeypatch.context() as racing:
        racing.setattr(visits.draft_rows, "read", moved)
        refused = phone.post("/say/autumn/q/change", data={"csrf_token": token, "answer": "overtaken"})
    assert refused.status_code == 503 and "overtaken" in refused.text
    assert WORDS in phone.get("/say/autumn/q/change").text
    assert code


def test_one_person_in_two_threads_is_forgotten_with_the_last(app):
    from portal.contributions import operations
    from portal.contributions.models import Identity
    from tests.factories.voices import make_contribution

    first = make_contribution(identity=Identity.TEAM, name="Sam").contribution
    second = make_contribution(identity=Identity.TEAM, name="Sam").contribution
    second.person = first.person
    db.session.flush()
    operations.forget(first)
    assert crypto.unseal(second.person, "name") == "Sam"
    first.withdrawn_on = first.received_week
    db.session.flush()
    operations.forget(second)
    assert crypto.unseal(second.person, "name") == operations.FORGOTTEN
