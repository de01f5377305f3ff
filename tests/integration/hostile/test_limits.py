"""Too much, from too many, under a false name: answered quickly, and nobody else waits."""

import socket
import statistics
import time
from collections.abc import Callable

import psutil
import pytest

from tests.integration.hostile.conftest import SLUG
from tests.support.phone import Phone
from tests.support.proof import ProofFigure
from tests.support.server import Server

MEGABYTE = 1024 * 1024
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def server(site: Callable[..., Server]) -> Server:
    made = site()
    made.start()
    return made


Pieces = list[tuple[str, bytes]]


def multipart(pieces: Pieces) -> tuple[bytes, dict[str, str]]:
    """A form as a browser sends it where files could be in it."""
    head = '--edge\r\nContent-Disposition: form-data; name="{}"\r\n\r\n'
    parts = [head.format(name).encode() + value + b"\r\n" for name, value in pieces]
    return b"".join(parts) + b"--edge--\r\n", {"Content-Type": "multipart/form-data; boundary=edge"}


def plain(pieces: Pieces) -> tuple[bytes, dict[str, str]]:
    """A form as a browser sends it otherwise."""
    return b"&".join(name.encode() + b"=" + value for name, value in pieces), FORM


def test_too_much_is_refused_quickly_and_costs_no_memory(server: Server) -> None:
    memory = _memory(server)
    answer, phone = f"/say/{SLUG}/q/change", Phone(server.url)
    token = phone.get(answer).page.form("answer").controls["csrf_token"].chosen[0].encode()
    tries = {
        "1,001 parts": multipart([("csrf_token", token), *[("x", b"a")] * 1001]),
        "200 parts": multipart([("csrf_token", token), *[("x", b"a")] * 200]),
        "a part of 600 kB": multipart([("csrf_token", token), ("answer", b"a" * 600_000)]),
        "a part of 2 MB": multipart([("csrf_token", token), ("answer", b"a" * (2 * MEGABYTE))]),
        "a field of 2 MB": plain([("csrf_token", token), ("answer", b"a" * (2 * MEGABYTE))]),
        "300,000 fields": plain([("csrf_token", token), *[("a", b"b")] * 300_000]),
    }
    for what, (body, headers) in tries.items():
        began = time.monotonic()
        reply = phone.request("POST", answer, body, headers)
        phone.hang_up()
        took = time.monotonic() - began
        assert reply.status == 413, f"{what}: {reply.status}"
        assert took < 1.5, f"{what} took {took:.1f} s"
    for what, body in {"a field of 600 kB": b"a " * 300_000, "100,000 fields": b"few&" + b"a=b&" * 100_000}.items():
        began = time.monotonic()
        reply = phone.request("POST", answer, b"csrf_token=" + token + b"&answer=" + body, FORM)
        phone.hang_up()
        assert reply.status in (200, 303, 413), f"{what}: {reply.status}"
        assert time.monotonic() - began < 1.5, what
    assert _refused_before_it_was_sent(server, answer, 20 * MEGABYTE)
    assert _memory(server) - memory < 50 * MEGABYTE
    few = multipart([("csrf_token", token), ("answer", b"few words"), *[("x", b"a")] * 20])
    assert phone.request("POST", answer, *few).status == 303, "an ordinary form is taken"


def _refused_before_it_was_sent(server: Server, path: str, size: int) -> bool:
    """Announce a large body, send a little of it, and be told at once."""
    phone = Phone(server.url)
    with socket.create_connection((phone.host, phone.port), timeout=5) as line:
        head = f"POST {path} HTTP/1.1\r\nHost: {phone.host}:{phone.port}\r\nContent-Length: {size}\r\n"
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nanswer=".encode() + b"a" * 65536)
        began = time.monotonic()
        status = line.recv(64).split(b" ")[1]
        return status in (b"400", b"413") and time.monotonic() - began < 1.5


def _memory(server: Server) -> int:
    total = 0
    for group in server.groups:
        leader = psutil.Process(group.pid)
        total += sum(one.memory_info().rss for one in [leader, *leader.children(recursive=True)])
    return total


def test_a_crawling_body_holds_nobody_else_up(server: Server) -> None:
    phone = Phone(server.url)
    lines = []
    for _ in range(4):
        line = socket.create_connection((phone.host, phone.port), timeout=5)
        head = f"POST /code HTTP/1.1\r\nHost: {phone.host}:{phone.port}\r\nContent-Length: 5000\r\n"
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\ncode=a".encode())
        lines.append(line)
    took = []
    for _ in range(20):
        began = time.monotonic()
        assert Phone(server.url).get("/").status == 200
        took.append(time.monotonic() - began)
    for line in lines:
        line.close()
    assert statistics.median(took) < 0.5, f"others waited {statistics.median(took):.2f} s"


def test_a_host_that_is_not_ours_is_refused(server: Server) -> None:
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "", "[::1"):
        for path in ("/", "/code", "/work/sign-in", "/no-such-page"):
            reply = Phone(server.url, Host=host).request("GET", path)
            assert reply.status == 400, f"{host!r} {path}: {reply.status}"
            assert "evil" not in reply.text
    forwarded = Phone(server.url, X_Forwarded_Host="evil.example", Forwarded="host=evil.example").get("/")
    assert forwarded.status == 200
    assert "evil" not in forwarded.text


def test_forged_addresses_share_one_bucket(server: Server) -> None:
    """A hundred false names are one guesser: the sixth wrong code waits."""
    statuses = []
    for number in range(9):
        phone = Phone(server.url, X_Forwarded_For=f"203.0.113.{number}", X_Real_IP=f"198.51.100.{number}")
        reply = phone.send(phone.get("/code").page.form("code"), code="four words never given")
        statuses.append(reply.status)
        phone.hang_up()
    assert statuses[:5] == [200] * 5
    assert 429 in statuses[5:], statuses


@pytest.mark.integration
@pytest.mark.proof
def test_sign_in_tries_share_one_bucket(server: Server, proof_figure: ProofFigure) -> None:
    refused = 0
    for number in range(30):
        phone = Phone(server.url, X_Forwarded_For=f"203.0.113.{number}")
        form = phone.get("/work/sign-in").page.form("username", "password")
        reply = phone.post(form.action, form.filled(username=f"somebody{number}", password="not this one at all"))
        refused += reply.status == 429
        phone.hang_up()
    proof_figure("sign-in tries refused of 30 with forged addresses", refused, ">= 9")
