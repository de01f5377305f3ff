"""The world of the sweeps, built once for each test, and an ear on what is written."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from portal.core import db
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
def world(app: Flask) -> World:
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
