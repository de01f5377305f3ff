from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import entering, operations, passwords, queries, two_factor
from portal.accounts.models import WorkSession
from portal.accounts.sessions import DatabaseSessions
from portal.accounts.slowing import Guessing
from portal.audit.models import AuditEvent
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.core.limits import counters
from tests.factories import people

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def officer(app):
    account = people.make_account(Role.PARTICIPATION_OFFICER)
    passwords.set_password(account, PASSWORD)
    db.session.commit()
    return account


def sign_in(client, account, password=PASSWORD):
    return client.post_form("/work/sign-in", {"username": account.username.upper(), "password": password})


def again(account):
    """The same account in a session of the test's own: a request ends the one before."""
    db.set_writing(True)
    return queries.get_account(account.id)


def test_right_password_leads_home(client, officer):
    answer = sign_in(client, officer)
    assert (answer.status_code, answer.location) == (303, "/work/")
    assert officer.name in client.get("/work/").text


def test_wrong_password_and_unknown_name_look_the_same(client, officer):
    wrong = sign_in(client, officer, "not the pass phrase")
    nobody = client.post_form("/work/sign-in", {"username": "nobody", "password": PASSWORD})
    said = "That name and passphrase do not go together."
    assert said in wrong.text
    assert said in nobody.text


def test_cookie_from_before_signing_in_is_worth_nothing(client, officer):
    client.get("/work/sign-in")
    before = client.get_cookie("work", domain="127.0.0.1").value
    sign_in(client, officer)
    after = client.get_cookie("work", domain="127.0.0.1").value
    assert before != after
    client.set_cookie("work", before, domain="127.0.0.1")
    assert client.get("/work/").status_code == 303


def test_old_cookie_is_refused_after_signing_out(client, officer):
    sign_in(client, officer)
    cookie = client.get_cookie("work", domain="127.0.0.1").value
    client.post_form("/work/sign-out", page="/work/")
    assert db.session.query(WorkSession).filter(WorkSession.account_id == officer.id).count() == 0
    client.set_cookie("work", cookie, domain="127.0.0.1")
    assert client.get("/work/").status_code == 303


def test_closing_the_account_ends_the_visit_with_the_next_request(client, officer):
    sign_in(client, officer)
    again(officer).active = False
    db.session.commit()
    assert client.get("/work/").status_code == 303


def test_losing_the_role_ends_the_visit_with_the_next_request(client, officer):
    sign_in(client, officer)
    operations.take_role(again(officer).roles[0], by=people.make_account(Role.ADMINISTRATOR))
    db.session.commit()
    assert client.get("/work/").status_code == 303


def test_a_quarter_of_an_hour_of_nothing_ends_the_visit(client, officer):
    sign_in(client, officer)
    with time_machine.travel(clock.now() + timedelta(minutes=14), tick=False):
        assert client.get("/work/").status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=30), tick=False):
        assert client.get("/work/").status_code == 303


def test_eight_hours_end_the_visit_however_busy(client, officer):
    sign_in(client, officer)
    start = clock.now()
    for minutes in range(10, 8 * 60, 10):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert client.get("/work/").status_code == 200
    with time_machine.travel(start + timedelta(hours=8), tick=False):
        assert client.get("/work/").status_code == 303


def test_second_step_is_asked_once_it_is_set_up(client, officer):
    two_factor.begin_enrolment(officer)
    two_factor.confirm_enrolment(officer)
    db.session.commit()
    assert sign_in(client, officer).location.startswith("/work/sign-in/second-step")
    assert client.get("/work/").status_code == 303
    code = pyotp.TOTP(crypto.unseal(officer, "totp_secret")).now()
    assert client.post_form("/work/sign-in/second-step", {"one_time": code}).location == "/work/"
    assert client.get("/work/").status_code == 200


def test_a_code_counts_once(app, officer):
    two_factor.begin_enrolment(officer)
    code = pyotp.TOTP(crypto.unseal(officer, "totp_secret")).now()
    assert two_factor.verify(officer, code)
    assert not two_factor.verify(officer, code)


