"""One submission, however often and from wherever it is sent; looking never writes; words leave no trace."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import event, func, select, text

from portal.consultations.kinds import kind_of
from portal.consultations.models import Answer, Submission
from portal.contributions.models import Contribution, Words, YoungVisit
from portal.core import db
from tests.factories.consultations import make_consultation

CANARY = "zebrafinch under the ninth staircase"


@pytest.fixture
def wave(app):
    made = make_consultation(slug="autumn")
    db.session.commit()
    return made


@pytest.fixture
def answered(client, wave):
    client.post_form("/say/autumn/q/home", {"answer": wave.questions[0].choices[0].key})
    client.post_form("/say/autumn/q/change", {"answer": CANARY})
    return client


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def together(app, client, path, data, times):
    """The same request from many threads at the same moment, each with the same cookie."""
    token = re.search(r'csrf_token" value="([^"]+)', client.get(path).text).group(1)
    cookie = client.get_cookie("visit", domain="127.0.0.1").value
    start = Barrier(times)

    def send(number):
        own = app.test_client()
        own.set_cookie("visit", cookie, domain="127.0.0.1")
        start.wait()
        return own.post(path, data={"csrf_token": token, **data(number)})

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


def test_fifty_taps_at_once_make_one_submission_and_one_code(app, answered):
    sent = together(app, answered, "/say/autumn/check", lambda _: {}, 50)
    assert {response.status_code for response in sent} <= {303, 503}
    done = [response for response in sent if response.status_code == 303]
    assert {response.location for response in done} == {"/sent"}
    assert (count(Contribution), count(Submission), count(Answer), count(Words)) == (1, 1, 1, 1)
    pages = {tuple(re.findall(r"<li>([a-z]+)</li>", answered.get("/sent").text)[:4]) for _ in range(3)}
    assert len(pages) == 1


def test_answers_given_at_once_in_several_tabs_are_all_kept(app, client, wave):
    path = "/say/autumn/q/change"
    client.post_form("/say/autumn/q/home", {"answer": "good"})  # the first has the draft made
    token = re.search(r'csrf_token" value="([^"]+)', client.get(path).text).group(1)
    cookie = client.get_cookie("visit", domain="127.0.0.1").value
    keys = ["home", "family", "change", "age", "where", "place"]
    values = {key: wave.by_key[key].choices[0].key for key in keys if key != "change"} | {"change": "mine"}
    start = Barrier(len(keys))

    def send(key):
        own = app.test_client()
        own.set_cookie("visit", cookie, domain="127.0.0.1")
        start.wait()
        return own.post(f"/say/autumn/q/{key}", data={"csrf_token": token, "answer": values[key]})

    with ThreadPoolExecutor(len(keys)) as pool:
        assert {response.status_code for response in pool.map(send, keys)} == {303}
    assert client.get("/say/autumn/check").text.count("Skipped") == 2


def test_a_request_cut_off_half_way_stores_nothing_and_can_be_sent_again(answered, monkeypatch):
    from portal.contributions import young

    with monkeypatch.context() as broken:
        broken.setattr(young, "save", lambda: 1 / 0)
        assert answered.post_form("/say/autumn/check").status_code == 500
    assert (count(Contribution), count(Submission), count(Words)) == (0, 0, 0)
    assert answered.post_form("/say/autumn/check").location == "/sent"
    assert count(Contribution) == 1


def test_looking_never_writes(app, answered, wave):
    answered.post_form("/say/autumn/check")
    answered.post_form("/say/autumn/q/family", {"skip": "1"})
    statements = []
    bound = db.session.get_bind()

    def note(connection, cursor, statement, *rest):
        statements.append(statement.split()[0].upper())

    event.listen(bound, "before_cursor_execute", note)
    try:
        for path in ("/", "/privacy", "/accessibility", "/say/autumn", "/sent", "/done"):
            assert answered.get(path).status_code == 200
        for page in (*(f"q/{key}" for key in wave.by_key), "who", "share", "check"):
            assert answered.get(f"/say/autumn/{page}").status_code == 200
    finally:
        event.remove(bound, "before_cursor_execute", note)
    assert set(statements) <= {"BEGIN", "SELECT"}


def test_a_question_costs_few_statements_to_see_and_to_answer(app, answered, wave):
    counted = []
    bound = db.session.get_bind()

    def note(connection, cursor, statement, *rest):
        if not statement.startswith("BEGIN"):
            counted.append(statement)

    event.listen(bound, "before_cursor_execute", note)
    try:
        for question in wave.questions:
            counted.clear()
            page = answered.get(f"/say/autumn/q/{question.key}").text
            assert len(counted) <= (3 if kind_of(question).is_words else 2), counted  # words: help lines beside
            counted.clear()
            token = re.search(r'csrf_token" value="([^"]+)', page).group(1)
            value = question.choices[0].key if question.choices else "7"
            answered.post(f"/say/autumn/q/{question.key}", data={"csrf_token": token, "answer": value})
            assert len(counted) <= 4, counted
            assert len(answered.get(f"/say/autumn/q/{question.key}").data) <= 3 * 1024
    finally:
        event.remove(bound, "before_cursor_execute", note)


def test_what_was_written_is_in_no_byte_of_the_database_nor_in_a_log_or_cookie(app, answered, settings, capfd):
    held = answered.get("/say/autumn/check")
    assert CANARY in held.text
    answered.post_form("/say/autumn/check")
    answered.get("/sent")
    assert CANARY not in str(answered.get_cookie("visit", domain="127.0.0.1"))
    db.session.remove()
    if settings.is_sqlite:
        stored = settings.database_url.removeprefix("sqlite:///")
        for suffix in ("", "-wal", "-shm"):
            with open(stored + suffix, "rb") as file:
                assert b"zebrafinch" not in file.read()
    else:
        for table in db.Base.metadata.sorted_tables:
            rows = db.session.execute(text(f'SELECT t::text FROM "{table.name}" t')).scalars()  # noqa: S608
            assert not [row for row in rows if "zebrafinch" in row]
    shown = capfd.readouterr()
    assert "zebrafinch" not in shown.out + shown.err


def test_leaving_quickly_ends_everything_on_the_server(answered):
    cookie = answered.get_cookie("visit", domain="127.0.0.1").value
    left = answered.post("/leave")
    assert (left.status_code, left.location) == (303, "/go")
    assert "cookies" in left.headers["Clear-Site-Data"]
    assert count(YoungVisit) == 0
    answered.set_cookie("visit", cookie, domain="127.0.0.1")
    for page in ("/say/autumn/q/change", "/say/autumn/check", "/say/autumn/who", "/sent"):
        assert CANARY not in answered.get(page).text


def test_what_was_said_comes_first_on_the_look_over_and_what_was_skipped_is_folded(client, wave):
    client.post_form("/say/autumn/q/home", {"answer": wave.by_key["home"].choices[0].key})
    page = client.get("/say/autumn/check").text
    folded = page[page.index("<details") : page.index("</details>")]
    skipped = folded.count("Skipped")
    assert skipped >= 3 and f"{skipped} questions you skipped" in folded
    assert page.count("Skipped") == skipped and wave.by_key["home"].prompt not in folded
