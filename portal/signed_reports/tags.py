"""Under which children's rights, and which foundation of The Promise, something belongs by its tags. Pure.

Articles are those of the UN Convention on the Rights of the Child; clusters are those its Committee asks states to
report by (treaty-specific guidelines, CRC/C/58/Rev.3). An article the guidelines name twice stands in one cluster here.
The five foundations are those of The Promise (Independent Care Review, 2020).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType


class Cluster(StrEnum):
    """A group of rights, in the order the Committee names them."""

    GENERAL = "general"
    CIVIL = "civil"
    VIOLENCE = "violence"
    FAMILY = "family"
    HEALTH = "health"
    EDUCATION = "education"
    SPECIAL = "special"


class Foundation(StrEnum):
    """What the care system is to be built on; the values are what questions are tagged with."""

    VOICE = "Voice"
    FAMILY = "Family"
    CARE = "Care"
    PEOPLE = "People"
    SCAFFOLDING = "Scaffolding"


ARTICLES: Mapping[Cluster, frozenset[int]] = MappingProxyType(
    {
        Cluster.GENERAL: frozenset({2, 3, 6, 12}),
        Cluster.CIVIL: frozenset({7, 8, 13, 14, 15, 16, 17}),
        Cluster.VIOLENCE: frozenset({19, 34, 39}),
        Cluster.FAMILY: frozenset({5, 9, 10, 11, 18, 20, 21, 25}),
        Cluster.HEALTH: frozenset({23, 24, 26, 27, 33}),
        Cluster.EDUCATION: frozenset({28, 29, 30, 31}),
        Cluster.SPECIAL: frozenset({22, 32, 35, 36, 37, 38, 40}),
    }
)
#: Asks carry a right and no foundation. These rights say most of one foundation; articles 2, 3, 6 and 16 say something
#: of each, so they say nothing of any. A choice of this portal: the report that uses it says so.
OF_FOUNDATION: Mapping[Foundation, frozenset[int]] = MappingProxyType(
    {
        Foundation.VOICE: frozenset({12, 13, 14, 17}),
        Foundation.FAMILY: frozenset({5, 9, 10, 18}),
        Foundation.CARE: frozenset({19, 20, 21, 25, 34, 37, 39}),
        Foundation.PEOPLE: frozenset({8, 15}),
        Foundation.SCAFFOLDING: frozenset({22, 23, 24, 26, 27, 28, 29, 30, 31, 33}),
    }
)
_NUMBER = re.compile(r"\d{1,2}")


def articles(tag: str | None) -> frozenset[int]:
    """The articles a tag names: `12`, `12, 13` or nothing."""
    return frozenset(int(found) for found in _NUMBER.findall(tag or ""))


def clusters(named: Collection[int]) -> frozenset[Cluster]:
    """The clusters these articles lie in; what is no article of rights lies in none."""
    return frozenset(cluster for cluster, holds in ARTICLES.items() if not holds.isdisjoint(named))


def foundations(named: Collection[int]) -> frozenset[Foundation]:
    """The foundations these articles say most of."""
    return frozenset(one for one, holds in OF_FOUNDATION.items() if not holds.isdisjoint(named))


def foundation_of(promise: str | None, uncrc: str | None) -> Foundation | None:
    """The one foundation a question stands under: the one it names, else the first that its rights say most of."""
    if promise in set(Foundation):
        return Foundation(promise)
    found = foundations(articles(uncrc))
    return next((one for one in Foundation if one in found), None)
