"""Under which children's rights, and which foundation of The Promise, something belongs by its tags. Pure.

Articles are those of the UN Convention on the Rights of the Child; clusters are those its Committee asks states to
report by (treaty-specific guidelines, CRC/C/58/Rev.3). An article the guidelines name twice stands in one cluster here.
The five foundations are those of The Promise (Independent Care Review, 2020).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.commitments.models import Duty


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


@dataclass(frozen=True)
class Tags:
    """What something is tagged with, or what an indicator looks for. `wellbeing` are words of SHANARRI in small
    letters; `named` are foundations of The Promise by name, beside those its rights say most of."""

    duties: frozenset[Duty] = frozenset()
    rights: frozenset[int] = frozenset()
    wellbeing: frozenset[str] = frozenset()
    named: frozenset[Foundation] = frozenset()

    @property
    def foundations(self) -> frozenset[Foundation]:
        """The foundations it names, and those its rights say most of."""
        return self.named | foundations(self.rights)

    def meets(self, wanted: Tags) -> bool:
        """Whether it carries any of the tags that are looked for."""
        return bool(
            self.duties & wanted.duties
            or self.rights & wanted.rights
            or self.wellbeing & wanted.wellbeing
            or self.foundations & wanted.named
        )

    def with_those_of(self, others: Iterable[Tags]) -> Tags:
        """Its own and all of these together."""
        every = [self, *others]
        return Tags(
            frozenset().union(*(one.duties for one in every)),
            frozenset().union(*(one.rights for one in every)),
            frozenset().union(*(one.wellbeing for one in every)),
            frozenset().union(*(one.named for one in every)),
        )


#: What carries no tag meets none.
NONE = Tags()


def articles(tag: str | None) -> frozenset[int]:
    """The articles a tag names: `12`, `12, 13` or nothing."""
    return frozenset(int(found) for found in _NUMBER.findall(tag or ""))


def read(
    *, duty: Duty | str | None = None, uncrc: str | None = None, shanarri: str | None = None, promise: str | None = None
) -> Tags:
    """The tags of one thing as they are kept; what is no duty, right or foundation is none."""
    return Tags(
        frozenset({Duty(duty)}) if duty in set(Duty) else frozenset(),
        articles(uncrc),
        frozenset({shanarri.casefold()}) if shanarri else frozenset(),
        frozenset({Foundation(promise)}) if promise in set(Foundation) else frozenset(),
    )


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
