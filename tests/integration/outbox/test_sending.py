"""Rows first, sent later: killed at every step, by two workers at once, through servers that break in every way."""

import json
import multiprocessing
import os
import signal
import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select

from config import Settings, UnsafeSettings
from portal.core import clock, db
from portal.core.access import Role
from portal.outbox import channels, delivering, operations, queries
from portal.outbox.channels import Channel, Folder, Letter, Mail, Notify, channel_of
from portal.outbox.models import Message, Progress
from portal.outbox.rules import LEASE, Outcome
from tests.factories import people

LETTER = Letter("digest:1", "ailsa@example.org", "A reminder", "1 thing is late.")


class Fake(Channel):
    """Notes what goes out, and does what it is told."""

    def __init__(self, *outcomes, arrived=None, die=""):
        self.outcomes, self.known, self.die, self.sent = list(outcomes), arrived, die, []

    def send(self, letter):
        if self.die == "before":
            raise KeyboardInterrupt
        self.sent.append(letter)
        if self.die == "after":
            raise KeyboardInterrupt
        return self.outcomes.pop(0) if self.outcomes else Outcome.SENT

    def arrived(self, reference):
        if not self.known:
            return None
        return Outcome.SENT if any(one.reference == reference for one in self.sent) else Outcome.NOT_NOW


@pytest.fixture
def message(app):
    account = people.make_account(Role.CORPORATE_LEAD)
    account.email = "ailsa@example.org"
    assert operations.put(account, once="digest:1", subject="A reminder", body="1 thing is late.")
    db.session.commit()
    return db.session.scalars(select(Message)).one()


def state(message):
    db.session.expire_all()
    return db.session.get(Message, message.id).progress


def later(**ahead):
    return clock.pretend(clock.now() + timedelta(**ahead))


def test_one_occasion_is_one_message(message):
    assert not operations.put(message.account, once="digest:1", subject="A reminder", body="Another")
    assert len(db.session.scalars(select(Message)).all()) == 1


def test_whoever_left_or_has_no_email_is_not_written_to(app, message):
    champion = people.make_account(Role.CHAMPION)
    champion.email = None
    assert not operations.put(champion, once="digest:2", subject="A", body="B")
    message.account.active = False
    db.session.commit()
    channel = Fake()
    assert delivering.deliver(channel) == 0
    assert (channel.sent, state(message)) == ([], Progress.LET_GO)


def test_it_goes_out_once_and_is_wiped_after_a_week(message):
    channel = Fake()
    assert (delivering.deliver(channel), delivering.deliver(channel)) == (1, 0)
    assert [one.body for one in channel.sent] == ["1 thing is late."]
    assert b"late" not in (message.body_sealed or b"")
    with later(days=8):
        operations.forget()
        assert db.session.get(Message, message.id).body_sealed is None
    with later(days=91):
        operations.forget()
        assert db.session.scalars(select(Message)).all() == []


def test_a_server_that_is_busy_is_asked_again_later_and_at_last_a_person_looks(message):
    channel = Fake(*[Outcome.NOT_NOW] * 8)
    for tries in range(8):
        with later(hours=5 * tries):
            assert delivering.deliver(channel) == 1
            assert delivering.deliver(channel) == 0, "not before its time"
    assert state(message) is Progress.GIVEN_UP
    assert len(channel.sent) == 8


@pytest.mark.parametrize(
    ("die", "knows", "then", "total"),
    [
        ("before", True, Progress.SENT, 1),
        ("after", True, Progress.SENT, 1),
        ("before", False, Progress.UNSURE, 0),
        ("after", False, Progress.UNSURE, 1),
    ],
)
def test_killed_while_sending_it_arrives_once_or_is_flagged(message, die, knows, then, total):
    channel = Fake(arrived=knows, die=die)
    with pytest.raises(KeyboardInterrupt):
        delivering.deliver(channel)
    db.session.rollback()
    assert state(message) is Progress.SENDING
    channel.die = ""
    assert delivering.deliver(channel) == 0, "its sender may still be at it"
    with later(seconds=LEASE.total_seconds() + 1):
        delivering.deliver(channel)
    assert (state(message), len(channel.sent)) == (then, total)