def test_a_recovery_code_counts_once(app, officer):
    two_factor.begin_enrolment(officer)
    code = two_factor.confirm_enrolment(officer)[0]
    assert two_factor.use_recovery_code(officer, code)
    db.session.flush()
    assert not two_factor.use_recovery_code(officer, code)


def test_setting_up_the_second_step_shows_recovery_codes_once(client, officer):
    sign_in(client, officer)
    client.post_form("/work/second-step", {"begin": "1"})
    code = pyotp.TOTP(crypto.unseal(again(officer), "totp_secret")).now()
    answer = client.post_form("/work/second-step", {"one_time": code})
    assert "Keep these recovery codes" in answer.text
    assert answer.text.count("<li><code>") == two_factor.RECOVERY_CODES


def test_where_somebody_wanted_to_go_is_never_an_address_from_outside(client, officer):
    for hostile in ("https://evil.example", "//evil.example", "\\\\evil.example", "/\tevil", "data:text/html,x"):
        page = client.get("/work/sign-in", query_string={"to": hostile})
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        answer = client.post(
            "/work/sign-in",
            query_string={"to": hostile},
            data={"csrf_token": token, "username": officer.username, "password": PASSWORD},
        )
        assert answer.location == "/work/"


def test_the_page_they_wanted_comes_back_after_signing_in(client, officer):
    asked = client.get("/work/account")
    assert asked.status_code == 303
    page = client.get(asked.location)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "username": officer.username, "password": PASSWORD}
    assert client.post(asked.location, data=data).location == "/work/account"


@pytest.fixture
def strict(the_app, monkeypatch):
    """The portal as it is outside a demonstration."""
    from dataclasses import replace

    monkeypatch.setitem(the_app.config, "SETTINGS", replace(the_app.config["SETTINGS"], demo=False))


def test_without_the_second_step_no_door_opens_whatever_is_tried(client, officer, strict):
    sign_in(client, officer)
    for path in ("/work/", "/work/views", "/work/role", "/work/account", "/work/people/waiting"):
        assert client.get(path).location == "/work/second-step", path
    client.post_form("/work/role", {"role": "participation_officer"}, page="/work/second-step")
    assert client.get("/work/views").location == "/work/second-step"
    assert client.post_form("/work/sign-out", page="/work/second-step").status_code == 303


def test_changing_the_password_ends_every_other_visit(app, officer):
    one, other = app.test_client(), app.test_client()
    for client in (one, other):
        sign_in(client, officer)
    one.post_form("/work/account", {"current": PASSWORD, "new": "another long pass phrase"})
    assert one.get("/work/account").status_code == 200
    assert other.get("/work/account").status_code == 303


def test_looking_at_the_sign_in_page_writes_no_row(client):
    for _ in range(3):
        client.get("/work/sign-in")
    assert db.session.query(WorkSession).count() == 0


def guess(client, name, times):
    """So many wrong passphrases; the status of each answer."""
    return [
        client.post_form("/work/sign-in", {"username": name, "password": "not the pass phrase"}).status_code
        for _ in range(times)
    ]


def test_after_five_misses_each_guess_waits_longer_and_nobody_is_locked_out(client, officer):
    with time_machine.travel(clock.now(), tick=False) as moment:
        assert guess(client, officer.username, 8) == [200] * 6 + [429] * 2
        waits = []
        for _ in range(7):
            guessing = Guessing(f"name:{officer.username}", "127.0.0.1")
            waits.append(guessing.seconds_to_wait())
            moment.shift(timedelta(seconds=waits[-1] + 1))
            guess(client, officer.username, 1)
        assert waits[0] <= 2
        assert all(
            longest / 2 <= wait <= longest for wait, longest in zip(waits, (2, 4, 8, 16, 32, 42, 42), strict=True)
        )
        moment.shift(timedelta(seconds=44))
        assert sign_in(client, officer).location == "/work/"


def test_the_turn_of_a_quarter_of_an_hour_gives_no_free_guesses(client, officer):
    """Also after the sweep that the turn of an hour brings."""
    with time_machine.travel(datetime(2026, 3, 4, 12, 59, 50, tzinfo=UTC), tick=False) as moment:
        assert guess(client, officer.username, 8)[-1] == 429
        moment.shift(timedelta(seconds=54))
        counters().sweep()
        assert guess(client, officer.username, 2) == [200, 429]


