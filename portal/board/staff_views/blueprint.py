"""The blueprint the board's working pages share, and rows their addresses name."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request

from portal.core.errors import NotFound

bp = Blueprint("board_staff", __name__, url_prefix="/work/board")


def id_asked(name: str) -> UUID | None:
    """A row named in the address, or None; NotFound for what cannot be one."""
    asked = request.args.get(name)
    if not asked:
        return None
    try:
        return UUID(asked)
    except ValueError:
        raise NotFound from None