@pytest.mark.parametrize("step", ["recover", "claim", "settle"])
def test_killed_between_steps_nothing_is_sent_twice(message, step, monkeypatch):
    channel, real = Fake(arrived=True), getattr(operations, step)

    def die(*args):
        real(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(operations, step, die)
    with pytest.raises(KeyboardInterrupt):
        delivering.deliver(channel)
    db.session.rollback()
    monkeypatch.setattr(operations, step, real)
    with later(seconds=LEASE.total_seconds() + 1):
        delivering.deliver(channel)
    assert (state(message), len(channel.sent)) == (Progress.SENT, 1)


def test_two_workers_at_once_send_it_once(app, message):
    channel, start = Fake(), threading.Barrier(2)

    def work():
        with app.app_context():
            start.wait()
            try:
                delivering.deliver(channel)
            except Exception:
                db.session.rollback()
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(2)]
    db.session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(channel.sent) == 1


def test_a_process_that_is_killed_leaves_a_whole_file_or_none(tmp_path):
    def work():
        folder = Folder(tmp_path)
        for number in range(100_000):
            folder.send(Letter(f"one:{number}", "a@example.org", "A reminder", "x" * 20_000))

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    while len(list(tmp_path.glob("*.txt"))) < 3:
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert all(path.read_text().endswith("x\n") for path in tmp_path.glob("*.txt"))


class Script(threading.Thread):
    """A mail server that says what it is told, line by line; `None` hangs up."""

    def __init__(self, **says):
        super().__init__(daemon=True)
        self.says = {"EHLO": "250 ok", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go", ".": "250 ok"} | says
        self.server = socket.create_server(("127.0.0.1", 0))
        self.heard = []
        self.start()

    def run(self):
        line, _ = self.server.accept()
        line.sendall(b"220 here\r\n")
        text, in_data = line.makefile("rb"), False
        for row in text:
            word = row.decode().strip()
            self.heard.append(word)
            key = "." if in_data and word == "." else "" if in_data else word.split(":")[0].split(" ")[0].upper()
            if not key:
                continue
            answer = self.says.get(key, "250 ok")
            if answer is None:
                break
            line.sendall(answer.encode() + b"\r\n")
            in_data = key == "DATA" and answer.startswith("354")
        text.close()
        line.close()
        self.server.close()


class Plain(Mail):
    """Without TLS: the other side is a script."""

    def _secure(self, server):
        """Nothing."""


@pytest.mark.parametrize(
    ("says", "outcome"),
    [
        ({}, Outcome.SENT),
        ({"MAIL": "451 later"}, Outcome.NOT_NOW),
        ({"RCPT": "550 nobody"}, Outcome.NEVER),
        ({"DATA": "554 no"}, Outcome.NEVER),
        ({".": "452 full"}, Outcome.NOT_NOW),
        ({".": "554 spam"}, Outcome.NEVER),
        ({"MAIL": None}, Outcome.NOT_NOW),
        ({".": None}, Outcome.UNSURE),
    ],
)
def test_mail_servers_in_every_mood(says, outcome):
    script = Script(**says)
    mail = Plain("127.0.0.1", script.server.getsockname()[1], "portal@example.org", None)
    assert mail.send(LETTER) is outcome
    if outcome is Outcome.SENT:
        ids = [one for one in script.heard if one.startswith("Message-ID")]
        again = Script()
        Plain("127.0.0.1", again.server.getsockname()[1], "portal@example.org", None).send(LETTER)
        assert ids == [one for one in again.heard if one.startswith("Message-ID")], "every try is the same letter"


def test_nobody_there_is_not_now():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert Mail("127.0.0.1", port, "portal@example.org", None).send(LETTER) is Outcome.NOT_NOW


class NotifyServer(BaseHTTPRequestHandler):
    """As much of GOV.UK Notify as is used."""

    status, kept, tokens = 201, [], []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).tokens.append(self.headers["Authorization"])
        if self.status == 201:
            type(self).kept.append(body | {"status": "sending"})
        self._say(self.status, {"id": "1"})

    def do_GET(self):
        reference = self.path.rpartition("=")[2]
        found = [one for one in self.kept if one["reference"].replace(":", "%3A") == reference]
        self._say(200, {"notifications": found})

    def log_message(self, *args):
        """Quiet."""

    def _say(self, status, content):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())


