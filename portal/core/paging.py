"""Links between the pages of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


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
