"""Restoring a backup: into an empty place only, and proven before anybody is let in."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import sqlalchemy as sa

from config import Settings
from portal.audit import queries as audit
from portal.core import crypto, db, migrate
from portal.core.errors import RuleError
from portal.core.keys import load_keys
from portal.serving import archive, tables
from portal.serving.backup import dump, key_prints, on_disk, whole_sqlite

BATCH = 500
Row = dict[str, object]


def restore(settings: Settings, source: Path) -> archive.Manifest:
    """Fill an empty database from `source` and prove that it holds the same; else leave it empty."""
    with opened(source) as (file, manifest):
        _refuse_other_keys(settings, manifest)
        _refuse_full_place(settings)
        if settings.is_sqlite:
            _into_new_file(settings, file, manifest)
        else:
            _into_empty_schema(settings, file, manifest)
    return manifest


@contextmanager
def opened(source: Path) -> Iterator[tuple[ZipFile, archive.Manifest]]:
    """A backup whose every byte was checked, and its manifest."""
    try:
        file = ZipFile(source)
    except FileNotFoundError:
        raise RuleError(f"There is no backup at {source}.") from None
    except BadZipFile:
        raise RuleError(f"{source} is not a whole backup: use another copy.") from None
    with file:
        yield file, _checked(file)


def _checked(file: ZipFile) -> archive.Manifest:
    try:
        damaged = file.testzip()
    except (BadZipFile, zlib.error, EOFError):
        damaged = "an entry"
    if damaged or archive.MANIFEST not in file.namelist():
        raise RuleError(f"{file.filename} is damaged at {damaged or 'its end'}: use another copy.")
    return archive.Manifest.from_json(file.read(archive.MANIFEST).decode())


def _refuse_other_keys(settings: Settings, manifest: archive.Manifest) -> None:
    at_hand = key_prints(load_keys(settings.keys_dir))
    if wrong := [name for name, mark in manifest.keys.items() if at_hand.get(name) != mark]:
        raise RuleError(
            f"The keys in {settings.keys_dir} are not those of this backup ({', '.join(sorted(wrong))})."
            " Put the kept copies of the key files there first: without them nobody can read a word of it."
        )


def _refuse_full_place(settings: Settings) -> None:
    if settings.is_sqlite:
        path = _file_of(settings)
        full = path.exists() and path.stat().st_size > 0
    else:
        engine = db.create_engine(settings)
        try:
            with db.reading(), engine.connect() as connection:
                full = bool(tables.present(connection))
        finally:
            engine.dispose()
    if full:
        raise RuleError("The database is not empty. A restore never writes over one: name an empty place.")


def _into_new_file(settings: Settings, file: ZipFile, manifest: archive.Manifest) -> None:
    """Beside the real name, and renamed when proven."""
    final = _file_of(settings)
    final.parent.mkdir(parents=True, exist_ok=True)
    unproven = final.with_name(f".{final.name}.restoring")
    leftovers = [Path(f"{unproven}{end}") for end in ("", "-wal", "-shm")]
    for path in leftovers:
        path.unlink(missing_ok=True)
    try:
        _fill(replace(settings, database_url=f"sqlite:///{unproven}"), file, manifest)
        on_disk(unproven)
        unproven.rename(final)
        on_disk(final.parent)
    finally:
        for path in leftovers:
            path.unlink(missing_ok=True)


def _into_empty_schema(settings: Settings, file: ZipFile, manifest: archive.Manifest) -> None:
    try:
        _fill(settings, file, manifest)
    except BaseException:
        migrate.downgrade(settings, "base")
        raise


def _fill(settings: Settings, file: ZipFile, manifest: archive.Manifest) -> None:
    """At the backup's own schema first, so that what is proven is what was saved; then to the newest."""
    migrate.upgrade(settings, manifest.schema)
    engine = db.create_engine(settings)
    try:
        with engine.begin() as connection:
            _load(connection, file, manifest, is_sqlite=settings.is_sqlite)
        with db.reading(), engine.connect() as connection:
            _prove(connection, manifest, is_sqlite=settings.is_sqlite)
        _prove_chain(settings, engine, manifest)
    finally:
        engine.dispose()
    migrate.upgrade(settings)


def _load(connection: sa.Connection, file: ZipFile, manifest: archive.Manifest, *, is_sqlite: bool) -> None:
    if is_sqlite:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    order = [table for table in tables.all_tables() if table.name in manifest.tables]
    gone = set(manifest.tables) - {table.name for table in order}
    if gone:
        names = ", ".join(sorted(gone))
        raise RuleError(f"This version no longer has {names}: restore with the version that wrote it.")
    for table in reversed(order):  # rows that a migration put there come back from the backup
        connection.execute(sa.delete(sa.table(table.name)))
    for table in order:
        note = manifest.tables[table.name]
        insert = sa.insert(archive.plain_table(table.name, note.columns))
        rows = _parents_first(_rows(file, table.name, note), _own_parents(table))
        while batch := list(islice(rows, BATCH)):
            connection.execute(insert, batch)


def _rows(file: ZipFile, name: str, note: archive.TableNote) -> Iterator[Row]:
    with file.open(f"tables/{name}.jsonl") as lines:
        for line in lines:
            yield archive.read_row(line.decode(), note.columns)


def _own_parents(table: sa.Table) -> list[tuple[str, str]]:
    """Columns that point to a row of the same table, and the column they point to."""
    return [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]


def _parents_first(rows: Iterator[Row], links: list[tuple[str, str]]) -> Iterator[Row]:
    """Rows of a table that points to itself, each after the rows it points to."""
    if not links:
        yield from rows
        return
    waiting, seen = list(rows), {target: set[object]() for _, target in links}
    while waiting:
        ready = [row for row in waiting if all(row[by] is None or row[by] in seen[to] for by, to in links)]
        if not ready:
            raise RuleError("Rows of this backup point at one another in a ring.")
        for row in ready:
            for target, values in seen.items():
                values.add(row[target])
        yield from ready
        done = {id(row) for row in ready}
        waiting = [row for row in waiting if id(row) not in done]


def _prove(connection: sa.Connection, manifest: archive.Manifest, *, is_sqlite: bool) -> None:
    """Dump what was restored and compare it with the manifest, table by table."""
    if is_sqlite:
        whole_sqlite(connection)
    for name, note in manifest.tables.items():
        digest = archive.Digest()
        for line in dump(connection, name, note.columns):
            digest.add(line)
        if (digest.rows, digest.hexdigest()) != (note.rows, note.sha256):
            raise RuleError(f"{name} did not come back as it was: {digest.rows} rows of {note.rows}.")


def _prove_chain(settings: Settings, engine: sa.Engine, manifest: archive.Manifest) -> None:
    """The audit log is unbroken to the link the backup noted."""
    crypto.use_keys(load_keys(settings.keys_dir))
    db.bind(engine)
    with db.reading():
        verdict = audit.verify(expected_head=manifest.chain_head)
    db.session.remove()
    if not verdict.whole:
        raise RuleError(f"The audit log is broken at event {verdict.broken_at}.")


def _file_of(settings: Settings) -> Path:
    name = sa.make_url(settings.database_url).database
    if not name or name == ":memory:":
        raise RuleError("A database in memory cannot be restored: set DATABASE_URL to a file.")
    return Path(name)
