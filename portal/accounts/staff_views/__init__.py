"""Signing in and out, one's own account, and looking after the accounts of others."""

from __future__ import annotations

from portal.accounts.staff_views import entering, invited, own, people, waiting
from portal.accounts.staff_views.blueprint import bp

__all__ = ["bp", "entering", "invited", "own", "people", "waiting"]
