"""The bar of the demonstration, on every page."""

from __future__ import annotations

from flask import Flask

from config import UnsafeSettings
from portal.demo import queries


def init_app(app: Flask) -> None:
    """Provide `demo`; create_app calls this only for a demonstration on this machine.

    UnsafeSettings over a partnership that is not invented: there the bar would sign anybody in as real people.
    """
    if queries.serves_real_partnership():
        raise UnsafeSettings(
            "PORTAL_DEMO is on, but this database serves a partnership that is not invented. Unset PORTAL_DEMO, or"
            " use another DATABASE_URL."
        )
    app.context_processor(lambda: {"demo": {"people": queries.bar()}})
