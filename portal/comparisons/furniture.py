"""What other surveys found, lent to the page of a release, which lies below."""

from __future__ import annotations

from flask import Flask

from portal.comparisons import queries


def init_app(app: Flask) -> None:
    """Give templates `elsewhere(question_key)`."""
    app.jinja_env.globals["elsewhere"] = queries.elsewhere
