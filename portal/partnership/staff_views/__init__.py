"""An administrator's pages about the partnership: the numbers to ring, and how it is arranged."""

from __future__ import annotations

from portal.partnership.staff_views import arrangement, help_lines
from portal.partnership.staff_views.blueprint import bp

__all__ = ["arrangement", "bp", "help_lines"]
