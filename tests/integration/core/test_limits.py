"""Counting who asks how often, without a row by which anybody could be found."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask_limiter import ExemptionScope

from portal.contributions import tries
from portal.core import crypto, limits

MOMENT = datetime(2026, 6, 2, 9, 43, 17, 250_000, tzinfo=UTC)
ME, OTHER = "192.0.2.7", "192.0.2.8"


@pytest.fixture
def store(app):
    return limits.counters()


def rows(store):
    store.check()
    return store._local.connection.execute("SELECT key, count, ends FROM hits ORDER BY key").fetchall()


def test_a_row_tells_the_hour_and_no_finer_time(store):
    with time_machine.travel(MOMENT, tick=False):
        for seconds in (1, 21, 60, 900, 3600):
            store.add("somebody", seconds)
    ends = [row[2] for row in rows(store)]
    assert len(ends) == 5
    assert {datetime.fromtimestamp(end, UTC) for end in ends} == {datetime(2026, 6, 2, 11, tzinfo=UTC)}


def test_all_that_is_kept_of_somebody_is_a_hash_a_count_and_an_hour(store):
    store.add(f"x/{ME}", 60)
    tables = store._local.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    assert [name for name, _ in tables] == ["hits"]
    ((key, count, _),) = rows(store)
    assert count == 1
    assert len(key) == 32


def test_the_file_alone_does_not_tell_whether_an_address_is_in_it(store, settings):
    """Whoever has the file and knows the address, the day and how keys are made still lacks the pepper."""
    with time_machine.travel(MOMENT, tick=False):
        store.add(ME, 60)
    begins = MOMENT.timestamp() // 60 * 60
    said = f"60|{begins:.0f}|{ME}".encode()
    held = {row[0] for row in rows(store)}
    known = [b"", b"limits", b"2026-06-02", b"limits|2026-06-02", (settings.var_dir / "limits.db").read_bytes()]
    assert held.isdisjoint(hmac.digest(one, said, hashlib.sha256).hex()[:32] for one in known)
    own = crypto.keys().derive("limits|2026-06-02")
    assert held == {hmac.digest(own, said, hashlib.sha256).hex()[:32]}, "the check of the check"


def test_the_same_address_is_another_row_in_another_window_and_on_another_day(store):
    for moment in (MOMENT, MOMENT + timedelta(minutes=1), MOMENT + timedelta(days=1)):
        with time_machine.travel(moment, tick=False):
            store.add(ME, 60)
    assert [count for _, count, _ in rows(store)] == [1, 1, 1]


def test_a_window_begins_at_the_same_moment_for_everybody(store):
    with time_machine.travel(MOMENT.replace(second=59), tick=False):
        store.add(ME, 60)
        assert store.count(ME, 60) == 1
    with time_machine.travel(MOMENT + timedelta(minutes=1), tick=False):
        assert store.count(ME, 60) == 0
        assert store.count(ME, 60, ago=1) == 1


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("not an address", "unknown"),
    ],
)
def test_of_an_ipv6_address_its_network_is_counted(app, address, counted):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert limits.whose() == counted


def test_every_page_is_counted_but_sending_leaving_and_crying_for_help(app: Flask):
    limited = {name for name in app.view_functions if name not in _exempt(app)}
    assert {"arrive.home", "consultations.answer", "lifeline.thread", "contributions.receipt"} <= limited
    assert _exempt(app) == {"consultations.check", "free_views.check", "safety.start", "arrive.leave"}


def _exempt(app: Flask) -> set[str]:
    scope = limits.limiter.limit_manager.exemption_scope
    return {name for name in app.view_functions if scope(app, name, None) & ExemptionScope.APPLICATION}


def test_after_five_misses_the_wait_grows_and_never_passes_42_seconds(store):
    waits = []
    with time_machine.travel(MOMENT.replace(minute=30), tick=False) as traveller:
        for _ in range(14):
            tries.note_miss(ME)
            waits.append(tries.seconds_to_wait(ME))
            traveller.shift(waits[-1])
            assert tries.seconds_to_wait(ME) == 0, "and then the next try goes through"
    assert waits[:5] == [0] * 5
    assert all(waits[5:])
    assert max(waits) <= 42
    assert waits[-1] > 20
    assert tries.seconds_to_wait(OTHER) == 0


def test_when_everybody_together_missed_three_hundred_times_each_waits_from_the_first_miss_on(store):
    with time_machine.travel(MOMENT, tick=False) as traveller:
        tries.note_miss(ME)
        assert tries.seconds_to_wait(ME) == 0
        for number in range(299):
            tries.note_miss(f"guesser {number}")
        tries.note_miss(ME)
        early = tries.seconds_to_wait(ME)
        assert early > 0
        for number in range(1500):
            tries.note_miss(f"later guesser {number}")
        traveller.shift(60)
        tries.note_miss(OTHER)
        assert early < tries.seconds_to_wait(OTHER) <= 42, "the longer it goes on, the longer"
        assert tries.seconds_to_wait("somebody who has not tried yet") == 0, "nobody is locked out"
        traveller.shift(42)
        assert tries.seconds_to_wait(OTHER) == 0


def test_counts_that_cannot_be_kept_shut_nobody_out(store, monkeypatch):
    def broken(*_):
        raise store.base_exceptions

    monkeypatch.setattr(store, "_run", broken)
    tries.note_miss(ME)
    assert tries.seconds_to_wait(ME) == 0
