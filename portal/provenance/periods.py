"""Stretches of time a log can be narrowed to. Pure; the council year is the one of its accounts, April to March."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Period(StrEnum):
    """When something was said or made."""

    QUARTER = "13_weeks"
    YEAR = "52_weeks"
    THIS = "this_year"
    LAST = "last_year"


def span(period: Period, today: date) -> tuple[date, date]:
    """The first and the last day of it, both included; those that run go to `today`."""
    begins = date(today.year if (today.month, today.day) >= (4, 1) else today.year - 1, 4, 1)
    return {
        Period.QUARTER: (today - timedelta(weeks=13), today),
        Period.YEAR: (today - timedelta(weeks=52), today),
        Period.THIS: (begins, today),
        Period.LAST: (date(begins.year - 1, 4, 1), begins - timedelta(days=1)),
    }[period]
