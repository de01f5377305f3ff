"""How many codes supported an idea, as far as that may be shown; and what makes an idea fit to be published. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from portal.disclosure.thresholds import Audience, Subject, nearest, threshold

#: What a second person looks for before an idea is public. All of it, every time.
CHECKLIST = ("names", "place", "family", "rare", "carer", "meaning")


@dataclass(frozen=True)
class Supported:
    """How many codes, rounded to five; None where the number is too small to be shown, nobody included."""

    codes: int | None


def shown(counted: int, audience: Audience) -> Supported:
    """The count an audience may see: below 10 nothing in public, below 5 nothing at the board (disclosure engine)."""
    return Supported(nearest(counted) if counted >= threshold(audience, Subject.ASKS) else None)


def reaches_board(counted: int) -> bool:
    """Whether enough codes support an idea for it to lie in the board's pool."""
    return counted >= threshold(Audience.PARTNERS, Subject.ASKS)


def is_checked(ticked: Collection[str]) -> bool:
    """Whether the second person went through the whole list."""
    return set(CHECKLIST) <= set(ticked)
