"""The blueprint the pages about themes share, and how their lists are paged."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request

from portal.core.errors import NotFound
from portal.core.paging import Pager

bp = Blueprint("themes_staff", __name__, url_prefix="/work/themes")


def pager(number: int, pages: int) -> Pager:
    """The pager of a list at this address."""
    return Pager.over(number, pages, lambda n: f"{request.path}?page={n}")


def id_asked(name: str) -> UUID | None:
    """A row named in the address, or None; NotFound for what cannot be one."""
    asked = request.args.get(name)
    try:
        return UUID(asked) if asked else None
    except ValueError:
        raise NotFound from None
