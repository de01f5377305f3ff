"""The real web server on a free port, with its own database, keys and log, for browsers, killers, bench."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config import Settings
from portal.core import keys, migrate
from portal.serving.run import PORTAL, WEB, answers
from portal.serving.supervisor import end_with_parent

PATIENCE = 30.0


@dataclass
class Server:
    """One installation of the portal. It can be killed and started again; its database stays."""

    environ: Mapping[str, str]
    log: Path
    groups: list[subprocess.Popen[bytes]] = field(default_factory=list)
    works: bool = False

    @property
    def settings(self) -> Settings:
        """What the server was told, for a test that looks into the same database."""
        return Settings.from_env(self.environ)

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return self.settings.origin

    def start(self, *, worker: bool = False) -> float:
        """Start the web server (and the worker), and return after how many seconds it answered."""
        began = time.monotonic()
        self.groups.append(self._launch(WEB))
        if worker:
            self.have_worker()
        while not answers(self.settings.bind):
            if any(program.poll() is not None for program in self.groups):
                self.kill()
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-4000:]}")
            if time.monotonic() - began > PATIENCE:
                self.kill()
                raise RuntimeError(f"the server did not answer:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.02)
        return time.monotonic() - began

    def have_worker(self) -> None:
        """Start the worker beside the web server, once."""
        if not self.works:
            self.groups.append(self._launch((*PORTAL, "worker")))
            self.works = True

    def _launch(self, words: tuple[str, ...]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                words,
                env=dict(self.environ),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def kill(self) -> None:
        """SIGKILL to everything at once, as a power cut would feel to it."""
        for program in self.groups:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
        while self.groups:
            self.groups.pop().wait(10)
        self.works = False

    def stop(self) -> None:
        """As an operator would; what does not stop in ten seconds is killed."""
        for program in self.groups:
            program.terminate()
        for program in self.groups:
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(10)
        self.kill()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def installation(folder: Path, **changes: str) -> Server:
    """A migrated installation in `folder`, not started. `changes` are environment variables."""
    server = installed(folder, **changes)
    keys.create_keys(server.settings.keys_dir)
    migrate.upgrade(server.settings)
    return server


def installed(folder: Path, **changes: str) -> Server:
    """The same where `folder` holds keys and a migrated database already."""
    port = free_port()
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
        "PORTAL_VAR": str(folder),
        "PORTAL_KEYS": str(folder / "keys"),
        "PORTAL_BIND": f"127.0.0.1:{port}",
        "PORTAL_ORIGIN": f"http://127.0.0.1:{port}",
        "PORTAL_EXIT_URL": f"http://127.0.0.1:{port}/static/away.html",
        **changes,
    }
    return Server(environ, folder / "server.log")


@contextlib.contextmanager
def running(folder: Path, *, worker: bool = False, **changes: str) -> Iterator[Server]:
    """A started installation, stopped afterwards whatever happens."""
    server = installation(folder, **changes)
    try:
        server.start(worker=worker)
        yield server
    finally:
        server.stop()
