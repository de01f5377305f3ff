import re
from datetime import timedelta

import pytest
import time_machine

from portal.board.models import Say
from portal.contributions import operations as contributions
from portal.contributions import queries as contribution_queries
from portal.contributions.models import Purpose
from portal.core import clock, db
from portal.core.access import Role
from portal.feedback import queries as feedback
from tests.factories import answers, consultations, people, voices
from tests.factories.invitations import make_letters
from tests.support.phone import Page


@pytest.fixture
def mine(app):
    received = voices.make_contribution("I never see my wee brother")
    db.session.commit()
    return received


@pytest.fixture
def opened(client, mine):
    assert client.post_form("/code", {"code": mine.code}).location == "/thread"
    return client


def again(received):
    db.set_writing(True)
    return contribution_queries.get_contribution(received.contribution.id)


def test_four_words_open_the_thread_however_they_are_typed(client, mine):
    assert client.post_form("/code", {"code": mine.code.upper().replace(" ", " - ")}).location == "/thread"
    page = client.get("/thread").text
    assert "You sent it" in page
    assert "I never see my wee brother" in page


def test_without_a_code_there_is_no_thread(client):
    assert client.get("/thread").location == "/code"
    refused = client.post_form("/thread/write", {"text": "what I typed"}, page="/code")
    assert refused.status_code == 400
    assert "what I typed" in refused.text


def test_a_wrong_code_says_only_that_it_opens_nothing(client, mine):
    words = mine.code.split()
    answer = client.post_form("/code", {"code": " ".join(reversed(words))})
    assert "don’t open anything" in answer.text
    strange = client.post_form("/code", {"code": " ".join([*words[:3], "zzzz"])})
    assert "“zzzz” is not one of our words" in strange.text


@pytest.mark.parametrize("typed", ["two words", "five words that nobody has"])
def test_what_has_the_shape_of_no_code_is_told_every_shape_there_is(client, mine, typed):
    page = client.post_form("/code", {"code": typed}).text
    assert "Codes are four words, three words and a number, or twelve letters and numbers." in page


def test_the_sixth_guess_has_to_wait_and_the_right_code_still_works_after(client, mine):
    for _ in range(6):
        assert client.post_form("/code", {"code": "wrong one here again"}).status_code == 200
    slowed = client.post_form("/code", {"code": mine.code})
    assert slowed.status_code == 429
    assert mine.code in slowed.text
    with time_machine.travel(clock.now() + timedelta(seconds=5), tick=False):
        assert client.post_form("/code", {"code": mine.code}).status_code == 303


def test_a_thread_closes_by_itself_and_by_hand(opened, mine):
    with time_machine.travel(clock.now() + timedelta(minutes=36), tick=False):
        assert opened.get("/thread").location == "/code"
    opened.post_form("/code", {"code": mine.code})
    opened.post_form("/thread/close", page="/thread")
    assert opened.get("/thread").location == "/code"


def test_leaving_quickly_ends_the_thread_on_the_server(opened):
    cookie = opened.get_cookie("visit", domain="127.0.0.1").value
    opened.post("/leave")
    opened.set_cookie("visit", cookie, domain="127.0.0.1")
    assert opened.get("/thread").location == "/code"


def test_reading_and_a_reply_show_on_the_life_line(opened, mine):
    assert "A person reads it" in opened.get("/thread").text
    officer = people.make_account(Role.PARTICIPATION_OFFICER, name="Nobody Should See This")
    contributions.mark_read(again(mine), by=officer, role=Role.PARTICIPATION_OFFICER)
    contributions.reply(again(mine), "Thank you. We will ask.", by=officer)
    db.session.commit()
    page = opened.get("/thread").text
    assert "A person read it" in page
    assert "Thank you. We will ask." in page
    assert "Nobody Should See This" not in page


