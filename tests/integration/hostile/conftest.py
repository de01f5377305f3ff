"""Real servers with a partnership and an open consultation in them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.core import db
from tests.factories import consultations, place
from tests.support import canary
from tests.support.phone import hang_up_all
from tests.support.server import Server, installation

SLUG = "now"


@pytest.fixture
def site(tmp_path: Path, empty_database_url: str) -> Iterator[Callable[..., Server]]:
    """`site(PORTAL_WORKERS="1")` is an installation on the database under test, not started yet."""
    made: list[Server] = []

    def make(**changes: str) -> Server:
        folder = tmp_path / f"site{len(made)}"
        folder.mkdir()
        server = installation(folder, **{"DATABASE_URL": empty_database_url, **changes})
        made.append(server)
        with canary.inside(server.settings):
            place.make_partnership()
            consultations.make_consultation(slug=SLUG)
            db.session.commit()
        return server

    yield make
    hang_up_all()
    for server in made:
        server.stop()
