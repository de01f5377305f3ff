"""Planted phrases and where they must not be: in files, rows, headers; and tables as they stand, to compare."""

import base64
import contextlib
import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote_plus

import sqlalchemy as sa

from config import Settings
from portal.core import crypto, db
from portal.core.keys import load_keys

Row = dict[str, object]
Dump = dict[str, list[Row]]

#: Only who is signed in, and when their last page was; nothing of what they did.
UNTOLD = frozenset({"work_session"})


def plant(kind: str) -> str:
    """A word nobody else ever wrote, in letters that no encoding of a form changes."""
    return f"{kind}quokka{secrets.token_hex(6)}"


def disguises(word: str) -> Iterator[bytes]:
    """How a word may lie in a file: plain, wide, hexadecimal, quoted, or inside base64 at any of three offsets."""
    plain = word.encode()
    yield plain
    yield plain.upper()
    yield word.encode("utf-16-le")
    yield plain.hex().encode()
    yield quote_plus(word).encode()
    for offset in range(3):
        shifted = base64.b64encode(b"\0" * offset + plain)
        yield shifted[4 if offset else 0 : -4]


def found_in(blob: bytes, words: Iterable[str]) -> list[str]:
    """The planted words a blob holds in any disguise."""
    return [word for word in words if any(form in blob for form in disguises(word))]


def found_in_files(folder: Path, words: Sequence[str]) -> list[str]:
    """`file: word` for every file of an installation that tells a planted word; keys are looked at as well."""
    told = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            told += [f"{path.relative_to(folder)}: {word}" for word in found_in(path.read_bytes(), words)]
    return told


def rows(connection: sa.Connection, *, without: frozenset[str] = UNTOLD) -> Dump:
    """Every row of every table, in the order of its key."""
    dumped: Dump = {}
    for table in db.Base.metadata.sorted_tables:
        if table.name not in without:
            found = connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            dumped[table.name] = [dict(row) for row in found.mappings()]
    return dumped


def dump(*, without: frozenset[str] = UNTOLD) -> Dump:
    """The database of this process, as a fresh reader sees it."""
    db.session.remove()
    with db.session.get_bind().engine.connect() as connection, _reading():
        return rows(connection, without=without)


def digest(dumped: Dump) -> str:
    """One value for a whole database."""
    return hashlib.sha256(repr(dumped).encode()).hexdigest()


def changes(before: Dump, after: Dump) -> list[str]:
    """`table.column` for values that changed, `table +n` for rows that came or went."""
    found = set()
    for table, then in before.items():
        now = after[table]
        if len(now) != len(then):
            found.add(f"{table} {len(now) - len(then):+d}")
        keys = [column.name for column in db.Base.metadata.tables[table].primary_key.columns]
        known = {tuple(row[key] for key in keys): row for row in then}
        for row in now:
            old = known.get(tuple(row[key] for key in keys))
            found |= {f"{table}.{name}" for name, value in row.items() if old is not None and old[name] != value}
    return sorted(found)


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    with db.reading():
        yield


@contextlib.contextmanager
def inside(settings: Settings) -> Iterator[None]:
    """Use an installation's own database and keys in this process; what was in use before is back afterwards."""
    factory = db.session.session_factory
    shared, shared_keys = factory.kw.get("bind"), crypto._Installed.keys
    engine = db.create_engine(settings)
    try:
        crypto.use_keys(load_keys(settings.keys_dir))
        db.bind(engine)
        forget()
        yield
    finally:
        db.set_writing(True)
        db.session.remove()
        engine.dispose()
        crypto._Installed.keys = shared_keys
        db.session.configure(bind=shared)
        forget()


def forget() -> None:
    """Drop what a process keeps in mind between requests."""
    from portal.consultations import editions
    from portal.partnership import site

    site.forget()
    editions.forget()
