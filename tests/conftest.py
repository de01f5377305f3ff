"""The application for a test: a migrated database of its own, emptied between tests, and people to sign in as."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from portal import create_app
from portal.accounts.models import Account
from portal.core import db, keys, limits, migrate, slow_hashes
from portal.core.access import Role
from tests.factories import people, place
from tests.support.client import PageClient

#: What a slow hash costs where the site is served, before tests make it cheaper.
FULL_PRICE = (slow_hashes.PASSES, slow_hashes.MEMORY_KIB)


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> None:
    """A run makes thousands of codes. What is served costs the full price: tests/unit/core/test_slow_hashes.py."""
    slow_hashes.PASSES, slow_hashes.MEMORY_KIB = 1, 8


@pytest.fixture(scope="session")
def settings(session_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("var")
    keys.create_keys(var / "keys")
    return Settings(
        database_url=session_database_url,
        var_dir=var,
        keys_dir=var / "keys",
        testing=True,
        demo=True,
        rate_limits=False,
        exit_url="http://127.0.0.1:8000/elsewhere",
    )


@pytest.fixture(scope="session")
def the_app(settings: Settings) -> Iterator[Flask]:
    migrate.upgrade(settings)
    app = create_app(settings)
    app.test_client_class = PageClient
    engine = app.extensions["test.engine"] = db.session.get_bind()
    yield app
    db.session.remove()
    engine.dispose()


@pytest.fixture
def app(the_app: Flask) -> Iterator[Flask]:
    """The portal with a partnership (`tests.factories.place`) and nothing else in its database."""
    # An engine that a test put in its place and left there would be collected with its connections open, later.
    assert db.session.get_bind() is the_app.extensions["test.engine"], "an earlier test left another engine bound"
    _empty()
    place.make_partnership()
    db.session.commit()
    with the_app.app_context():
        limits.counters().reset()
    yield the_app
    db.set_writing(True)
    db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's phone."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask) -> Callable[..., FlaskClient]:
    """`signed_in(Role.CHAMPION)` or `signed_in(account, Role.X)`: a client on the working side."""

    def sign_in(who: Role | Account, role: Role | None = None) -> FlaskClient:
        account = people.make_account(who) if isinstance(who, Role) else who
        chosen = who if isinstance(who, Role) else role
        db.session.commit()
        client = app.test_client()
        assert isinstance(client, PageClient)
        client.sign_in(account, chosen)
        return client

    return sign_in


def _empty() -> None:
    db.set_writing(True)
    db.session.remove()
    # Deleting a few rows from many tables is faster than truncating them, on both kinds; in one go it is fastest.
    deletes = [str(table.delete()) for table in reversed(db.Base.metadata.sorted_tables)]
    with db.session.get_bind().begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("; ".join(deletes))
        else:
            for one in deletes:
                connection.exec_driver_sql(one)
    from portal.consultations import editions
    from portal.partnership import site

    site.forget()
    editions.forget()


@pytest.fixture
def var(settings: Settings) -> Path:
    return settings.var_dir
