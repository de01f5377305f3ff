"""How migrations run: one transaction a step, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import importlib
from pathlib import Path

from alembic import context

import portal
from config import Settings
from portal.core import db

for path in sorted(Path(portal.__file__).parent.glob("*/models.py")):
    importlib.import_module(f"portal.{path.parent.name}.models")


def render(kind: str, item: object, autogen: object) -> str | bool:
    """Write steps in plain SQLAlchemy, so that they keep working when the portal's own types change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, db.UTCDateTime) else False


def run() -> None:
    """Open a connection of our own and apply the steps."""
    settings: Settings = context.config.attributes.get("settings") or Settings.from_env()
    engine = db.create_engine(settings)
    try:
        with engine.connect() as connection:
            if settings.is_sqlite:
                # A table rebuilt in batch mode would trip over its own foreign keys; they are checked after.
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                connection.commit()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
            context.configure(
                connection=connection,
                target_metadata=db.Base.metadata,
                render_as_batch=settings.is_sqlite,
                transactional_ddl=True,
                transaction_per_migration=True,
                compare_type=True,
                render_item=render,
            )
            with context.begin_transaction():
                context.run_migrations()
            if settings.is_sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"rows point nowhere after migrating: {broken[:5]}")
    finally:
        engine.dispose()


run()
