"""Getting the demonstration ready: its own keys, schema and invented people, loaded once."""

from __future__ import annotations

import sys

from config import Settings
from portal import create_app
from portal.core import keys, migrate
from portal.core.errors import RuleError
from portal.demo import operations, queries
from portal.demo.queries import CODES_FILE


def prepare(settings: Settings) -> str:
    """Create what is missing and return the text that tells who can sign in."""
    if not settings.demo:
        raise RuleError("This is not a demonstration (PORTAL_DEMO=1): no invented people are loaded into it.")
    settings.checked()
    keys.create_keys(settings.keys_dir)
    migrate.upgrade(settings)
    app = create_app(settings)
    codes_file = settings.var_dir / CODES_FILE
    with app.app_context():
        print("Loading the demonstration partnership…", file=sys.stderr)
        operations.load_once(codes_file)
        return queries.sign_ins(codes_file)
