import re

import pytest
from sqlalchemy import func, select

from portal.consultations import queries
from portal.contributions import codes
from portal.contributions import queries as contributions
from portal.contributions.models import Contribution, Identity, KeptDraft, Matter, YoungVisit
from portal.core import crypto, db
from tests.factories.consultations import make_consultation


@pytest.fixture
def wave(app):
    made = make_consultation(slug="autumn")
    db.session.commit()
    return made


class Phone:
    """Somebody answering the wave `autumn`."""

    def __init__(self, client, wave):
        self.client, self.wave = client, wave

    def option(self, key, choice):
        question = self.wave.by_key[key]
        return next(c.key for c in question.choices if c.key == choice)

    def answer(self, key, value=None, **extra):
        return self.client.post_form(f"/say/autumn/q/{key}", {"answer": value, **extra} if value else extra)

    def page(self, key):
        return self.client.get(f"/say/autumn/q/{key}").text

    def send(self):
        return self.client.post_form("/say/autumn/check")


@pytest.fixture
def phone(client, wave):
    return Phone(client, wave)


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def only_contribution():
    return db.session.scalars(select(Contribution)).one()


def test_before_the_first_question_it_says_what_who_and_where_it_ends(phone):
    page = phone.client.get("/say/autumn").text
    for words in ("How we plan family time.", "The Champions Board.", "Monday to Friday, 9 to 5", "Childline"):
        assert words in page
    assert "people whose job is to keep you safe" in page
    assert "/say/autumn/q/home" in page


def test_the_whole_way_from_the_first_question_to_the_code(phone):
    first = phone.answer("home", phone.option("home", "good"))
    assert (first.status_code, first.location) == (303, "/say/autumn/q/family")
    phone.answer("family", phone.option("family", "more"))
    phone.answer("easier", [phone.option("easier", "money"), phone.option("easier", "talk")])
    phone.answer("hope", "7")
    phone.answer("change", "Let me see my wee brother")
    phone.answer("age", phone.option("age", "12_15"))
    phone.answer("where", phone.option("where", "foster"))
    last = phone.answer("place", phone.wave.by_key["place"].choices[0].key)
    assert last.location == "/say/autumn/who"
    assert phone.client.post_form("/say/autumn/who", {}).location == "/say/autumn/share"
    assert phone.client.post_form("/say/autumn/share", {"purposes": "board"}).location == "/say/autumn/check"
    page = phone.client.get("/say/autumn/check").text
    assert "Let me see my wee brother" in page and "Money\nSomeone to talk to" in page
    sent = phone.send()
    assert (sent.status_code, sent.location) == (303, "/sent")
    row = only_contribution()
    assert (row.matter, row.identity, row.received_at) == (Matter.ANSWERS, Identity.NOBODY, None)
    assert (row.age_band, row.home_type, row.locality.name) == ("12_15", "foster", "Northside")
    words = contributions.words_of(row.id)
    assert [crypto.unseal(w, "text") for w in words] == ["Let me see my wee brother"]
    chosen = {q.key: labels for q, labels in queries.answers_of(row.id)}
    assert chosen == {
        "home": ["Good"],
        "family": ["I want more"],
        "easier": ["Money", "Someone to talk to"],
        "hope": ["7"],
    }
    assert queries.wave_counts(phone.wave.id).people == 1


def test_the_receipt_shows_the_same_code_until_it_is_noted(phone):
    phone.answer("home", phone.option("home", "good"))
    phone.send()
    first, again = phone.client.get("/sent"), phone.client.get("/sent")
    words = re.findall(r"<li>([a-z]+)</li>", first.text)[:4]
    assert words == re.findall(r"<li>([a-z]+)</li>", again.text)[:4]
    assert first.headers["Cache-Control"] == "no-store"
    assert contributions.find_by_code_hash(codes.code_hash(" ".join(words))) == only_contribution()
    assert phone.client.post_form("/sent", {"which": _which(first.text)}).location == "/done"
    assert "no code to show" in phone.client.get("/sent").text
    assert count(YoungVisit) == 0


def _which(page):
    found = re.search(r'name="which" value="([^"]+)"', page)
    assert found
    return found.group(1)


def test_sending_again_from_another_tab_finds_the_first(phone):
    phone.answer("home", phone.option("home", "good"))
    token = {
        "csrf_token": re.search(r'csrf_token" value="([^"]+)', phone.client.get("/say/autumn/check").text).group(1)
    }
    for _ in range(3):
        sent = phone.client.post("/say/autumn/check", data=token)
        assert (sent.status_code, sent.location) == (303, "/sent")
    assert count(Contribution) == 1


