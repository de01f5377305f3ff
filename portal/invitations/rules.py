"""What may stand on a letter. A combination of bands that fewer than ten invited people share is coarsened first.

Ten is the partnership's line for anything close to young people's own words (`disclosure.thresholds`): what is sent
with a code carries its bands, so the bands alone must never point at one of a few.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

#: Fewer invited people than this never share a combination of bands.
LEAST = 10
#: Reminders single out letters of a combination only where so many of it were started: see decision 23.
STARTED_LEAST = 5
#: Letters in one batch, at most.
MOST = 500
LINES_MOST = 20

#: No vowels, no signs that look alike: nothing to misread, and no words by chance.
SIGNS = "23456789BCDFGHJKMNPQRTVWXYZ"
_PARTS, _PART = 3, 4


class Band(StrEnum):
    """What a letter may know, the most useful first: the last is dropped first."""

    AGE = "age_band"
    HOME = "home"
    LOCALITY = "locality"
    RESPONSIBLE = "responsible"
    LIVES_IN = "lives_in"


_WORTH = {band: 1 << place for place, band in enumerate(reversed(Band))}


@dataclass(frozen=True, order=True)
class Bands:
    """One combination; an empty string was not said."""

    age_band: str = ""
    home: str = ""
    locality: str = ""
    responsible: str = ""
    lives_in: str = ""

    @property
    def said(self) -> dict[Band, str]:
        """What it says."""
        return {band: value for band in Band if (value := str(getattr(self, band.value)))}

    def without(self, bands: Iterable[Band]) -> Bands:
        """The same with these not said."""
        return replace(self, **{band.value: "" for band in bands})


@dataclass(frozen=True)
class Coarsened:
    """What was asked for, how it is printed, and for how many people."""

    asked: Bands
    printed: Bands
    number: int

    @property
    def dropped(self) -> tuple[Band, ...]:
        """What is not printed."""
        return tuple(band for band in Band if band in self.asked.said and band not in self.printed.said)


@dataclass(frozen=True, order=True)
class _Way:
    """A way to give a small combination company: what it costs, to whom, and what it ends as."""

    cost: int
    target: Bands
    moved: tuple[Bands, ...]


def coarsen(asked: Mapping[Bands, int]) -> list[Coarsened]:
    """Bands as they may be printed: no combination left has fewer than `LEAST` people, unless it says nothing.

    The smallest combination is widened first, in the way that loses least: useful bands and many people weigh more.
    The same people give the same result in whatever order they are named.
    """
    printed = {bands: bands for bands, number in asked.items() if number}
    while (small := _smallest(asked, printed)) is not None:
        way = min(_ways(small, _sizes(asked, printed)))
        for before, now in printed.items():
            if now in way.moved:
                printed[before] = way.target
    return [Coarsened(before, printed[before], asked[before]) for before in sorted(printed)]


def sizes(lines: Iterable[Coarsened]) -> dict[Bands, int]:
    """How many people share each printed combination."""
    found: Counter[Bands] = Counter()
    for line in lines:
        found[line.printed] += line.number
    return dict(sorted(found.items()))


def new_code() -> str:
    """Twelve signs, 57 bits: read aloud in three parts."""
    parts = ("".join(secrets.choice(SIGNS) for _ in range(_PART)) for _ in range(_PARTS))
    return "-".join(parts)


def normalise(typed: str) -> str:
    """What was typed, as a code: blanks, dashes and small letters do not matter."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def is_code(typed: str) -> bool:
    """Whether it has the shape of a code."""
    code = normalise(typed)
    return len(code) == _PARTS * _PART and set(code) <= set(SIGNS)


def to_remind(letters: Sequence[tuple[int, Bands, bool]]) -> list[int]:
    """The letters to remind, of (number, bands, started): all of a combination of which few were started.

    Leaving one of a few out would tell whose it was, and what is read with those bands would have a name.
    """
    started = Counter(bands for _, bands, was_started in letters if was_started)
    return [letter for letter, bands, was in letters if not (was and started[bands] >= STARTED_LEAST)]


def _sizes(asked: Mapping[Bands, int], printed: Mapping[Bands, Bands]) -> Counter[Bands]:
    found: Counter[Bands] = Counter()
    for before, now in printed.items():
        found[now] += asked[before]
    return found


def _smallest(asked: Mapping[Bands, int], printed: Mapping[Bands, Bands]) -> Bands | None:
    """A combination that needs company. One that says nothing has it: that of everybody who came without a letter."""
    small = [(number, bands) for bands, number in _sizes(asked, printed).items() if number < LEAST and bands.said]
    return min(small)[1] if small else None


def _ways(small: Bands, found: Mapping[Bands, int]) -> Iterator[_Way]:
    said = list(small.said)
    for number in range(len(said) + 1):
        for dropped in combinations(said, number):
            yield from _way(small, small.without(dropped), found)


def _way(small: Bands, target: Bands, found: Mapping[Bands, int]) -> Iterator[_Way]:
    """Into `target`, with as few others as it takes; nothing where too few can come along.

    To say nothing needs nobody along.
    """
    others = [bands for bands in found if target.said and bands != small and _fits(bands, target)]
    moved, people = [small], found[small]
    for bands in sorted(others, key=lambda one: (_cost(one, target, found), one)):
        if people >= LEAST:
            break
        moved.append(bands)
        people += found[bands]
    if people >= LEAST or not target.said:
        yield _Way(sum(_cost(bands, target, found) for bands in moved), target, tuple(sorted(moved)))


def _fits(bands: Bands, target: Bands) -> bool:
    """Whether dropping bands turns one into the other."""
    return all(bands.said.get(band) == value for band, value in target.said.items())


def _cost(bands: Bands, target: Bands, found: Mapping[Bands, int]) -> int:
    return found[bands] * sum(_WORTH[band] for band in bands.said if band not in target.said)
