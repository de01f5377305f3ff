"""Two children, one end: nothing is left running, and a death is noticed."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

SCRIPT = """
import os, sys
from portal.serving import supervisor
from portal.serving.supervisor import Child, Supervisor

supervisor.PATIENCE = 3.0
supervisor.GRACE = float(os.environ.get("GRACE", "5"))
folder = sys.argv[1]

def answers():
    return os.path.exists(folder + "/web-1")

def ready():
    print("ready", flush=True)

children = [
    Child(name, (sys.executable, "-c", program, folder, name), os.environ)
    for name, program in zip(("web", "worker"), sys.argv[2:4])
]
sys.exit(Supervisor(children, answers=answers).run(on_ready=ready))
"""
#: Notes each start, and starts a child of its own, as a web server does.
STEADY = """
import os, subprocess, sys, time
folder, name = sys.argv[1:]
number = 1 + len([file for file in os.listdir(folder) if file.startswith(name)])
own = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(f"{folder}/{name}-{number}", "w").write(f"{os.getpid()} {own.pid}")
time.sleep(600)
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + STEADY
BROKEN = "import sys; sys.exit(3)"
SHORT_LIVED = STEADY.replace("time.sleep(600)\n", "time.sleep(0.2)\n")


class Run:
    """The supervisor in a process of its own, with two programs."""

    def __init__(self, folder: Path, web: str, worker: str, **environ: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            (sys.executable, "-c", textwrap.dedent(SCRIPT), folder, web, worker),
            env={**os.environ, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def started(self, name: str, number: int = 1) -> list[int]:
        """The processes of the n-th start of a child, once it is there."""
        note = self.folder / f"{name}-{number}"
        until = time.monotonic() + 15
        while time.monotonic() < until:
            if note.exists() and (pids := note.read_text().split()):
                return [int(pid) for pid in pids]
            time.sleep(0.02)
        raise AssertionError(f"{name} was not started {number} times: {self.process.poll()}")

    def everything(self) -> list[int]:
        """Every process it ever started."""
        return [int(pid) for note in self.folder.iterdir() for pid in note.read_text().split()]

    def end(self, wait: float = 15) -> tuple[int, str]:
        """Exit code and output."""
        output, _ = self.process.communicate(timeout=wait)
        return self.process.returncode, output


@pytest.fixture
def run() -> Iterator[Callable[..., Run]]:
    """`run(folder, web, worker)`; whatever a failed test leaves is ended here."""
    runs: list[Run] = []

    def begin(*words: Any, **environ: str) -> Run:
        runs.append(Run(*words, **environ))
        return runs[-1]

    yield begin
    for one in runs:
        one.process.kill()
        one.process.communicate()
        for pid in filter(alive, one.everything()):
            psutil.Process(pid).kill()


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(pids: list[int], within: float = 5) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_nothing_running(run, tmp_path, number):
    one = run(tmp_path, STEADY, STEADY)
    assert one.process.stdout.readline() == "ready\n"
    one.started("worker")
    one.process.send_signal(number)
    assert one.end()[0] == 0
    assert gone(one.everything())


def test_a_child_that_will_not_stop_is_ended(run, tmp_path):
    one = run(tmp_path, STUBBORN, STEADY, GRACE="0.5")
    one.started("web")
    one.started("worker")
    one.process.terminate()
    assert one.end()[0] == 0
    assert gone(one.everything())


def test_a_second_asking_does_not_wait(run, tmp_path):
    one = run(tmp_path, STUBBORN, STEADY, GRACE="60")
    one.started("web")
    one.started("worker")
    one.process.terminate()
    time.sleep(0.3)
    one.process.terminate()
    assert one.end(wait=5)[0] == 0
    assert gone(one.everything())


#: A child that ends what it started when it is asked to end, as the web server does.
TIDY = STEADY.replace("own = subprocess.Popen", "import signal\nown = subprocess.Popen").replace(
    "time.sleep(600)\n", "signal.signal(signal.SIGTERM, lambda *_: (own.kill(), sys.exit()))\ntime.sleep(600)\n"
)


def test_killed_outright_it_leaves_no_child(run, tmp_path):
    one = run(tmp_path, TIDY, TIDY)
    children = [one.started("web")[0], one.started("worker")[0]]
    one.process.kill()
    one.end()
    assert gone(children)


def test_a_child_that_dies_is_started_again_with_nothing_of_the_old_left(run, tmp_path):
    one = run(tmp_path, STEADY, STEADY)
    one.started("web")
    first = one.started("worker")
    os.kill(first[0], signal.SIGKILL)
    one.started("worker", 2)
    assert gone(first)
    assert all(alive(pid) for pid in one.started("web"))
    one.process.terminate()
    code, output = one.end()
    assert code == 0
    assert "The worker ended and is started again in 1 s" in output


def test_a_child_that_cannot_start_ends_everything_at_once(run, tmp_path):
    one = run(tmp_path, BROKEN, STEADY)
    code, output = one.end()
    assert code == 1
    assert "the web did not start" in output
    assert gone(one.everything())


def test_a_site_that_never_answers_ends_everything(run, tmp_path):
    one = run(tmp_path, "import time; time.sleep(600)", STEADY)
    code, output = one.end()
    assert code == 1
    assert "did not answer within 3 seconds" in output
    assert gone(one.everything())


def test_a_child_that_keeps_dying_ends_everything(run, tmp_path):
    one = run(tmp_path, STEADY, SHORT_LIVED)
    code, output = one.end(wait=40)
    assert code == 1
    assert "the worker ended 5 times" in output
    assert gone(one.everything())
