"""Two people who say the same without a name leave the same bytes, whoever they are and whenever it was."""

import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, update
from werkzeug.datastructures import MultiDict

from config import sqlite_library
from portal.audit.models import DailyCount
from portal.consultations.models import Edition
from portal.contributions.models import Contribution, KeptDraft, Words, YoungVisit
from portal.core import clock, db
from portal.invitations.rules import Bands
from tests.factories import consultations, invitations, place
from tests.support import canary
from tests.support.client import PageClient
from tests.support.phone import Page, Phone, send_all
from tests.support.postgres import KIND
from tests.support.server import Server, installation

#: What differs between any two rows because it is random; of sealed texts only the length is the same.
RANDOM = {
    "contribution.id",
    "contribution.submission_hash",
    "contribution.code_hash",
    "words.id",
    "words.contribution_id",
    "words.text_sealed",
    "answer.id",
    "answer.contribution_id",
    "submission.contribution_id",
    "sharing_choice.id",
    "sharing_choice.contribution_id",
    "young_visit.token_hash",
    "young_visit.state_sealed",
    "young_visit.contribution_id",
}
MONDAY = datetime(2026, 6, 1, 9, 3, 17, 424242, tzinfo=UTC)
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0", "Accept-Language": "en-GB"}
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 9; Old) Chrome/90", "Accept-Language": "pl,en;q=0.2", "DNT": "1"}
Rows = dict[str, list[dict[str, object]]]


def say(
    app: Flask, slug: str, *, at: datetime, address: str, browser: dict[str, str], noted: bool, letter: str = ""
) -> Rows:
    """Somebody answers and sends at a moment, from somewhere, perhaps with a letter; the rows this left."""
    before = canary.dump()
    with clock.pretend(at):
        client = app.test_client()
        assert isinstance(client, PageClient)
        sent = {"headers": browser, "environ_overrides": {"REMOTE_ADDR": address}}
        if letter:
            page = Page(client.get(f"/invited/{letter}", **sent).text, f"/invited/{letter}")
            client.post(f"/invited/{letter}", data=MultiDict(page.form("code").as_it_stands()), **sent)
        for key in ("home", "family", "easier", "hope", "change", "age", "where", "place"):
            path = f"/say/{slug}/q/{key}"
            shown = client.get(path, **sent)
            if letter and shown.status_code == 303:
                continue
            form = Page(shown.text, path).form("answer")
            control = form.controls["answer"]
            value = "The same words" if control.is_written else control.values[0]
            client.post(path, data=MultiDict(form.filled(answer=value)), **sent)
        check = Page(client.get(f"/say/{slug}/check", **sent).text, f"/say/{slug}/check")
        form = next(form for form in check.forms if form.action.endswith("/check"))
        assert client.post(form.action, data=MultiDict(form.as_it_stands()), **sent).status_code == 303
        receipt = Page(client.get("/sent", **sent).text, "/sent").form("which")
        if noted:
            client.post("/sent", data=MultiDict(receipt.as_it_stands()), **sent)
    after = canary.dump()
    return {name: [row for row in rows if row not in before[name]] for name, rows in after.items()}


def forget_it(app: Flask) -> None:
    """Take the rows away again, so that the second finds what the first found."""
    with app.app_context():
        for table in (KeptDraft, YoungVisit, Words, Contribution, DailyCount):
            db.session.execute(delete(table))
        db.session.execute(update(Edition).values(frozen_week=None))
        db.session.commit()


def differences(first: Rows, second: Rows) -> set[str]:
    """`table.column` wherever two dumps differ; lengths of sealed texts count as a difference."""
    found = {name for name in first if len(first[name]) != len(second[name])}
    for table, rows in first.items():
        for column in rows[0] if rows else ():
            one, other = ([row[column] for row in side[table]] for side in (first, second))
            if sorted(map(repr, one)) != sorted(map(repr, other)):
                found.add(f"{table}.{column}")
            if sorted(len(v) for v in one if isinstance(v, bytes)) != sorted(
                len(v) for v in other if isinstance(v, bytes)
            ):
                found.add(f"{table}.{column} in length")
    return found