def test_skipping_takes_an_answer_away_and_says_so_before(phone):
    phone.answer("home", phone.option("home", "good"))
    assert "Skip, and take my answer away" in phone.page("home")
    phone.answer("home", phone.option("home", "bad"), skip="1")
    assert "checked" not in phone.page("home")
    assert "Skip this one" in phone.page("home")


def test_going_back_keeps_what_is_on_the_page(phone):
    phone.answer("home", phone.option("home", "good"))
    back = phone.answer("change", "half a thought", go="back")
    assert back.location == "/say/autumn/q/hope"
    assert "half a thought" in phone.page("change")


def test_back_from_the_first_question_leads_to_its_beginning(phone):
    assert phone.answer("home", phone.option("home", "good"), go="back").location == "/say/autumn"
    assert "Carry on with the answers on this phone" in phone.client.get("/say/autumn").text


def test_changing_one_answer_from_the_look_over_leads_back_there(phone):
    phone.answer("home", phone.option("home", "good"))
    assert "/say/autumn/q/home?check=1" in phone.client.get("/say/autumn/check").text
    changed = phone.client.post_form("/say/autumn/q/home?check=1", {"answer": phone.option("home", "bad")})
    assert changed.location == "/say/autumn/check"
    assert "Not good" in phone.client.get("/say/autumn/check").text


def test_nothing_answered_is_nothing_to_send(phone):
    phone.answer("home", skip="1")
    assert "nothing to send yet" in phone.client.get("/say/autumn/check").text
    token = _token(phone.client.get("/say/autumn/q/home").text)
    assert phone.client.post("/say/autumn/check", data={"csrf_token": token}).status_code == 200
    assert count(Contribution) == 0


def _token(page):
    found = re.search(r'csrf_token" value="([^"]+)', page)
    assert found
    return found.group(1)


def test_too_long_a_text_says_how_much_and_keeps_it(phone):
    long = "a" * 10_007
    page = phone.answer("change", long).text
    assert "This is 7 letters too long." in page
    assert long in page
    assert count(YoungVisit) == 0


@pytest.mark.parametrize("value", ["nonsense", "11", "-1", "\x00", "\ud800", "9" * 400, "1e400", "<script>"])
@pytest.mark.parametrize("key", ["home", "family", "easier", "hope", "change", "age"])
def test_hostile_values_never_fail_and_choose_nothing(phone, key, value):
    response = phone.answer(key, value.encode("utf-8", "surrogatepass"))
    assert response.status_code in (200, 303)
    assert (response.status_code == 303) == (key == "change")


def test_words_with_nul_and_strange_marks_are_kept_without_them(phone):
    phone.answer("change", "one\x00two \u202eזה\r\nline")
    phone.send()
    words = contributions.words_of(only_contribution().id)
    assert crypto.unseal(words[0], "text") == "onetwo \u202eזה\nline"


@pytest.mark.parametrize("path", ["/say/none", "/say/autumn/1", "/say/autumn/q/none", "/say/autumn/q/" + "a" * 999])
def test_pages_that_are_not_there(phone, path):
    assert phone.client.get(path).status_code == 404


def test_a_second_answer_in_another_tab_does_not_lose_the_first(phone):
    phone.answer("home", phone.option("home", "good"))
    phone.answer("hope", "3")
    page = phone.client.get("/say/autumn/check").text
    assert "Good" in page and ">3<" in page


def test_an_answer_after_the_draft_ended_is_kept_and_the_loss_is_told(phone, monkeypatch):
    phone.answer("home", phone.option("home", "good"))
    later = _later(monkeypatch, hours=4)
    phone.answer("change", "still here")
    page = phone.client.get("/say/autumn/q/age").text
    assert "Your answers from before are gone" in page
    assert "still here" in phone.page("change")
    phone.answer("age", skip="1")
    assert "are gone" not in phone.client.get("/say/autumn/q/where").text
    assert later


def _later(monkeypatch, **ahead):
    from datetime import timedelta

    from portal.core import clock

    moment = clock.now() + timedelta(**ahead)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def test_looking_over_nothing_says_what_happened(phone):
    page = phone.client.get("/say/autumn/check").text
    assert "no answers here to send" in page
    assert phone.client.get("/say/autumn/who").status_code == 200
    assert phone.client.get("/say/autumn/share").status_code == 200


