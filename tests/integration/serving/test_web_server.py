"""The web server itself: what it refuses, and what it never writes down."""

import http.client
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from portal.serving.run import host_and_port
from tests.support.server import Server, running

CANARY = "canary-biscuit-7731"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("web")) as one:
        yield one


def say(server: Server, request: bytes) -> bytes:
    """Send bytes as they are; what comes back until the server hangs up."""
    with socket.create_connection(host_and_port(server.settings.bind), timeout=10) as line:
        line.sendall(request)
        answer = b""
        while part := line.recv(65536):
            answer += part
        return answer


def ask(server: Server, path: str, **headers: str) -> int:
    connection = http.client.HTTPConnection(*host_and_port(server.settings.bind), timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_broken_or_oversized_request_is_refused_and_leaves_no_trace(server):
    assert ask(server, f"/{CANARY}?words={CANARY}") == 404
    assert ask(server, "/" + CANARY * 300) == 414
    assert ask(server, "/", **{"X-Long": CANARY * 1000}) == 431
    assert ask(server, "/", **{f"X-{number}": CANARY for number in range(80)}) == 431
    assert say(server, f"{CANARY}\r\n\r\n".encode()).startswith(b"HTTP/1.1 400")
    assert say(server, f"GET / HTTP/1.1\r\n{CANARY} : x\r\n\r\n".encode()).startswith(b"HTTP/1.1 400")
    log = server.log.read_text()
    assert CANARY not in log
    assert "127.0.0.1" not in log
    assert '"web server: Invalid request"' in log


def test_a_request_for_another_host_is_refused(server):
    assert ask(server, "/", Host="evil.example") == 400


def test_no_process_carries_a_database_handle_from_another(server):
    """SQLite must never cross a fork: the parent holds no file of the installation but its log."""
    parent = server.groups[0].pid
    workers = psutil.Process(parent).children()
    assert len(workers) == server.settings.web_workers
    held = {os.readlink(handle) for handle in Path(f"/proc/{parent}/fd").iterdir()}
    own = {path for path in held if path.startswith(str(server.settings.var_dir))}
    assert own == {str(server.log)}


def test_a_worker_that_dies_is_replaced(server):
    parent = psutil.Process(server.groups[0].pid)
    first = parent.children()[0]
    first.kill()
    psutil.wait_procs([first], timeout=10)
    assert ask(server, "/") == 200


def test_there_is_no_control_socket(server):
    listening = [c.laddr for c in psutil.Process(server.groups[0].pid).net_connections("unix") if c.laddr]
    assert listening == []