def twins(app: Flask, make: Callable[[timedelta], dict[str, object]], apart: timedelta) -> set[str]:
    """What two sendings differ in."""
    with clock.pretend(MONDAY):
        slug = consultations.make_consultation().slug
        db.session.commit()
    first = say(app, slug, address="10.1.2.3", browser=FIREFOX, **make(timedelta()))
    forget_it(app)
    second = say(app, slug, address="2001:db8::77", browser=PHONE, **make(apart))
    assert len(first["contribution"]) == len(second["contribution"]) == 1
    assert first["words"] and first["answer"] and first["daily_count"]
    return differences(first, second)


def test_the_minute_the_address_and_the_browser_leave_no_trace(app: Flask) -> None:
    """Before the code is noted down there is a row for the open visit, which ends at a full hour."""
    told = twins(app, lambda apart: {"at": MONDAY + apart, "noted": False}, timedelta(minutes=38, seconds=11))
    assert told <= RANDOM


def test_the_hour_leaves_no_trace_once_the_code_is_noted(app: Flask) -> None:
    told = twins(app, lambda apart: {"at": MONDAY + apart, "noted": True}, timedelta(hours=9, minutes=5))
    assert told <= RANDOM


def test_another_day_of_the_week_shows_only_in_how_many_came_that_day(app: Flask) -> None:
    told = twins(app, lambda apart: {"at": MONDAY + apart, "noted": True}, timedelta(days=3, hours=2))
    assert told <= RANDOM | {"daily_count.day"}


def test_another_week_is_all_that_is_kept_of_time(app: Flask) -> None:
    """The check of the check: what is kept does differ."""
    told = twins(app, lambda apart: {"at": MONDAY + apart, "noted": True}, timedelta(days=8))
    kept = {
        "contribution.received_week",
        "contribution.reply_due_on",
        "sharing_choice.decided_week",
        "edition.frozen_week",
    }
    assert "contribution.received_week" in told
    assert told <= RANDOM | {"daily_count.day"} | kept


def test_a_letter_leaves_its_bands_and_a_week_and_no_way_from_one_to_the_other(app: Flask) -> None:
    """The same answers with and without a letter: only that a code was spent in a week, and what it said, differ."""
    with clock.pretend(MONDAY):
        wave = consultations.make_consultation()
        made = invitations.make_letters(wave, {Bands(age_band="16_17", home="house", lives_in="elsewhere"): 12})
        db.session.commit()
    code, batch = made.letters[3].code, made.batch.id
    common = {"at": MONDAY, "noted": True, "address": "10.1.2.3", "browser": FIREFOX}
    without = say(app, wave.slug, **common)
    forget_it(app)
    lettered = say(app, wave.slug, letter=code, **common)
    bands = {"contribution.age_band", "contribution.home_type", "contribution.lives_in"}
    started = {"daily_count", "invitation_code"}  # one count more for that day, and the code that was spent
    visit = {"young_visit"}  # what lets a second press of Start through: gone within hours
    told = {one for one in differences(without, lettered) if one.partition(".")[0] not in started | visit}
    assert told <= RANDOM | bands
    (thread,), (spent,) = lettered["contribution"], lettered["invitation_code"]
    assert spent["spent_week"] == clock.week_of(MONDAY.date())
    shared = {str(value) for value in spent.values()} & {str(value) for value in thread.values()}
    assert shared <= {"None", "16_17", "house", "elsewhere", str(spent["spent_week"])}
    assert str(batch) not in {str(value) for value in thread.values()}


class Elsewhen(Server):
    """The same web server at another moment."""

    def _launch(self, words: tuple[str, ...]) -> subprocess.Popen[bytes]:
        return super()._launch((*words[:-1], "tests.support.shifted:app"))


