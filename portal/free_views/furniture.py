"""What came of an unasked view, lent to the reading desk's page, which lies below and cannot ask for it itself."""

from __future__ import annotations

from flask import Flask

from portal.contributions.models import Contribution, Matter
from portal.free_views import queries
from portal.free_views.kinds import KINDS, Kind
from portal.free_views.labels import MATTERS
from portal.free_views.queries import Unasked


def init_app(app: Flask) -> None:
    """Give templates `unasked(contribution)`, `matter_of(matter)` and `ways_to_tell()`."""
    app.jinja_env.globals["unasked"] = unasked
    app.jinja_env.globals["matter_of"] = matter_of
    app.jinja_env.globals["ways_to_tell"] = ways_to_tell


def unasked(contribution: Contribution) -> Unasked | None:
    """What was done with it, or None for what was asked."""
    return queries.what_came_of(contribution) if contribution.matter in MATTERS else None


def matter_of(matter: Matter) -> str:
    """What an unasked view is called in a list; nothing for answers."""
    return str(MATTERS[matter]) if matter in MATTERS else ""


def ways_to_tell() -> tuple[Kind, ...]:
    """The kinds of view somebody can send unasked."""
    return KINDS
