"""The band on young people's pages while an adult helps."""

from __future__ import annotations

from flask import Flask, g, request

from portal.contributions import assisting
from portal.core.sessions import is_working


def init_app(app: Flask) -> None:
    """Provide `writing_with` to young people's pages."""
    app.context_processor(_band)


def _band() -> dict[str, object]:
    """Who helps with what this page is about. Looks only at what the view has read already: a page costs no more."""
    visit, about = g.get("young_visit"), (request.view_args or {}).get("slug")
    theirs_alone = (request.endpoint or "").endswith(".sharing")  # says itself that the adult hands over the phone
    if visit is None or theirs_alone or not isinstance(about, str) or is_working(request.path):
        return {"writing_with": ""}
    unasked = request.blueprint == "free_views"
    return {"writing_with": assisting.helper_of(visit.drafts.get(f"tell:{about}" if unasked else about))}
