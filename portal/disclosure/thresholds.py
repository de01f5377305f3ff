"""Who may be shown how small a number: the one table, and the sizes below which less is shown.

Sources: hiding counts under 5 is the usual practice in Scottish statistics on looked after children; 10 is the
partnership's own, stricter line for public pages and for anything close to young people's own words.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType


class Audience(StrEnum):
    """Who a release is made for; the participation and safeguarding teams see exact counts and need none."""

    PARTNERS = "partners"  # the Champions Board and the organisations in the partnership
    PUBLIC = "public"  # anyone, young champions' pages and code holders' life lines included


class Subject(StrEnum):
    """What a count is about."""

    ANSWERS = "answers"
    THEMES = "themes"
    QUOTES = "quotes"
    ASKS = "asks"
    VERDICTS = "verdicts"


class Size(StrEnum):
    """How much a release of so many people can carry."""

    NARRATIVE = "narrative"  # no figure at all
    ONE_WAY = "one-way"
    FULL = "full"


ROUND_TO = 5
SLACK = ROUND_TO // 2  # a shown figure stands for the true one, at most so much more or less
NARRATIVE_BELOW = 20
TWO_WAY_FROM = 50
TWO_WAY_AT_MOST = 3
PERCENT_BASE = 20

_PARTNERS = MappingProxyType(
    {
        Subject.ANSWERS: 5,
        Subject.THEMES: 10,
        Subject.QUOTES: 10,
        Subject.ASKS: 5,
        Subject.VERDICTS: 5,
    }
)
_PUBLIC = MappingProxyType(dict.fromkeys(Subject, 10))
THRESHOLDS = MappingProxyType({Audience.PARTNERS: _PARTNERS, Audience.PUBLIC: _PUBLIC})


def threshold(audience: Audience, subject: Subject) -> int:
    """The smallest count this audience may be shown; everything below it, nobody included, looks the same."""
    return THRESHOLDS[audience][subject]


def nearest(count: int) -> int:
    return (count + SLACK) // ROUND_TO * ROUND_TO


def size_of(people: int) -> Size:
    """Two-way only when the rounded number proves 50 people.

    Turning on the exact 50 would tell 48 and 49 from 50 to 52, and with two releases one person's answer.
    """
    if people < NARRATIVE_BELOW:
        return Size.NARRATIVE
    return Size.FULL if nearest(people) - SLACK >= TWO_WAY_FROM else Size.ONE_WAY
