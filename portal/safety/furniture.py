"""What pages of every slice may ask of safety: who is awake."""

from __future__ import annotations

from flask import Flask

from portal.safety import queries


def init_app(app: Flask) -> None:
    """Provide `awake_now()` and `awake_for(contribution_id)` to templates."""
    app.jinja_env.globals.update(awake_now=queries.awake_now, awake_for=queries.awake_for)