@pytest.fixture
def two_places(tmp_path: Path) -> tuple[Path, Path]:
    """One installation, and a copy of every byte of it."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    server = installation(first)
    with canary.inside(server.settings), clock.pretend(MONDAY - timedelta(days=2, hours=5)):
        place.make_partnership()
        consultations.make_consultation(slug="now")
        db.session.commit()
    with closing(sqlite_library().connect(first / "portal.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(first, second)
    return first, second


def speak(folder: Path, *, at: datetime, address: str, browser: dict[str, str], noted: bool) -> None:
    """Somebody answers and sends on the real server in `folder`, which is then cut off, its write-ahead log and all."""
    made = installation(folder, PORTAL_PROXY_HOPS="1")
    server = Elsewhen({**made.environ, "TEST_MOMENT": at.isoformat()}, folder / "server.log")
    server.start()
    try:
        headers = {name.replace("-", "_"): value for name, value in browser.items()}
        phone = Phone(server.url, X_Forwarded_For=address, **headers)
        send_all(phone, "now", words="The same words")
        if noted:
            assert phone.last is not None
            phone.send(phone.last.page.form("which"))
        phone.hang_up()
    finally:
        server.kill()


def content(folder: Path) -> Rows:
    """Every row of every table in both files of an installation, in no order, and what the tables are."""
    found: Rows = {}
    for name in ("portal.db", "limits.db"):
        with closing(sqlite_library().connect(folder / name)) as connection:
            listed = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
            found[name] = [{"name": table, "sql": sql} for table, sql in listed]
            for table, sql in listed:
                if sql and sql.startswith("CREATE TABLE"):
                    rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
                    columns = [column[0] for column in rows.description]
                    found[table] = [dict(zip(columns, row, strict=True)) for row in rows]
    return found


def files(folder: Path) -> dict[str, int]:
    """What lies in an installation, and how long it is; shared memory of readers holds no rows."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith("-shm"))
    return {str(path.relative_to(folder)): path.stat().st_size for path in paths}


def clues(moment: datetime, address: str, browser: dict[str, str]) -> list[str]:
    """How a file could tell who or when: the address, the browser, the minute as text."""
    minutes = [f"{moment:%Y-%m-%d %H:%M}", f"{moment:%Y-%m-%dT%H:%M}", f"{moment.timestamp():.0f}"[:8]]
    return [address, *(value for value in browser.values() if len(value) > 8), *minutes]


@pytest.mark.skipif(KIND != "sqlite", reason="looks into the files of SQLite; rows are compared above on both kinds")
@pytest.mark.parametrize("noted", [False, True], ids=["code shown", "code noted"])
def test_the_files_of_a_real_server_do_not_tell_twins_apart(two_places: tuple[Path, Path], noted: bool) -> None:
    """The database, its write-ahead log, the counts of the rate limits and the log, as a power cut leaves them."""
    first, second = two_places
    told: list[str] = []
    minute = timedelta(minutes=38, seconds=11)
    people = ((first, MONDAY, "203.0.113.77", FIREFOX), (second, MONDAY + minute, "2001:db8:77::1", PHONE))
    for folder, at, address, browser in people:
        speak(folder, at=at, address=address, browser=browser, noted=noted)
        for path in folder.rglob("*"):
            blob = path.read_bytes() if path.is_file() and path.parent.name != "keys" else b""
            told += [f"{path.name}: {clue}" for clue in clues(at, address, browser) if clue.encode() in blob]
    assert told == []
    assert files(first) == files(second)
    assert (first / "portal.db-wal").stat().st_size > 0
    assert (first / "server.log").read_bytes() == (second / "server.log").read_bytes()
    one, other = content(first), content(second)
    assert one["contribution"] and one["words"], "something was sent"
    assert differences(one, other) <= RANDOM | {"hits.key"}
    probe, asked = sorted(int(str(row["count"])) for row in one["hits"])
    assert probe == 1, "this test asks whether the server answers"
    assert asked > 15, "one count for every page, and no other"
