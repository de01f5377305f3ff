"""The working pages of meetings."""

from __future__ import annotations

from portal.meetings.staff_views import agenda, calendar, meeting, minutes, packs, people
from portal.meetings.staff_views.blueprint import bp

__all__ = ["agenda", "bp", "calendar", "meeting", "minutes", "packs", "people"]
