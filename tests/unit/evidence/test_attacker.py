"""Populations of 50 to 2,000 with up to five releases, and a reader of all of them with a solver of their own."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from portal.disclosure.links import Overlap
from portal.disclosure.raw import RawRelease
from portal.disclosure.safe import SafeRelease
from portal.disclosure.thresholds import Audience, Subject
from portal.evidence.jointly import READERS, Earlier, GivesAway, protect_editions
from tests.support.proof import PROOF, ProofFigure, rounds
from tests.unit.disclosure.attacker import Attacker, Secret
from tests.unit.disclosure.waves import (
    AGE,
    AREA,
    HEARD,
    WANTS,
    Person,
    crossed,
    crossed_several,
    one_way,
    people,
    several,
)

BANDS = ("band:area", "band:age")


def survey(crowd: Sequence[Person], key: str) -> RawRelease:
    """Two bands, a question with one answer and one with several, and each question by a band.

    Everyday without the larger band: it takes a third of the time.
    """
    wanting = [person for person in crowd if person.many[WANTS.key]]
    band = AREA if PROOF else AGE
    tables = [
        replace(one_way(crowd, AGE), key=BANDS[1]),
        one_way(crowd, HEARD),
        several(wanting, WANTS, Subject.ANSWERS, each=True),
        crossed(crowd, band, HEARD),
        crossed_several(wanting, AGE, WANTS),
    ]
    if PROOF:
        tables.insert(0, replace(one_way(crowd, AREA), key=BANDS[0]))
    nameless = tuple(replace(table, anonymous=None) for table in tables)
    return RawRelease(key, "Wave", len(crowd), nameless)


@dataclass(frozen=True)
class Published:
    """One release as it went out, and the releases before it that count the same."""

    editions: dict[Audience, SafeRelease]
    family: str


def population(seed: int) -> Iterator[Published]:
    """Up to five releases: corrections that leave some out, take some in or change answers, and new waves of people
    who are partly the same, live where they lived and answer anew."""
    dice = random.Random(seed)
    crowd = people(round(50 * 40 ** dice.random()), seed, dice.random())
    family, before = 0, list[Earlier]()
    for number in range(1 + seed % 5):
        if number and dice.random() < 0.3:
            crowd = corrected(crowd, dice)
        elif number:
            crowd, family = another_wave(crowd, dice), family + 1
        name = f"wave {family}"
        try:
            editions = protect_editions(survey(crowd, name), before, family=name)
        except GivesAway:
            continue
        before.insert(0, Earlier(editions, name, Overlap.CORRECTION))
        named = {audience: replace(safe, key=f"r{number}") for audience, safe in editions.items()}
        yield Published(named, name)


def corrected(crowd: list[Person], dice: random.Random) -> list[Person]:
    changed = list(crowd)
    for _ in range(dice.randint(1, 3)):
        place = dice.randrange(len(changed))
        way = dice.randrange(3)
        if way == 0:
            del changed[place]
        elif way == 1:
            changed.append(dice.choice(crowd))
        else:
            changed[place] = dice.choice(crowd)
    return changed


def another_wave(crowd: list[Person], dice: random.Random) -> list[Person]:
    stayed = dice.sample(crowd, dice.randint(len(crowd) // 2, len(crowd)))
    fresh = people(len(stayed), dice.randrange(10**6), dice.random())
    bands = [{key: old.one[key] for key in (AREA.key, AGE.key)} for old in stayed]
    return [Person(new.one | band, new.many, new.named) for new, band in zip(fresh, bands, strict=True)]


def attacks(published: Sequence[Published], audiences: Sequence[Audience]) -> Iterator[Secret]:
    """Hidden numbers proven by reading everything, first for itself, then with everybody of one in the other."""
    for inner, outer in [(None, None), *((a, b) for a in published for b in published if a is not b)]:
        attacker = Attacker()
        for one in published if inner is None else (inner, outer):
            for audience in audiences:
                if one is not None:
                    attacker.read(one.editions[audience])
        if inner is not None and outer is not None:
            keys = None if inner.family == outer.family else BANDS
            attacker.nested(inner.editions[Audience.PUBLIC], outer.editions[Audience.PUBLIC], keys)
        if inner is None or attacker.is_possible():
            yield from (secret for secret, _, _ in attacker.proven())


@pytest.mark.proof
def test_a_reader_of_up_to_five_releases_proves_no_hidden_count(proof_figure: ProofFigure) -> None:
    """Subtraction, comparing two releases and "everybody but" are all sums; this reader solves all of them at once."""
    proven: list[tuple[int, Secret]] = []
    releases = 0
    for seed in range(rounds(20, 500)):
        published = list(population(seed))
        releases += len(published)
        for audiences in READERS:
            proven += [(seed, secret) for secret in attacks(published, audiences)]
    proof_figure("releases of synthetic populations attacked", releases, f">= {rounds(40, 1000)}")
    proof_figure("hidden counts proven by their attacker", len(proven), "== 0")
