"""Installations of their own: what is backed up, restored or rotated here is never the shared test database."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from config import Settings
from portal import create_app
from portal.accounts import passwords
from portal.core import crypto, db, keys, migrate
from portal.core.access import Role
from tests.factories import people, place, voices
from tests.support.client import PageClient

PASSPHRASE, AUTHENTICATOR = "a phrase kept in mind", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WORDS = "The dog at my foster home is called Biscuit 🐶 – I miss him"


@pytest.fixture
def opened(settings: Settings, the_app: Flask) -> Iterator[Callable[[Settings], Flask]]:
    """`opened(settings)` is the portal on another database; the shared one is back afterwards."""
    shared, shared_keys = db.session.get_bind(), crypto.keys()
    engines: list[Engine] = []

    def open_portal(other: Settings) -> Flask:
        close_portal()
        app = create_app(other)
        app.test_client_class = PageClient
        engines.append(db.session.get_bind())
        return app

    def close_portal() -> None:
        db.set_writing(True)
        db.session.remove()
        while engines:
            engines.pop().dispose()

    yield open_portal
    close_portal()
    crypto.use_keys(shared_keys)
    db.bind(shared)


@pytest.fixture
def lived_in(
    empty_database_url: str, tmp_path: Path, opened: Callable[[Settings], Flask], settings: Settings
) -> Settings:
    """An installation with a partnership, an account that can sign in, and something a young person said."""
    var = tmp_path / "first"
    keys.create_keys(var / "keys")
    first = replace(settings, database_url=empty_database_url, var_dir=var, keys_dir=var / "keys")
    migrate.upgrade(first)
    with opened(first).app_context():
        place.make_partnership()
        account = people.make_account(Role.ADMINISTRATOR, totp_confirmed=True)
        passwords.set_password(account, PASSPHRASE)
        crypto.seal(account, "totp_secret", AUTHENTICATOR)
        voices.make_contribution(WORDS)
        db.session.commit()
        db.session.remove()
    return first
