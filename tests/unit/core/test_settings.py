import re
from dataclasses import replace

import pytest

from config import ROOT, Settings, UnsafeSettings, has_wal_reset_bug

SAFE = Settings(origin="https://voice.example.org", sqlite_version=(3, 53, 4))


def test_the_default_is_safe():
    assert SAFE.problems() == []
    assert Settings.from_env({}).checked().debug is False


@pytest.mark.parametrize(
    ("unsafe", "word"),
    [
        ({"debug": True}, "Debug"),
        ({"origin": "http://voice.example.org"}, "https://"),
        ({"demo": True, "bind": "0.0.0.0:8000", "origin": "http://127.0.0.1:8000"}, "demonstration"),
        ({"demo": True}, "demonstration"),
        ({"bind": "0.0.0.0:8000", "origin": "http://127.0.0.1:8000"}, "PORTAL_BIND"),
        ({"bind": "[::]:8000", "origin": "http://localhost:8000"}, "PORTAL_BIND"),
        ({"bind": "192.0.2.1:8000", "origin": "http://127.0.0.1:8000"}, "127.0.0.1, or set PORTAL_ORIGIN"),
        ({"rate_limits": False}, "PORTAL_RATE_LIMITS"),
        ({"sqlite_version": (3, 40, 1)}, "corrupt"),
        ({"sqlite_version": (3, 40, 1), "web_workers": 1}, "pinned requirements"),
        ({"sqlite_version": (3, 51, 2)}, "corrupt"),
    ],
)
def test_unsafe_settings_are_refused_with_what_to_do(unsafe, word):
    with pytest.raises(UnsafeSettings, match=word):
        replace(SAFE, **unsafe).checked()


def test_an_affected_sqlite_does_not_matter_to_postgresql():
    assert replace(SAFE, sqlite_version=(3, 40, 1), database_url="postgresql://x/y").problems() == []


def test_what_is_refused_can_also_be_meant_well():
    assert replace(SAFE, bind="0.0.0.0:8000").problems() == [], "behind a proxy that speaks TLS"
    assert replace(SAFE, origin="http://127.0.0.1:8000", bind="[::1]:8000").problems() == []
    assert replace(SAFE, rate_limits=False, testing=True).problems() == []


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_which_sqlite_can_corrupt_a_shared_database(version, affected):
    assert has_wal_reset_bug(version) is affected


def test_the_environment_is_read_once_and_only_its_own_names():
    settings = Settings.from_env({"PORTAL_ORIGIN": "https://x.example/", "FLASK_DEBUG": "1", "OTHER": "x"})
    assert settings.origin == "https://x.example"
    assert settings.debug is True
    assert settings.hosts == ["x.example"]


def test_refusals_reach_the_environment_too():
    safe = {"PORTAL_ORIGIN": "https://x.example"}
    assert Settings.from_env(safe).problems() == []
    for name, value in {"PORTAL_RATE_LIMITS": "0", "FLASK_DEBUG": "1", "PORTAL_DEMO": "1"}.items():
        assert Settings.from_env({**safe, name: value}).problems(), name
    assert Settings.from_env({"PORTAL_BIND": "0.0.0.0:8000"}).problems()
    assert Settings.from_env({"PORTAL_BIND": "0.0.0.0:8000", "PORTAL_ORIGIN": "http://127.0.0.1:8000"}).problems()


def test_the_read_me_names_every_variable_that_is_read():
    read = set(re.findall(r"env\.get\(\s*\"([A-Z_]+)\"", (ROOT / "config.py").read_text()))
    assert len(read) > 12
    assert {name for name in read if f"`{name}`" not in (ROOT / "README.md").read_text()} == set()
