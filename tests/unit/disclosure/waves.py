"""Invented waves: people with answers, counted into the tables of a release."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from portal.disclosure.raw import Dimension, Labels, RawLine, RawRelease, RawTable, Unit
from portal.disclosure.thresholds import Subject

AREA = Dimension("area", "Area", ("Nithsdale", "Annandale and Eskdale", "Wigtownshire", "Stewartry"))
AGE = Dimension("age", "Age", ("8 to 11", "12 to 15", "16 and over"))
HEARD = Dimension("heard", "Do adults listen to you?", ("Yes", "Sometimes", "No"))
SAFE = Dimension("safe", "Do you feel safe?", ("Yes", "No"))
LADDER = Dimension("ladder", "Where are you on the ladder?", tuple(f"{step}" for step in range(11)))
WANTS = Dimension("wants", "What would help?", ("Time", "Money", "Friends", "Family", "A bus"))
THEME = Dimension("theme", "Theme", ("Moving home", "School", "Brothers and sisters"))
SINGLE = (AREA, AGE, HEARD, SAFE, LADDER)


@dataclass(frozen=True)
class Person:
    """One answer per single-choice question (None when skipped) and any number of the several-choice ones."""

    one: dict[str, str | None]
    many: dict[str, frozenset[str]]
    named: bool


def people(number: int, seed: int, skew: float) -> list[Person]:
    """`skew` 0 spreads answers evenly, 1 makes nearly everybody say the same."""
    rnd = random.Random(seed)
    weights = {d.key: [(1 - skew + 0.003) ** i for i in range(len(d.categories))] for d in SINGLE}
    for weight in weights.values():
        rnd.shuffle(weight)
    skips = {d.key: rnd.choice((0, 0.03, 0.3)) for d in SINGLE}
    likes = {d.key: [rnd.random() ** (1 + 3 * skew) for _ in d.categories] for d in (WANTS, THEME)}
    named = rnd.random()

    def one(dimension: Dimension) -> str | None:
        if rnd.random() < skips[dimension.key]:
            return None
        return rnd.choices(dimension.categories, weights[dimension.key])[0]

    def many(dimension: Dimension) -> frozenset[str]:
        pairs = zip(dimension.categories, likes[dimension.key], strict=True)
        return frozenset(category for category, like in pairs if rnd.random() < like)

    return [
        Person({d.key: one(d) for d in SINGLE}, {d.key: many(d) for d in (WANTS, THEME)}, rnd.random() < named)
        for _ in range(number)
    ]


def release(crowd: Sequence[Person], key: str = "autumn") -> RawRelease:
    """All the kinds of table there are, three of them two-way.

    Who wants nothing left that question out; who has no theme is among the people all the same.
    """
    tables = [one_way(crowd, dimension) for dimension in SINGLE]
    wanting = [person for person in crowd if person.many[WANTS.key]]
    tables += [several(wanting, WANTS, Subject.ANSWERS, each=True), several(crowd, THEME, Subject.THEMES)]
    tables += [
        crossed(crowd, AREA, HEARD),
        crossed(crowd, AGE, SAFE),
        crossed_several(wanting, AGE, WANTS),
    ]
    lines = (
        RawLine("sessions", "Group sessions", Subject.ANSWERS, Unit.GROUPS, len(crowd) // 40),
        RawLine("support", "One-tap support", Subject.ASKS, Unit.CODES, len(crowd) // 7),
    )
    return RawRelease(key, "Autumn", len(crowd), tuple(tables), unnamed(crowd), lines)


def unnamed(crowd: Iterable[Person]) -> int:
    return sum(not person.named for person in crowd)


def one_way(crowd: Sequence[Person], dimension: Dimension) -> RawTable:
    asked = [person for person in crowd if person.one[dimension.key] is not None]
    cells = Counter((str(person.one[dimension.key]),) for person in asked)
    return _table(dimension.key, (dimension,), cells, asked)


def several(crowd: Sequence[Person], dimension: Dimension, subject: Subject, *, each: bool = False) -> RawTable:
    cells = Counter((choice,) for person in crowd for choice in person.many[dimension.key])
    return _table(dimension.key, (dimension,), cells, crowd, subject=subject, multiple=True, each=each)


def crossed(crowd: Sequence[Person], first: Dimension, second: Dimension) -> RawTable:
    asked = [p for p in crowd if p.one[first.key] is not None and p.one[second.key] is not None]
    cells = Counter((str(p.one[first.key]), str(p.one[second.key])) for p in asked)
    return _table(f"{first.key}-{second.key}", (first, second), cells, asked)


def crossed_several(crowd: Sequence[Person], first: Dimension, second: Dimension) -> RawTable:
    asked = [person for person in crowd if person.one[first.key] is not None]
    cells = Counter((str(p.one[first.key]), choice) for p in asked for choice in p.many[second.key])
    rows = Counter(str(person.one[first.key]) for person in asked)
    key = f"{first.key}-{second.key}"
    return _table(key, (first, second), cells, asked, multiple=True, each=True, rows=rows)


def _table(
    key: str,
    dimensions: tuple[Dimension, ...],
    cells: Counter[Labels],
    asked: Sequence[Person],
    *,
    subject: Subject = Subject.ANSWERS,
    multiple: bool = False,
    each: bool = False,
    rows: Counter[str] | None = None,
) -> RawTable:
    base, title = len(asked), dimensions[-1].label
    return RawTable(key, title, subject, dimensions, cells, base, multiple, unnamed(asked), rows, each)


def single_table(counts: Sequence[int], subject: Subject = Subject.ANSWERS) -> RawTable:
    """A one-way table with these counts, one choice each."""
    dimension = Dimension("asked", "What we asked", tuple("abcdefghij"[: len(counts)]))
    cells = {(label,): count for label, count in zip(dimension.categories, counts, strict=True)}
    return RawTable("asked", "What we asked", subject, (dimension,), cells, sum(counts))


def wave_of(counts: Sequence[int], among: int | None = None) -> RawRelease:
    """A release of one table, among so many people (by default just those in the table)."""
    table = single_table(counts)
    return RawRelease("small", "Small", table.base if among is None else among, (table,))


sizes = st.one_of(st.integers(0, 60), st.integers(18, 130), st.integers(0, 2000))


def crowds(numbers: st.SearchStrategy[int] = sizes) -> st.SearchStrategy[list[Person]]:
    return st.builds(people, numbers, st.integers(0, 10**6), st.floats(0, 1))
