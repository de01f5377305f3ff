"""An officer's pages to plan, build, try out, launch and end a consultation."""

from __future__ import annotations

from portal.consultations.staff_views import exchange, pieces, plans, preview, routes, wordings
from portal.consultations.staff_views.blueprint import bp

__all__ = ["bp", "exchange", "pieces", "plans", "preview", "routes", "wordings"]
