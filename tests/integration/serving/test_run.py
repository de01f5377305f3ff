"""`make run` as a newcomer meets it: one command up, Ctrl-C down, nothing left."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from portal.core.errors import RuleError
from portal.serving.run import demo_environment, host_and_port
from tests.support.server import free_port

RUN = (sys.executable, "-m", "portal", "run", "--demo")


@pytest.fixture
def environ(tmp_path: Path, empty_database_url: str) -> dict[str, str]:
    port = free_port()
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "PORTAL_DEMO": "1",
        "PORTAL_VAR": str(tmp_path),
        "DATABASE_URL": empty_database_url,
        "PORTAL_BIND": f"127.0.0.1:{port}",
    }


@contextlib.contextmanager
def started(environ: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, and what it printed until the site was there."""
    with subprocess.Popen(RUN, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            printed = ""
            while "Ctrl-C stops it." not in printed:
                line = process.stdout.readline() if process.stdout else ""
                assert line, f"it ended with {process.wait()}: {printed}"
                printed += line
            yield process, printed
        finally:
            if process.poll() is None:
                process.terminate()


def test_it_starts_says_where_and_stops_without_a_trace(environ):
    address = f"http://{environ['PORTAL_BIND']}"
    began = time.monotonic()
    with started(environ) as (process, printed):
        loading = time.monotonic() - began
        assert f"running at {address}" in printed
        assert "invented" in printed
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200
        family = psutil.Process(process.pid).children(recursive=True)
        assert len(family) >= 4, "web server, two of its workers, background worker"
        process.send_signal(signal.SIGINT)
        assert process.wait(45) == 0
    assert psutil.wait_procs(family, timeout=5)[1] == []

    began = time.monotonic()
    with started(environ) as (process, again):
        assert again == printed, "the second start finds what the first one made"
        assert time.monotonic() - began < loading
        process.send_signal(signal.SIGTERM)
        assert process.wait(45) == 0


def test_a_taken_port_is_said_plainly(environ):
    with socket.socket() as other:
        other.bind(host_and_port(environ["PORTAL_BIND"]))
        other.listen()
        ended = subprocess.run(RUN, env=environ, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert "Choose another port: PORTAL_BIND=127.0.0.1:" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_demonstration_never_enters_a_real_database():
    with pytest.raises(RuleError, match="never enter a real database"):
        demo_environment({"DATABASE_URL": "postgresql://somewhere/real"})
    own = demo_environment({"PATH": "/bin"})
    assert own["PORTAL_VAR"].endswith("var/demo")
    assert own["PORTAL_KEYS"].startswith(own["PORTAL_VAR"])


def test_an_unsafe_start_is_refused_with_a_sentence(environ):
    ended = subprocess.run(
        RUN, env={**environ, "PORTAL_BIND": "0.0.0.0:8000"}, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert "127.0.0.1" in ended.stderr
    assert "Traceback" not in ended.stderr