def test_writing_back_puts_the_thread_in_the_queue_again(opened, mine):
    opened.post_form("/thread/write", {"text": "He lives two streets away"}, page="/thread")
    assert "He lives two streets away" in opened.get("/thread").text
    assert again(mine).triaged_at is None


def test_too_long_a_message_is_kept_and_says_by_how_much(opened):
    answer = opened.post_form("/thread/write", {"text": "x" * 10_007}, page="/thread")
    assert answer.status_code == 200
    assert "7 letters too long" in answer.text
    assert "x" * 10_007 in answer.text


def test_others_said_it_too_only_from_a_release(opened, mine):
    theme = answers.make_theme("Family time")
    answers.put_under(theme, again(mine), *(voices.make_contribution().contribution for _ in range(30)))
    db.session.commit()
    page = opened.get("/thread").text
    assert "“family time”" in page
    assert "31" not in Page(page).text
    assert "Others said it too" not in page


def test_the_way_from_the_board_to_the_answer_shows(opened, mine):
    theme = answers.make_theme()
    answers.put_under(theme, again(mine))
    ask = answers.make_ask(theme)
    answers.make_claimed_action(ask)
    answers.make_feedback(ask)
    db.session.commit()
    page = opened.get("/thread").text
    for station in ("It went to the Champions Board", "said: yes", "says it is done", "We told everyone"):
        assert station in page, station


def in_sight(page):
    """A page without what stands behind a tap."""
    return re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)


def test_an_answer_is_never_folded_and_a_second_ask_says_where_it_stands(opened, mine):
    theme = answers.make_theme()
    answers.put_under(theme, again(mine))
    ask = answers.make_ask(theme)
    answers.make_claimed_action(ask)
    answers.make_feedback(ask)
    answers.make_ask(theme)
    db.session.commit()
    page = opened.get("/thread").text
    assert "said: yes" in in_sight(page) and "What do you make of their answer?" in in_sight(page)
    summaries = re.findall(r"<summary>(.*?)</summary>", page, re.DOTALL)
    assert any("said: yes · You can rate it" in one for one in summaries)


def test_a_verdict_can_be_given_and_changed_only_on_ones_own_asks(opened, mine):
    theme = answers.make_theme()
    answers.put_under(theme, again(mine))
    ask, stranger = answers.make_ask(theme), answers.make_ask()
    for one in (ask, stranger):
        answers.make_claimed_action(one)
    db.session.commit()
    ask_id, stranger_id, mine_id = ask.id, stranger.id, mine.contribution.id
    assert opened.post_form(f"/thread/say/{ask_id}", {"say": "not_yet"}, page="/thread").status_code == 303
    assert feedback.verdicts_of(mine_id) == {ask_id: Say.NOT_YET}
    opened.post_form(f"/thread/say/{ask_id}", {"say": "yes"})
    assert feedback.verdicts_of(mine_id) == {ask_id: Say.YES}
    assert opened.post_form(f"/thread/say/{stranger_id}", {"say": "yes"}, page="/thread").status_code == 404
    assert opened.post_form(f"/thread/say/{ask_id}", {"say": "nonsense"}).status_code == 200


def test_nothing_to_judge_before_anybody_claims_it(opened, mine):
    theme = answers.make_theme()
    answers.put_under(theme, again(mine))
    ask = answers.make_ask(theme)
    db.session.commit()
    assert opened.get(f"/thread/say/{ask.id}").status_code == 404


def test_sharing_can_be_changed_and_counts_at_once(opened, mine):
    opened.post_form("/thread/sharing", {"purposes": ["board", "quote"]})
    assert contribution_queries.allows(mine.contribution.id, Purpose.QUOTE)
    opened.post_form("/thread/sharing", {"purposes": ["board"]})
    assert not contribution_queries.allows(mine.contribution.id, Purpose.QUOTE)
    assert contribution_queries.allows(mine.contribution.id, Purpose.BOARD)
    assert "My worker" not in opened.get("/thread/sharing").text


