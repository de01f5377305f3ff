"""The demonstration on a real server, loaded once for all journeys that only look; others get their own."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.core import slow_hashes
from portal.demo.queries import CODES_FILE
from portal.serving import demonstration
from tests.conftest import FULL_PRICE
from tests.support.browser import browser, visitor  # noqa: F401 - fixtures
from tests.support.server import Server, installation, installed


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> None:
    """Not here: what this process stores, a server that pays the full price looks up."""
    slow_hashes.PASSES, slow_hashes.MEMORY_KIB = FULL_PRICE


@pytest.fixture(scope="session")
def loaded_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a loaded demonstration, to be copied: loaded once, whichever process of the run asks first."""
    own = tmp_path_factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = run / "loaded-demonstration"
    with (run / "loading.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)  # of somebody who was stopped half way
            folder.mkdir()
            demonstration.prepare(installation(folder, PORTAL_DEMO="1").settings)
            with sqlite3.connect(folder / "portal.db") as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (folder / "whole").touch()
    return folder


def copy_of(loaded: Path, folder: Path, **changes: str) -> Server:
    """A server of its own on a copy of the demonstration."""
    for name in ("portal.db", "keys", CODES_FILE):
        source = loaded / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy2(source, folder / name)
    return installed(folder, PORTAL_DEMO="1", **changes)


@pytest.fixture(scope="session")
def demo(loaded_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One running demonstration that tests look at."""
    server = copy_of(loaded_demo, tmp_path_factory.mktemp("demo"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_demo(loaded_demo: Path, tmp_path: Path) -> Iterator[Server]:
    """A running demonstration for one test, to change as it likes."""
    server = copy_of(loaded_demo, tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def demo_codes(loaded_demo: Path) -> list[str]:
    """The codes of the two invented threads."""
    from portal.demo import queries

    return queries.codes(loaded_demo / CODES_FILE)


@pytest.fixture(scope="session")
def meeting_code(loaded_demo: Path) -> str:
    """The code of the points somebody has ready for a Hearing."""
    from portal.demo import queries

    return queries.meeting_codes(loaded_demo / CODES_FILE)[0]