@pytest.mark.parametrize(
    ("status", "outcome"), [(201, Outcome.SENT), (400, Outcome.NEVER), (429, Outcome.NOT_NOW), (500, Outcome.NOT_NOW)]
)
def test_notify_is_asked_by_its_reference(status, outcome):
    server = HTTPServer(("127.0.0.1", 0), NotifyServer)
    NotifyServer.status, NotifyServer.kept, NotifyServer.tokens = status, [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    service, secret = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    channel = Notify(f"http://127.0.0.1:{server.server_port}", f"name-{service}-{secret}", "template")
    assert channel.send(LETTER) is outcome
    assert channel.arrived(LETTER.reference) is (Outcome.SENT if status == 201 else Outcome.NOT_NOW)
    for states, came_to in (
        (["permanent-failure"], Outcome.NEVER),
        (["technical-failure"], Outcome.NOT_NOW),
        (["temporary-failure", "permanent-failure"], Outcome.NEVER),
        (["temporary-failure", "delivered"], Outcome.SENT),
        (["pending"], Outcome.SENT),
    ):
        NotifyServer.kept = [{"reference": LETTER.reference, "status": one} for one in states]
        assert channel.arrived(LETTER.reference) is came_to, states
    head, claims, signature = NotifyServer.tokens[0].removeprefix("Bearer ").split(".")
    assert all((head, claims, signature))
    server.shutdown()
    server.server_close()
    assert channel.arrived(LETTER.reference) is None
    assert channel.send(LETTER) is Outcome.UNSURE


def test_the_channel_is_a_setting(tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "smtp.password").write_text("secret\n")
    (keys / "notify.key").write_text("name-" + "1" * 36 + "-" + "2" * 36)
    own = {"var_dir": tmp_path, "keys_dir": keys}
    assert isinstance(channel_of(Settings(**own)), Folder)
    mail = Settings(**own, mail_channel="smtp", smtp_host="mail", mail_from="a@example.org", smtp_user="portal")
    assert channel_of(mail).login == ("portal", "secret")
    assert isinstance(channel_of(Settings(**own, mail_channel="notify", notify_template="t")), Notify)
    for wrong in ({"mail_channel": "pigeon"}, {"mail_channel": "smtp"}, {"mail_channel": "notify"}):
        assert any("PORTAL_MAIL" in problem for problem in Settings(**own, **wrong).problems())
        with pytest.raises(UnsafeSettings):
            channel_of(Settings(**own, **wrong))


def test_an_administrator_decides_about_what_nobody_is_sure_of(signed_in, message):
    message_id = message.id
    client = signed_in(Role.ADMINISTRATOR)
    assert "Nothing to look at" in client.get("/work/outbox").text
    message = db.session.get(Message, message_id)
    message.progress = Progress.UNSURE
    db.session.commit()
    assert "may not have arrived" in client.get("/work/").text
    page = client.get("/work/outbox").text
    assert "May have been sent" in page and "1 thing is late" not in page
    path = f"/work/outbox/{message_id}"
    assert client.post_form(f"{path}/again", {}, page="/work/outbox").status_code == 303
    channel = Fake()
    delivering.deliver(channel)
    assert (db.session.get(Message, message_id).progress, len(channel.sent), queries.count_to_look_at()) == (
        Progress.SENT,
        1,
        0,
    )


def test_a_late_result_does_not_undo_what_a_person_decided(message):
    letter = operations.claim(message.id)
    message.progress = Progress.LET_GO
    db.session.commit()
    operations.settle(message.id, Outcome.NOT_NOW, letter.taken_at)
    assert state(message) is Progress.LET_GO


@pytest.mark.parametrize("tells", [None, Outcome.NOT_NOW])
def test_a_slow_try_taken_for_lost_that_did_send_is_sent_and_not_sent_again(message, tells):
    letter, channel = operations.claim(message.id), Fake()
    db.session.commit()
    channel.arrived = lambda reference: tells
    with later(seconds=LEASE.total_seconds() + 1):
        operations.recover(channel)
        db.session.commit()
        operations.settle(message.id, Outcome.SENT, letter.taken_at)
        db.session.commit()
        delivering.deliver(channel)
    assert (state(message), channel.sent) == (Progress.SENT, [])


def test_the_result_of_an_earlier_try_says_nothing_about_a_later_one(message):
    letter = operations.claim(message.id)
    message.progress = Progress.UNSURE
    operations.send_again(message, by=people.make_account(Role.ADMINISTRATOR))
    operations.claim(message.id)
    operations.settle(message.id, Outcome.UNSURE, letter.taken_at)
    assert state(message) is Progress.SENDING


def test_a_server_that_says_a_letter_now_and_then_is_cut_off(monkeypatch):
    monkeypatch.setattr(channels, "WHOLE_TRY", 0.5)
    server = socket.create_server(("127.0.0.1", 0))

    def drip():
        with suppress(OSError):
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"220 hello\r\n")
                for _ in range(200):
                    time.sleep(0.1)
                    connection.sendall(b"2")

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    began = time.monotonic()
    assert Plain("127.0.0.1", server.getsockname()[1], "portal@example.org", None).send(LETTER) is Outcome.NOT_NOW
    assert time.monotonic() - began < 10
    server.close()
    thread.join()
    assert LEASE.total_seconds() / 2 + 1 > channels.WHOLE_TRY
