"""Bringing a database to the newest shape; the steps themselves are in migrations/."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from config import ROOT, Settings


def alembic_config(settings: Settings) -> Config:
    """Alembic pointed at migrations/ and this database; no alembic.ini is needed."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["settings"] = settings
    return config


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Apply every step up to `revision`; each step is whole or not at all."""
    if settings.is_sqlite:
        settings.var_dir.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(settings), revision)


def downgrade(settings: Settings, revision: str) -> None:
    """Undo steps down to `revision`."""
    command.downgrade(alembic_config(settings), revision)


def check(settings: Settings) -> None:
    """Raise if the models say something the newest step does not."""
    command.check(alembic_config(settings))
