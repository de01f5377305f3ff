"""On an address with TLS, cookies and headers hold browsers to it; without, they are not promised."""

import re
from dataclasses import replace

import pytest

from tests.factories import people
from tests.integration.serving.conftest import opened  # noqa: F401 - a fixture

ORIGIN = "https://voice.example.org"


@pytest.fixture
def secure(app, settings, opened):  # noqa: F811 - the fixture
    people.make_account()
    return opened(replace(settings, origin=ORIGIN, demo=False)).test_client()


def test_a_young_persons_cookie_is_bound_to_the_host_and_to_tls(secure):
    page = secure.get("/code", base_url=ORIGIN)
    line = page.headers["Set-Cookie"]
    assert re.match(r"__Host-visit=[A-Za-z0-9_-]{43};", line)
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(line.split("; "))
    assert "Domain" not in line


def test_a_working_cookie_is_bound_to_the_host_and_to_tls(secure):
    line = secure.get("/work/sign-in", base_url=ORIGIN).headers["Set-Cookie"]
    assert line.startswith("__Host-work=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(line.split("; "))
    assert "Domain" not in line


@pytest.mark.parametrize("path", ["/", "/code", "/work/sign-in", "/nowhere"])
def test_a_browser_that_came_once_never_comes_without_tls(secure, path):
    held = secure.get(path, base_url=ORIGIN).headers["Strict-Transport-Security"]
    assert int(re.match(r"max-age=(\d+)", held)[1]) >= 31_536_000
    assert "includeSubDomains" in held


def test_leaving_takes_the_bound_cookie_back(secure):
    secure.get("/code", base_url=ORIGIN)
    lines = secure.post("/leave", base_url=ORIGIN).headers.getlist("Set-Cookie")
    (line,) = [one for one in lines if one.startswith("__Host-visit=;")]
    assert "Secure" in line


def test_without_tls_no_promise_is_made(client):
    page = client.get("/code")
    assert page.headers["Set-Cookie"].startswith("visit=")
    assert "Strict-Transport-Security" not in page.headers
