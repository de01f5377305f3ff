"""The row and the page of a list that an address names."""

from __future__ import annotations

from uuid import UUID

from flask import request

from portal.core.errors import NotFound


def id_asked(name: str) -> UUID | None:
    """A row named in the address, or None; NotFound for what cannot be one."""
    asked = request.args.get(name)
    if not asked:
        return None
    try:
        return UUID(asked)
    except ValueError:
        raise NotFound from None


def number_asked(name: str = "page") -> int:
    """The page the address asks for; the first for whatever is no number."""
    asked = request.args.get(name, "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
