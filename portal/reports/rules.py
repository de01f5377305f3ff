"""Whose page somebody may open. Pure."""

from __future__ import annotations

from uuid import UUID

from portal.core.access import Permission, Role, permits


def may_see(organisation_id: UUID, *, own: UUID, role: Role | None) -> bool:
    """A corporate parent lead sees the page of their own organisation; who takes summaries away and leads none, all."""
    if permits(role, Permission.ORGANISATION_PAGE):
        return organisation_id == own
    return permits(role, Permission.SUMMARIES_DOWNLOAD)
