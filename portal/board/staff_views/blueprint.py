"""The blueprint the board's working pages share, and how they page."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, request

from portal.core.errors import NotFound

bp = Blueprint("board_staff", __name__, url_prefix="/work/board")


@dataclass(frozen=True)
class Pager:
    """Where the buttons below a list lead."""

    number: int
    pages: int
    previous_url: str | None
    next_url: str | None


def number_asked() -> int:
    """The page asked for; the first for whatever is no number."""
    asked = request.args.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def id_asked(name: str) -> UUID | None:
    """A row named in the address, or None; NotFound for what cannot be one."""
    asked = request.args.get(name)
    if not asked:
        return None
    try:
        return UUID(asked)
    except ValueError:
        raise NotFound from None
