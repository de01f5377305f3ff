"""`python -m portal check`: would it start, and is what it stands on sound? For deployments and monitors."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic.script import ScriptDirectory

from config import Settings, UnsafeSettings
from portal.core import db, migrate
from portal.core.errors import PortalError, RuleError
from portal.core.keys import load_keys
from portal.serving import tables

ROOM = 0.20  # below this free share of the disk, writes will soon fail

Check = Callable[[Settings], str]


def findings(settings: Settings) -> Iterator[tuple[bool, str]]:
    """Each finding: whether it is well, and a sentence."""
    for check in (_settings, _keys, _schema, _integrity, _room):
        try:
            yield True, check(settings)
        except (PortalError, UnsafeSettings, OSError) as reason:
            yield False, f"{check.__name__.strip('_')}: {' '.join(str(reason).splitlines())}"
        except sa.exc.SQLAlchemyError as reason:  # its later lines are advice for programmers
            yield False, f"{check.__name__.strip('_')}: {str(reason).splitlines()[0]}"


def _settings(settings: Settings) -> str:
    settings.checked()
    return f"settings are safe; people reach it at {settings.origin}"


def _keys(settings: Settings) -> str:
    keys = load_keys(settings.keys_dir)
    return f"keys are there; field key {keys.current_field} seals"


def _schema(settings: Settings) -> str:
    with _reading(settings) as connection:
        here = tables.schema_of(connection)
    newest = ScriptDirectory.from_config(migrate.alembic_config(settings)).get_current_head()
    if here != newest:
        raise RuleError(f"the database is at {here}, the code at {newest}: run `python -m portal migrate`.")
    return f"the database is at {here}, the newest schema"


def _integrity(settings: Settings) -> str:
    if not settings.is_sqlite:
        return "PostgreSQL answers"
    with _reading(settings) as connection:
        verdict = connection.exec_driver_sql("PRAGMA quick_check").scalar()
    if verdict != "ok":
        raise RuleError(f"the database is damaged ({verdict}): see docs/runbooks/restore.md")
    return "the database is sound"


def _room(settings: Settings) -> str:
    disk = shutil.disk_usage(settings.var_dir)
    free = disk.free / disk.total
    if free < ROOM:
        raise RuleError(f"only {free:.0%} of the disk is free: make room before writes fail")
    return f"{free:.0%} of the disk is free"


@contextmanager
def _reading(settings: Settings) -> Iterator[sa.Connection]:
    engine = db.create_engine(settings)
    try:
        with db.reading(), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
