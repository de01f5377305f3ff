"""Keeps the web server and the worker running as children, and stops both when asked.

A child that dies is started again after 1, 2, 4… seconds, so that a fault in a background job does not close
the door to young people. One that dies before the site ever answered, or five times in two minutes, ends
everything with a plain message: a portal that only seems to run is worse than one that is down.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

PATIENCE = 30.0  # seconds for the site to answer for the first time
GRACE = 35.0  # seconds to finish what was begun; a little more than the web server's own
DEATHS, WITHIN = 5, 120.0
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None)


class GaveUp(RuntimeError):
    """Nothing more can be done without a person; the message says what happened."""


@dataclass
class Child:
    """One program, in a process group of its own so that nothing it starts can be left behind."""

    name: str
    words: Sequence[str]
    environ: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    start_at: float = 0.0

    def start(self) -> None:
        """Start it; if this process is killed, the kernel ends the child too."""
        self.process = subprocess.Popen(
            self.words, env=dict(self.environ), start_new_session=True, preexec_fn=end_with_parent
        )

    def is_dead(self) -> bool:
        """Whether it ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def bury(self, now: float) -> None:
        """Note a death, end what it left behind, and set the time to start again."""
        self.signal_group(signal.SIGKILL)
        self.process = None
        self.deaths = [moment for moment in self.deaths if now - moment < WITHIN] + [now]
        self.start_at = now + 2.0 ** (len(self.deaths) - 1)

    def signal_group(self, number: signal.Signals) -> None:
        """Signal it and everything it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def ask_to_stop(self) -> None:
        """Ask it to finish what it began; it passes that on to what it started."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()


class Supervisor:
    """Runs children until somebody asks to stop (INT, TERM or HUP); a second asking does not wait."""

    def __init__(self, children: Sequence[Child], *, answers: Callable[[], bool]) -> None:
        self.children = children
        self.answers = answers
        self.asked = threading.Event()
        self.askings = 0

    def run(self, *, on_ready: Callable[[], None]) -> int:
        """0 when asked to stop, 1 when giving up; no child outlives this call."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        try:
            self._start()
            if not self.asked.is_set():
                on_ready()
            self._watch()
        except GaveUp as reason:
            print(f"Stopped: {reason}", file=sys.stderr)
            return 1
        finally:
            self._stop()
        return 0

    def _ask(self, number: int, frame: object) -> None:
        self.askings += 1
        self.asked.set()

    def _start(self) -> None:
        for child in self.children:
            child.start()
        until = time.monotonic() + PATIENCE
        while not self.asked.is_set() and not self.answers():
            for child in self.children:
                if child.is_dead():
                    raise GaveUp(f"the {child.name} did not start; its own message stands above.")
            if time.monotonic() > until:
                raise GaveUp(f"the site did not answer within {PATIENCE:.0f} seconds.")
            self.asked.wait(0.1)

    def _watch(self) -> None:
        while not self.asked.wait(0.2):
            now = time.monotonic()
            for child in self.children:
                self._look_after(child, now)

    def _look_after(self, child: Child, now: float) -> None:
        if child.is_dead():
            child.bury(now)
            if len(child.deaths) >= DEATHS:
                raise GaveUp(f"the {child.name} ended {DEATHS} times within {WITHIN:.0f} seconds.")
            print(
                f"The {child.name} ended and is started again in {child.start_at - now:.0f} s",
                file=sys.stderr,
            )
        elif child.process is None and now >= child.start_at:
            child.start()

    def _stop(self) -> None:
        """Ask, wait, then insist: the group of each child is empty afterwards."""
        for child in self.children:
            child.ask_to_stop()
        until = time.monotonic() + GRACE
        while time.monotonic() < until and self.askings < 2:
            if all(child.process is None or child.process.poll() is not None for child in self.children):
                break
            time.sleep(0.05)
        for child in self.children:
            child.signal_group(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


def end_with_parent() -> None:
    """Run in a new child: the kernel asks it to end when whoever started it dies, however that happens."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
