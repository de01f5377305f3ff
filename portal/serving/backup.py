"""A backup of an open database into one file: consistent, checked, without any key."""

from __future__ import annotations

import hashlib
import hmac
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import sqlalchemy as sa

from config import Settings
from portal.audit.models import AuditEvent
from portal.core import clock, db
from portal.core.errors import RuleError
from portal.core.keys import Keys, load_keys
from portal.serving import archive, tables


def backup(settings: Settings, target: Path) -> archive.Manifest:
    """Write a backup to `target`, which must not exist; the file is whole or not there at all."""
    if target.exists():
        raise RuleError(f"{target} is already there. A backup never replaces another: choose a new name.")
    if not target.parent.is_dir():
        raise RuleError(f"There is no folder {target.parent}.")
    keys = key_prints(load_keys(settings.keys_dir))
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with snapshot(settings) as connection:
            manifest = _write(connection, unfinished, settings=settings, keys=keys)
        on_disk(unfinished)
        unfinished.rename(target)
        on_disk(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


@contextmanager
def snapshot(settings: Settings) -> Iterator[sa.Connection]:
    """The database as it is at one moment, while the portal goes on writing."""
    if settings.is_sqlite:
        with _sqlite_copy(settings) as connection:
            yield connection
        return
    engine = db.create_engine(settings)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            connection.execute(sa.text("SET TRANSACTION READ ONLY"))
            yield connection
    finally:
        engine.dispose()


def dump(connection: sa.Connection, name: str, columns: archive.Columns) -> Iterator[str]:
    """The rows of one table, one line each, in the order of its keys: PostgreSQL's own is the order of arrival."""
    table = archive.plain_table(name, columns)
    known = db.Base.metadata.tables.get(name)  # an old backup may have tables that are no more
    keys = [table.c[key.name] for key in known.primary_key if key.name in table.c] if known is not None else []
    rows = connection.execute(sa.select(table).order_by(*keys), execution_options={"yield_per": 1000})
    for row in rows:
        yield archive.write_row(row, columns)


def key_prints(keys: Keys) -> dict[str, str]:
    """What tells whether the keys at hand are the ones a backup was made with; says nothing of the keys."""
    named = {"pepper": keys.pepper, "audit": keys.audit}
    named |= {f"field-{number}": key for number, key in keys.field.items()}
    return {name: hmac.digest(key, b"key print", hashlib.sha256).hex()[:16] for name, key in named.items()}


def whole_sqlite(connection: sa.Connection) -> None:
    """Refuse a SQLite database that is damaged or whose rows point nowhere."""
    verdict = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if verdict != ["ok"]:
        raise RuleError(f"The database is damaged: {'; '.join(map(str, verdict[:3]))}")
    if astray := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuleError(f"{len(astray)} rows point nowhere, the first in {astray[0][0]}.")


@contextmanager
def _sqlite_copy(settings: Settings) -> Iterator[sa.Connection]:
    """A checked copy made by SQLite's own backup call: copying the file of an open database can tear it."""
    source = db.create_engine(settings)
    with tempfile.TemporaryDirectory(prefix="copy-", dir=settings.var_dir) as folder:
        copied = db.create_engine(replace(settings, database_url=f"sqlite:///{folder}/copy.db"))
        try:
            with db.reading(), source.connect() as original, copied.connect() as copy:
                _driver(original).backup(_driver(copy))
            with db.reading(), copied.connect() as copy:
                whole_sqlite(copy)
                yield copy
        finally:
            copied.dispose()
            source.dispose()


class _SQLiteDriver(Protocol):
    def backup(self, target: _SQLiteDriver) -> None: ...


def _driver(connection: sa.Connection) -> _SQLiteDriver:
    return cast(_SQLiteDriver, connection.connection.driver_connection)


def _write(connection: sa.Connection, path: Path, *, settings: Settings, keys: dict[str, str]) -> archive.Manifest:
    schema = tables.schema_of(connection)
    tables.refuse_strangers(connection)
    notes: dict[str, archive.TableNote] = {}
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with ZipFile(path, "w") as file:
        for table in tables.kept_tables():
            columns = archive.columns_of(table)
            digest = archive.Digest()
            with file.open(_entry(f"tables/{table.name}.jsonl"), "w", force_zip64=True) as lines:
                for line in dump(connection, table.name, columns):
                    digest.add(line)
                    lines.write(line.encode() + b"\n")
            notes[table.name] = archive.TableNote(columns, digest.rows, digest.hexdigest())
        manifest = archive.Manifest(
            format=archive.FORMAT,
            made_at=clock.now().isoformat(timespec="seconds"),
            made_from="sqlite" if settings.is_sqlite else "postgresql",
            schema=schema,
            chain_head=connection.scalar(sa.select(AuditEvent.chain).order_by(AuditEvent.sequence.desc()).limit(1)),
            keys=keys,
            tables=notes,
        )
        file.writestr(_entry(archive.MANIFEST), manifest.to_json())
    return manifest


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def on_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
