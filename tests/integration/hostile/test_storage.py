"""When nothing can be saved: a plain page that keeps the words and shows who helps, and never a false "sent"."""

import contextlib
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import Settings
from portal.accounts.models import WorkSession
from portal.accounts.sessions import DatabaseSessions
from portal.core import clock, db
from portal.core.access import Role
from tests.factories import consultations, people, place, voices
from tests.integration.hostile.conftest import SLUG
from tests.integration.hostile.test_crash import LONG_QUESTION, draft, send, stored
from tests.support import canary, fuzz
from tests.support.phone import Page, Pairs, Phone, Reply
from tests.support.postgres import KIND
from tests.support.server import Server, installation

WORDS = "I sleep at my aunt’s now and nobody asked me about it"
PATIENCE = 20.0


def asked(phone: Phone) -> tuple[str, Pairs]:
    """The long question, answered but not sent yet."""
    form = phone.get(f"/say/{SLUG}/q/{LONG_QUESTION}").page.form("answer")
    phone.hang_up()
    return form.action, form.filled(answer=WORDS)


def urgent(phone: Phone) -> tuple[str, Pairs]:
    """The not-safe page, filled in but not sent yet."""
    form = phone.get("/not-safe").page.form("words")
    phone.hang_up()
    return form.action, form.filled(words=WORDS)


def assert_kept(reply: Reply) -> None:
    """The page says it was not sent, holds the words to send again, and the numbers that answer."""
    assert reply.status == 503, reply.status
    assert fuzz.shows(reply.text, WORDS)
    page = reply.page
    assert "999" in page.text
    assert "0800 1111" in page.text, "help lines of the partnership are missing"
    assert "not sent" in page.text.lower()
    again = next(form for form in page.forms if any(WORDS in control.chosen for control in form.controls.values()))
    assert again.controls.keys() >= {"csrf_token"}
    assert "retry-after" in {name.lower() for name, _ in reply.headers}


def send_again(phone: Phone, reply: Reply) -> Reply:
    """Press "Send again" on the page that kept the words."""
    form = next(f for f in reply.page.forms if any(WORDS in control.chosen for control in f.controls.values()))
    return phone.post(form.action, form.as_it_stands())


@contextlib.contextmanager
def somebody_else_writes(server: Server) -> Iterator[None]:
    """Another program holds the database for as long as this lasts."""
    engine = db.create_engine(server.settings)
    statement = "SELECT 1" if KIND == "sqlite" else "LOCK TABLE young_visit, contribution IN ACCESS EXCLUSIVE MODE"
    try:
        with engine.connect() as connection, connection.begin():  # BEGIN IMMEDIATE, as every writer does
            connection.execute(sa.text(statement))
            yield
    finally:
        engine.dispose()


def test_a_locked_database_keeps_the_words(site: Callable[..., Server]) -> None:
    server = site()
    server.start()
    phone, scared = Phone(server.url, timeout=30), Phone(server.url, timeout=30)
    answer, cry = asked(phone), urgent(scared)
    with somebody_else_writes(server):
        began = time.monotonic()
        refused, cried = phone.post(*answer), scared.post(*cry)
        took = time.monotonic() - began
        phone.hang_up(), scared.hang_up()
        if KIND == "sqlite":
            assert Phone(server.url).get("/not-safe").status == 200, "reading never waits for a writer"
    assert took < 2 * PATIENCE
    assert_kept(refused)
    assert_kept(cried)
    assert send_again(phone, refused).status == 303
    receipt = send_again(scared, cried)
    assert (receipt.status, receipt.to) == (303, "/sent")
    server.stop()
    assert stored(server) == {WORDS: 1}


def test_a_reader_whose_reply_cannot_be_saved_keeps_it(site: Callable[..., Server]) -> None:
    """Also when their visit is due to be noted as in use, and no page was drawn by that process yet."""
    server = site()
    with canary.inside(server.settings):
        officer = people.make_account(Role.PARTICIPATION_OFFICER, totp_confirmed=True)
        view = voices.make_contribution().contribution.id
        db.session.commit()
        values = {"_user_id": str(officer.id), "_fresh": True, "role": Role.PARTICIPATION_OFFICER.value}
        DatabaseSessions().save("w" * 43, values)
    server.start()
    desk = Phone(server.url, timeout=30)
    desk.cookies["work"] = "w" * 43
    form = desk.get(f"/work/views/{view}").page.form("text")
    desk.hang_up()
    with canary.inside(server.settings):
        db.session.execute(sa.update(WorkSession).values(seen_at=clock.now() - timedelta(minutes=5)))
        db.session.commit()
    server.kill()
    server.start()
    with somebody_else_writes(server):
        refused = desk.post(form.action, form.filled(text=WORDS))
    assert_kept(refused)
    desk.hang_up()
    assert send_again(desk, refused).status == 303


