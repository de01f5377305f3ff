"""What every page is given: the names of the place, and where leaving quickly leads."""

from __future__ import annotations

from dataclasses import dataclass, fields

from flask import Flask

from config import Settings
from portal.partnership.site import Site, help_lines, site


@dataclass(frozen=True)
class SiteHere(Site):
    """The names with this deployment's way out."""

    exit_url: str = ""
    is_demo: bool = False


def init_app(app: Flask) -> None:
    """Provide `site` to every template, and the numbers that answer to pages that say something broke."""
    settings: Settings = app.config["SETTINGS"]

    def furniture() -> dict[str, object]:
        names = {field.name: getattr(site(), field.name) for field in fields(Site)}
        return {"site": SiteHere(**names, exit_url=settings.exit_url, is_demo=settings.demo)}

    app.context_processor(furniture)
    app.jinja_env.globals["help_lines_known"] = help_lines
