"""The themes behind a complaint, lent to its page, which lies below and cannot ask for them itself."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Flask

from portal.provenance.complaint_log import themes_of
from portal.themes.models import Theme


def init_app(app: Flask) -> None:
    """Give templates `themes_behind(contribution_id)`."""
    app.jinja_env.globals["themes_behind"] = themes_behind


def themes_behind(contribution_id: UUID) -> Sequence[Theme]:
    """The themes a view stands under, by name."""
    return themes_of([contribution_id]).get(contribution_id, [])
