"""The world of the sweeps, built once for each test, and an ear on what is written."""

import logging
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event

from portal.accounts.models import Account
from portal.core import db
from portal.core.access import Role
from portal.dashboard import queries as dashboard
from portal.dashboard.queries import Waiting
from tests.integration.sweeps.world import World, make_world

#: Who is signed in and when they last looked is not a change of what the site knows.
NOT_COUNTED = ("work_session",)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of requests: only failures are worth a line."""
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits is counted once for each person, not for the menu of every page: half of what a sweep would cost.

    That the counts are right and follow what happens is looked at in tests/integration/dashboard, and what they cost in
    test_size.
    """
    counted: dict[tuple[UUID, Role | None], Waiting] = {}
    count = dashboard.waiting

    def waiting(account: Account, role: Role | None) -> Waiting:
        key = (account.id, role)
        if key not in counted:
            counted[key] = count(account, role)
        return counted[key]

    monkeypatch.setattr(dashboard, "waiting", waiting)


@pytest.fixture
def world(app: Flask, counted_once: None) -> World:
    """One of everything, and everybody."""
    return make_world(app)


@pytest.fixture
def written(app: Flask) -> Iterator[list[str]]:
    """`verb table` for every statement that writes, as it is executed; empty it before a request."""
    heard: list[str] = []
    engine = db.session.get_bind()

    def hear(connection: object, cursor: object, statement: str, *rest: object) -> None:
        words = statement.replace('"', "").split(None, 3)
        verb = words[0].upper()
        if verb in ("INSERT", "UPDATE", "DELETE"):
            table = words[1] if verb == "UPDATE" else words[2]
            if table not in NOT_COUNTED:
                heard.append(f"{verb.lower()} {table}")

    event.listen(engine, "after_cursor_execute", hear)
    yield heard
    event.remove(engine, "after_cursor_execute", hear)
