"""One number as a reader outside the team may see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.disclosure.thresholds import PERCENT_BASE, ROUND_TO, SLACK, nearest

UNBOUNDED = 10**9


class Showing(StrEnum):
    """How a figure is shown."""

    COUNT = "count"  # rounded, never below the threshold
    FEWER = "fewer"  # below the threshold; nobody looks the same as a few
    REST = "rest"  # what is left of the total is below the threshold; everybody looks the same as nearly all
    WITHHELD = "withheld"  # hidden so that a neighbour stays hidden: says nothing about its own size


class End(StrEnum):
    """A share so near all or nothing that a number would speak about single people."""

    MOST = "most"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Figure:
    """Holds nothing that may not be shown: an exact or too small count cannot be put into one."""

    showing: Showing
    threshold: int
    shown: int | None = None
    percent: int | End | None = None

    def __post_init__(self) -> None:
        if (self.shown is None) != (self.showing is not Showing.COUNT):
            raise ValueError("a figure holds a number when, and only when, it is a count")
        if self.shown is not None and (self.shown % ROUND_TO or self.shown < self.threshold):
            raise ValueError("a shown count is rounded and not below its threshold")
        if isinstance(self.percent, int) and not 10 <= self.percent <= 90:
            raise ValueError("a share above 90 or below 10 in a hundred is told in words")

    @property
    def hidden(self) -> bool:
        return self.showing is not Showing.COUNT

    @property
    def text(self) -> str:
        """In English; pages in other languages go by `showing`, `shown` and `threshold`."""
        if self.shown is not None:
            return f"{self.shown:,}"
        return {
            Showing.FEWER: f"fewer than {self.threshold}",
            Showing.REST: f"all but fewer than {self.threshold}",
        }.get(self.showing, "not shown")

    @property
    def low(self) -> int:
        """The smallest true count a reader who knows the rules must reckon with, from this figure alone."""
        if self.shown is not None:
            return max(self.threshold, self.shown - SLACK)
        return self.threshold if self.showing is Showing.REST else 0

    @property
    def high(self) -> int:
        if self.shown is not None:
            return self.shown + SLACK
        return self.threshold - 1 if self.showing is Showing.FEWER else UNBOUNDED


def rounded(count: int, threshold: int) -> int:
    """To the nearest 5, and never below the threshold that the count itself has passed."""
    return max(threshold, nearest(count))


def plain(count: int, threshold: int) -> Figure:
    """A count on its own: no part of a shown total."""
    if count < threshold:
        return Figure(Showing.FEWER, threshold)
    return Figure(Showing.COUNT, threshold, rounded(count, threshold))


def share(part: Figure, total: Figure) -> int | End | None:
    """Whole per cent of two shown figures; none unless what is shown proves a base of 20 people or more."""
    if total.shown is None or total.low < PERCENT_BASE:
        return None
    if part.showing is Showing.REST:
        return End.MOST if 10 * (total.shown - part.threshold) > 9 * total.shown else None
    if part.shown is None:
        return None
    if 10 * part.shown > 9 * total.shown:
        return End.MOST
    if 10 * part.shown < total.shown:
        return End.FEW
    return (200 * part.shown + total.shown) // (2 * total.shown)