def test_the_right_passphrase_from_elsewhere_is_never_kept_waiting(client, officer):
    assert guess(client, officer.username, 9)[-1] == 429
    page = client.get("/work/sign-in").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "username": officer.username, "password": PASSWORD}
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.post("/work/sign-in", data=data, environ_overrides=elsewhere).location == "/work/"


def test_signing_in_often_is_no_guessing(client, officer):
    for _ in range(30):
        assert sign_in(client, officer).location == "/work/"


def test_trying_many_names_is_slowed_too(client, officer):
    statuses = [guess(client, f"name-{number}", 1)[0] for number in range(25)]
    assert statuses == [200] * 21 + [429] * 4


@pytest.mark.parametrize(
    ("address", "same", "other"),
    [("192.0.2.7", "192.0.2.200", "192.0.3.7"), ("2001:db8:1:2::5", "2001:db8:1:ff::9", "2001:db8:2::5")],
)
def test_a_network_counts_as_one_guesser(app, address, same, other):
    for _ in range(6):
        Guessing("name:x", address).note_miss()
    assert Guessing("name:x", same).seconds_to_wait() > 0
    assert Guessing("name:x", other).seconds_to_wait() == 0
    assert Guessing("name:y", address).seconds_to_wait() == 0


def test_a_request_on_its_way_does_not_bring_back_a_visit_that_was_ended(client, officer):
    sign_in(client, officer)
    token = client.get_cookie("work", domain="127.0.0.1").value
    stored = DatabaseSessions()
    values = stored.load(token)
    stored.end(token)
    stored.save(token, {**values, "_flashes": []}, stored=True)
    assert stored.load(token) is None
    assert client.get("/work/").status_code == 303


def test_another_website_cannot_push_a_visit_out(client, officer):
    for path in ("/work/sign-in", "/work/sign-out", "/work/account", "/code", "/not-safe"):
        for mode in ("no-cors", "navigate"):
            answer = client.post(path, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode})
            assert "Set-Cookie" not in answer.headers, path
    embedded = client.get("/work/sign-in", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})
    assert "Set-Cookie" not in embedded.headers


def test_a_link_from_another_website_leads_to_a_form_that_works(client, officer):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    page = client.get("/work/sign-in", headers=headers).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "username": officer.username, "password": PASSWORD}
    assert client.post("/work/sign-in", data=data).location == "/work/"


def test_coming_in_and_going_out_are_in_the_log_with_the_role(client, officer):
    sign_in(client, officer, "not the pass phrase")
    sign_in(client, officer)
    client.post_form("/work/second-step", {"begin": "1"})
    code = pyotp.TOTP(crypto.unseal(again(officer), "totp_secret")).now()
    client.post_form("/work/second-step", {"one_time": code})
    client.post_form("/work/account", {"current": PASSWORD, "new": "another long pass phrase"})
    client.post_form("/work/sign-out", page="/work/account")
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).all()
    assert [(event.action, event.actor_role) for event in events] == [
        ("sign-in.refused", None),  # nobody acts in a role yet
        ("sign-in", "participation_officer"),
        ("second-step.begun", "participation_officer"),
        ("second-step.set-up", "participation_officer"),
        ("password.changed", "participation_officer"),
        ("sign-out", "participation_officer"),
    ]


def test_spending_a_recovery_code_is_in_the_log(app, officer):
    two_factor.begin_enrolment(officer)
    code = two_factor.confirm_enrolment(officer)[0]
    assert entering.try_second_step(officer, code)
    spent = db.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()
    assert (spent.action, spent.facts) == ("recovery-code.spent", '{"left": 7}')


def test_a_role_is_forgotten_with_the_request_that_acted_in_it(signed_in, officer):
    signed_in(officer, Role.PARTICIPATION_OFFICER).get("/work/")
    from portal.audit import operations as audit

    assert audit.record("later", by=officer.id).actor_role is None