def test_a_database_that_may_only_be_read_keeps_the_words(site: Callable[..., Server]) -> None:
    server = site()
    read_only = Server({**server.environ, "DATABASE_URL": reading_only(server)}, server.log)
    read_only.start()
    try:
        phone, scared = Phone(server.url), Phone(server.url)
        assert phone.get("/").status == 200
        assert_kept(phone.post(*asked(phone)))
        assert_kept(scared.post(*urgent(scared)))
        assert Phone(server.url).post("/leave", []).status in (303, 503), "leaving works as far as it can"
    finally:
        read_only.stop()
    assert stored(server) == {}


def reading_only(server: Server) -> str:
    """The same database, refusing every write: a file on a disk gone bad, or a standby."""
    url = server.settings.database_url
    if KIND == "sqlite":
        return f"sqlite:///file:{url.removeprefix('sqlite:///')}?mode=ro&uri=true"
    return f"{url}&options=-c%20default_transaction_read_only%3Don"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes where this machine lets us have one, else a plain folder."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount") is not None
    if mounted:
        words = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)]
        mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    yield folder
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_keeps_the_words_and_everything_sent_before(small_disk: Path) -> None:
    server = installation(small_disk)
    with canary.inside(server.settings):
        place.make_partnership()
        consultations.make_consultation(slug=SLUG)
        db.session.commit()
    server.start()
    try:
        early = Phone(server.url)
        assert send(early, draft(early, "sent while there was room"))
        phone, scared = Phone(server.url), Phone(server.url)
        answer, cry = asked(phone), urgent(scared)
        with full(server, small_disk):
            refused, cried = phone.post(*answer), scared.post(*cry)
            assert Phone(server.url).get("/not-safe").status == 200
        assert_kept(refused)
        assert_kept(cried)
        assert send_again(phone, refused).status == 303, "there is room again"
        assert send_again(scared, cried).to == "/sent"
    finally:
        server.stop()
    assert stored(server) == {"sent while there was room": 1, WORDS: 1}


@contextlib.contextmanager
def full(server: Server, folder: Path) -> Iterator[None]:
    """No byte more: a disk filled to the brim, or where we may not mount one, files that may not grow."""
    if os.path.ismount(folder):
        filler = folder / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 4096)
        yield
        filler.unlink()
        return
    everybody = [pid for group in server.groups for pid in _group(group.pid)]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in everybody}
    for pid, (_, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    for pid, limit in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)


def _group(leader: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.getpgid(int(folder.name)) == leader:
                found.append(int(folder.name))
    return found


@pytest.fixture
def gone(settings: Settings) -> Iterator[Callable[[], None]]:
    """`gone()` takes the database away: not even reading works."""
    shared = db.session.get_bind()
    nowhere = "sqlite:////nowhere/portal.db" if KIND == "sqlite" else "postgresql://postgres@/gone?host=/nowhere"
    engine = db.create_engine(replace(settings, database_url=nowhere))
    yield lambda: db.bind(engine)
    db.bind(shared)  # what was bound before
    engine.dispose()


def test_a_database_that_is_gone_keeps_a_young_persons_words(client: FlaskClient, gone: Callable[[], None]) -> None:
    client.get("/")
    token = Page(client.get("/not-safe").text).form("words").controls["csrf_token"].chosen[0]
    gone()
    for path in ("/not-safe", "/thread/write"):
        _assert_plain(client.post(path, data={"csrf_token": token, "words": WORDS}))
    assert "999" in client.get("/not-safe").text


def test_a_database_that_is_gone_keeps_the_words_of_staff(
    signed_in: Callable[..., FlaskClient], gone: Callable[[], None]
) -> None:
    client = signed_in(Role.PARTICIPATION_OFFICER)
    client.get("/work/")
    gone()
    _assert_plain(client.post(f"/work/views/{uuid4()}/reply", data={"text": WORDS}))
    _assert_plain(client.post("/work/themes/new", data={"name": WORDS}))


def _assert_plain(response: TestResponse) -> None:
    assert response.status_code == 503, response.status_code
    assert fuzz.shows(response.text, WORDS)
    assert "999" in response.text
    assert "Content-Security-Policy" in response.headers
