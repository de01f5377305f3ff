"""Every table of every slice, and which of them a backup holds."""

from __future__ import annotations

import importlib
from pathlib import Path

import sqlalchemy as sa

import portal
from portal.core.db import Base
from portal.core.errors import RuleError

#: Visits of either side and drafts: a restore must never open again what somebody left, least of all in a hurry.
#: Files to be taken away within a day are made again, and so are tokens: one that was revoked since stays revoked.
NOT_KEPT = frozenset(
    {
        "work_session",
        "young_visit",
        "draft",
        "draft_attachment",
        "preparation_visit",
        "keyring_visit",
        "paper_typing",
        "download",
        "api_token",
    }
)
SCHEMA_TABLE = "alembic_version"


def all_tables() -> list[sa.Table]:
    """Tables in an order in which each only points to those before it (or to itself)."""
    for path in sorted(Path(portal.__file__).parent.glob("*/models.py")):
        importlib.import_module(f"portal.{path.parent.name}.models")
    return Base.metadata.sorted_tables


def kept_tables() -> list[sa.Table]:
    """The tables a backup holds."""
    return [table for table in all_tables() if table.name not in NOT_KEPT]


def present(connection: sa.Connection) -> set[str]:
    """Names of the tables that are there, whoever made them."""
    return set(sa.inspect(connection).get_table_names())


def refuse_strangers(connection: sa.Connection) -> None:
    """A table that this code does not know would be lost without a word: refuse instead."""
    strangers = present(connection) - {table.name for table in all_tables()} - {SCHEMA_TABLE}
    if strangers:
        raise RuleError(
            f"The database has tables this version does not know ({', '.join(sorted(strangers))}):"
            " run the version of the portal that wrote it."
        )


def schema_of(connection: sa.Connection) -> str:
    """The migration the database stands at."""
    if SCHEMA_TABLE not in present(connection):
        raise RuleError("There is no portal in this database: run `python -m portal migrate` first.")
    revision = connection.scalar(sa.select(sa.column("version_num")).select_from(sa.table(SCHEMA_TABLE)))
    return str(revision)
