"""The portal's database for one command on the terminal, beside the portal or before it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from config import Settings
from portal.core import crypto, db
from portal.core.errors import RuleError
from portal.core.keys import load_keys
from portal.serving import tables


@contextmanager
def opened(settings: Settings) -> Iterator[None]:
    """Its keys and sessions, closed again afterwards; what was not committed is gone."""
    crypto.use_keys(load_keys(settings.keys_dir))
    engine = db.create_engine(settings)
    db.bind(engine)
    tables.all_tables()
    try:
        _refuse_no_portal(engine)
        yield
    finally:
        db.session.remove()
        engine.dispose()


def _refuse_no_portal(engine: sa.Engine) -> None:
    try:
        with db.reading(), engine.connect() as connection:
            tables.schema_of(connection)
    except sa.exc.OperationalError:
        raise RuleError("The database cannot be opened. Is DATABASE_URL right, and its folder there?") from None
