"""What is inside a backup: a manifest and one file of rows a table, the same from SQLite and PostgreSQL.

Rows are arrays of JSON values, one a line. A table's digest does not depend on the order of its rows, so a
restored database of either kind can be dumped again and compared.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from portal.core.db import UTCDateTime
from portal.core.errors import RuleError

FORMAT = 1
MANIFEST = "manifest.json"

Value = object
Columns = tuple[tuple[str, str], ...]  # name and kind, in the order of the arrays


@dataclass(frozen=True)
class Kind:
    """How one kind of value is stored, written down and read back."""

    stored: sa.types.TypeEngine[Any]
    write: Callable[[object], Value]
    read: Callable[[Value], object]


def _same(value: Value) -> Value:
    return value


def _from_base64(value: Value) -> bytes:
    return base64.b64decode(str(value), validate=True)


def _to_base64(value: object) -> str:
    if not isinstance(value, bytes):
        raise TypeError(f"not bytes: {type(value).__name__}")
    return base64.b64encode(value).decode()


KINDS: Mapping[str, Kind] = {
    "text": Kind(sa.Text(), _same, _same),
    "whole": Kind(sa.BigInteger(), _same, _same),
    "real": Kind(sa.Double(), _same, _same),
    "yes_no": Kind(sa.Boolean(), _same, _same),
    "bytes": Kind(sa.LargeBinary(), _to_base64, _from_base64),
    "id": Kind(sa.Uuid(as_uuid=False), str, str),
    "moment": Kind(UTCDateTime(), str, lambda value: datetime.fromisoformat(str(value))),
    "day": Kind(sa.Date(), str, lambda value: date.fromisoformat(str(value))),
    "hour": Kind(sa.Time(), str, lambda value: time.fromisoformat(str(value))),
    "json": Kind(sa.JSON(none_as_null=True), _same, _same),
}

# The first that fits names the kind: an Enum is a String that holds its value.
_FITS: Sequence[tuple[type[object], str]] = (
    (UTCDateTime, "moment"),
    (sa.Uuid, "id"),
    (sa.Boolean, "yes_no"),
    (sa.LargeBinary, "bytes"),
    (sa.String, "text"),
    (sa.Integer, "whole"),
    (sa.Float, "real"),
    (sa.Date, "day"),
    (sa.Time, "hour"),
    (sa.JSON, "json"),
)


@dataclass(frozen=True)
class TableNote:
    """What the manifest says of one table: its columns in the order of the arrays, and its content."""

    columns: Columns
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, so that a restore can prove that it holds it again."""

    format: int
    made_at: str
    made_from: str
    schema: str
    chain_head: str | None
    keys: dict[str, str]
    tables: dict[str, TableNote]

    def to_json(self) -> str:
        """As written into the backup."""
        return json.dumps(asdict(self), indent=2, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """As read from a backup; a format this code does not know is refused."""
        content = json.loads(text)
        if content.get("format") != FORMAT:
            raise RuleError(f"This backup has format {content.get('format')}; this portal reads {FORMAT}.")
        content["tables"] = {
            name: TableNote(tuple((column, kind) for column, kind in note["columns"]), note["rows"], note["sha256"])
            for name, note in content["tables"].items()
        }
        return cls(**content)


class Digest:
    """The content of a table, whatever the order of its rows."""

    def __init__(self) -> None:
        self._rows: list[bytes] = []

    def add(self, line: str) -> None:
        """Count one row in."""
        self._rows.append(hashlib.sha256(line.encode()).digest())

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return len(self._rows)

    def hexdigest(self) -> str:
        """Equal for equal sets of rows."""
        return hashlib.sha256(b"".join(sorted(self._rows))).hexdigest()


def columns_of(table: sa.Table) -> Columns:
    """Columns and kinds; a type without one is a programming error that must not wait for a restore."""
    return tuple((column.name, _kind_of(column)) for column in table.columns)


def plain_table(name: str, columns: Columns) -> sa.TableClause:
    """A table as the backup describes it, whatever the models of today say."""
    return sa.table(name, *(sa.column(column, KINDS[kind].stored) for column, kind in columns))


def write_row(row: Iterable[object], columns: Columns) -> str:
    """One line for one row."""
    pairs = zip(row, columns, strict=True)
    values = [None if value is None else KINDS[kind].write(value) for value, (_, kind) in pairs]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read_row(line: str, columns: Columns) -> dict[str, object]:
    """The values of one line by column."""
    values = json.loads(line)
    return {
        name: None if value is None else KINDS[kind].read(value)
        for (name, kind), value in zip(columns, values, strict=True)
    }


def _kind_of(column: sa.Column[object]) -> str:
    for fits, name in _FITS:
        if isinstance(column.type, fits):
            return name
    raise TypeError(f"no backup kind for {column.table.name}.{column.name}: {column.type!r}")
