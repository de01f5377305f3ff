"""The codebook, the coding desk and what lies beside them, for the participation team."""

from __future__ import annotations

from portal.themes.staff_views import codebook, coding, comparing, placing, reshaping, searching, translating
from portal.themes.staff_views.blueprint import bp

__all__ = ["bp", "codebook", "coding", "comparing", "placing", "reshaping", "searching", "translating"]
