"""Links between the pages of a list, and the row and the page an address names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import request

from portal.core.errors import NotFound


@dataclass(frozen=True)
class Pager:
    """What `components/pager.html` shows."""

    number: int
    pages: int
    previous_url: str | None
    next_url: str | None

    @classmethod
    def over(cls, number: int, pages: int, url: Callable[[int], str]) -> Pager:
        """A pager for page `number` of `pages`."""
        return cls(
            number=number,
            pages=pages,
            previous_url=url(number - 1) if number > 1 else None,
            next_url=url(number + 1) if number < pages else None,
        )


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
