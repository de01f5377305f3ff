"""The board's working pages: asks, and the actions under them."""

from __future__ import annotations

from portal.board.staff_views import actions, asks, lists, quotes, shaping, voices, working
from portal.board.staff_views.blueprint import bp

__all__ = ["actions", "asks", "bp", "lists", "quotes", "shaping", "voices", "working"]