def test_after_it_closed_nobody_can_start_and_words_are_shown(client, app):
    make_consultation(slug="over", opened=60, closes_in=-3)
    db.session.commit()
    assert "This is closed now" in client.get("/say/over").text
    assert "This is closed now" in client.get("/say/over/q/change").text
    token = _token(client.get("/sent").text) if "csrf_token" in client.get("/sent").text else ""
    refused = client.post("/say/over/q/change", data={"answer": "too late but mine", "csrf_token": token})
    assert refused.status_code in (400, 409)
    assert "too late but mine" in refused.text


def test_who_began_in_time_may_finish(phone, monkeypatch):
    phone.answer("home", phone.option("home", "good"))
    _later(monkeypatch, days=30, minutes=30)
    db.session.execute(YoungVisit.__table__.update().values(ends_at=_now_plus(2)))
    db.session.execute(KeptDraft.__table__.update().values(kept_until=_now_plus(2)))
    db.session.commit()
    page = phone.client.get("/say/autumn").text
    assert "If you started in time" in page and "start new" not in page
    mine = phone.client.post_form("/say/autumn/whose", {"which": _which(page), "whose": "mine"}, page="/say/autumn")
    assert mine.location == "/say/autumn/q/family"
    phone.answer("hope", "5")
    assert phone.send().location == "/sent"
    assert count(Contribution) == 1


def _now_plus(hours):
    from datetime import timedelta

    from portal.core import clock

    return clock.now() + timedelta(hours=hours)


def test_what_is_not_open_yet_says_when(client, app):
    make_consultation(slug="soon", opened=-2)
    db.session.commit()
    assert "not open yet" in client.get("/say/soon").text


def test_a_code_not_yet_noted_survives_a_second_sending(phone):
    phone.answer("home", phone.option("home", "good"))
    phone.send()
    first = re.findall(r"<li>([a-z]+)</li>", phone.client.get("/sent").text)[:4]
    phone.answer("home", phone.option("home", "bad"))
    assert "You already sent your answers" in phone.client.get("/say/autumn/q/family").text
    phone.send()
    page = phone.client.get("/sent").text
    second = re.findall(r"<li>([a-z]+)</li>", page)[:4]
    assert second != first
    assert phone.client.post_form("/sent", {"which": _which(page)}).location == "/sent"
    assert phone.client.post_form("/sent", {"which": _which(page)}).location == "/sent"
    assert re.findall(r"<li>([a-z]+)</li>", phone.client.get("/sent").text)[:4] == first
    assert count(Contribution) == 2


def test_every_free_text_box_has_help_in_sight_and_leaves_no_trace(phone):
    page = phone.page("change")
    assert page.index("tel:08001111") < page.index("<textarea")
    assert "tel:08001111" in page
    assert 'autocomplete="off"' in page and 'spellcheck="false"' in page


def test_no_page_names_what_it_is_about_in_its_title(phone):
    phone.answer("home", phone.option("home", "good"))
    for path in ("/", "/say/autumn", "/say/autumn/q/home", "/say/autumn/who", "/say/autumn/check", "/sent", "/done"):
        title = re.search(r"<title>(.*?)</title>", phone.client.get(path).text).group(1)
        assert not re.search(r"care|safe|social|abuse|view", title, re.I), title


def test_the_code_belongs_to_the_draft_however_often_it_is_derived(phone):
    phone.answer("home", phone.option("home", "good"))
    phone.send()
    row = only_contribution()
    words = re.findall(r"<li>([a-z]+)</li>", phone.client.get("/sent").text)[:4]
    assert row.code_hash == codes.code_hash(" ".join(words))


def test_a_lost_cookie_shows_the_words_again_and_they_can_be_sent_on(phone):
    phone.client.get("/say/autumn/q/change")
    phone.client.delete_cookie("visit", domain="127.0.0.1")
    refused = phone.client.post("/say/autumn/q/change", data={"answer": "my own words", "csrf_token": "stale"})
    assert refused.status_code == 400
    assert "my own words" in refused.text
    again = phone.client.post(
        "/say/autumn/q/change", data={"answer": "my own words", "csrf_token": _token(refused.text)}
    )
    assert again.location == "/say/autumn/q/age"
    assert "my own words" in phone.page("change")


def test_two_consultations_at_once_keep_their_answers_apart(phone, app):
    other = make_consultation(slug="winter")
    db.session.commit()
    phone.answer("change", "for autumn")
    phone.client.post_form("/say/winter/q/change", {"answer": "for winter"})
    assert "for autumn" in phone.page("change")
    assert "for winter" in phone.client.get("/say/winter/check").text
    phone.send()
    assert "for winter" in phone.client.get(f"/say/{other.slug}/check").text