def test_two_phones_never_see_each_others_thread(app, opened):
    other = voices.make_contribution("Something quite different")
    db.session.commit()
    second = app.test_client()
    second.post_form("/code", {"code": other.code})
    assert "Something quite different" in second.get("/thread").text
    assert "Something quite different" not in opened.get("/thread").text


def test_opening_and_saying_are_counted_by_day_not_logged(opened, mine):
    from portal.audit.models import AuditEvent, DailyCount

    assert db.session.query(AuditEvent).count() == 0
    assert {row.action for row in db.session.query(DailyCount)} >= {"thread.opened", "answers.received"}


def test_taking_it_back_wipes_it_and_ends_the_code(opened, mine):
    from portal.contributions.models import Words

    theme = answers.make_theme()
    answers.put_under(theme, again(mine))
    db.session.commit()
    assert "can’t undo" in opened.get("/thread/take-back").text
    assert "You have taken it back" in opened.post_form("/thread/take-back").text
    assert opened.get("/thread").location == "/code"
    assert "don’t open anything" in opened.post_form("/code", {"code": mine.code}).text
    assert db.session.query(Words).count() == 0
    assert again(mine).withdrawn_on is not None


def test_a_copy_to_print_holds_the_words_and_never_the_code(opened, mine):
    page = opened.get("/thread/copy").text
    assert "I never see my wee brother" in page
    assert not any(f">{word}<" in page for word in mine.code.split())


def test_a_cookie_from_before_the_thread_was_opened_is_worth_nothing(client, mine):
    client.get("/code")
    before = client.get_cookie("visit", domain="127.0.0.1").value
    client.post_form("/code", {"code": mine.code})
    assert client.get_cookie("visit", domain="127.0.0.1").value != before
    client.set_cookie("visit", before, domain="127.0.0.1")
    assert client.get("/thread").location == "/code"


def test_taking_it_back_closes_it_on_every_phone(app, opened, mine):
    other = app.test_client()
    other.post_form("/code", {"code": mine.code})
    opened.post_form("/thread/take-back")
    assert other.get("/thread").location == "/code"


def test_leaving_works_even_when_nothing_can_be_stored(opened, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from portal.contributions import visits

    def broken(token):
        raise OperationalError("x", {}, Exception("locked"))

    monkeypatch.setattr(visits, "end_visit", broken)
    answer = opened.post("/leave")
    assert answer.status_code == 303
    assert "visit=;" in "".join(answer.headers.getlist("Set-Cookie"))


def test_one_door_takes_the_code_of_a_letter_and_nothing_is_spent_before_start(client, app):
    made = make_letters(consultations.make_consultation(slug="autumn"))
    db.session.commit()
    code = made.letters[0].code
    for _ in range(2):  # looking twice costs nothing
        shown = client.post_form("/code", {"code": code.lower().replace("-", " ")})
        assert shown.status_code == 200 and "Your code works once" in shown.text
    sent = Page(shown.text, "/code").form("code").as_it_stands()
    assert client.post("/invited", data=dict(sent)).location == "/say/autumn"


def test_a_slip_in_a_code_of_a_letter_is_said_as_such_and_stays_in_the_box(client, app):
    db.session.commit()
    page = client.post_form("/code", {"code": "7P8F-P3P2-G5X"}).text
    assert "twelve letters and numbers. Check" in page and 'value="7P8F-P3P2-G5X"' in page


def test_the_newest_messages_are_in_sight_and_older_ones_one_tap_away(opened):
    for number in range(5):
        opened.post_form("/thread/write", {"text": f"message {number}"}, page="/thread")
    page = opened.get("/thread").text
    older = page[page.index("3 older messages") : page.index("</details>", page.index("3 older messages"))]
    assert [f"message {number}" in older for number in range(5)] == [True, True, True, False, False]
    assert page.index("message 3") < page.index("message 4") < page.index("Write to us")
