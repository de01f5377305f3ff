"""Both editions of a wave, and a correction beside the first release, seen by one reader."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure.audit import audit
from portal.disclosure.figures import Showing
from portal.disclosure.links import Overlap
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.thresholds import Audience, Subject
from portal.evidence.jointly import Earlier, Editions, GivesAway, protect_editions

People = list[tuple[str | None, str | None]]
ANSWERS, BANDS = ("a", "b", "c", "d"), ("young", "middle", "old")


def make_people(number: int, seed: int) -> People:
    """So many people who each gave an answer and a band, or skipped."""
    dice = random.Random(seed)
    weights = [dice.random() ** 2 + 0.01 for _ in ANSWERS]
    return [
        (
            dice.choices(ANSWERS, weights)[0] if dice.random() > 0.1 else None,
            dice.choice(BANDS) if dice.random() > 0.1 else None,
        )
        for _ in range(number)
    ]


def raw(people: People) -> RawRelease:
    """One question, one band, and one across the other."""
    answers = [answer for answer, _ in people if answer]
    bands = [band for _, band in people if band]
    both = [(band, answer) for answer, band in people if answer and band]
    asked, about = Dimension("asked", "Asked", ANSWERS), Dimension("about", "About", BANDS)

    def table(key: str, dimensions: tuple[Dimension, ...], given: list[tuple[str, ...]]) -> RawTable:
        cells = {labels: given.count(labels) for labels in set(given)}
        return RawTable(key, key, Subject.ANSWERS, dimensions, cells, len(given))

    tables = (
        table("asked", (asked,), [(answer,) for answer in answers]),
        table("about", (about,), [(band,) for band in bands]),
        table("crossed", (about, asked), [*both]),
    )
    return RawRelease("wave", "Wave", len(people), tables, anonymous=len(people) // 3)


def corrected(first: Editions) -> Earlier:
    return Earlier(first, "", Overlap.CORRECTION)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 220), st.integers(0, 10_000))
def test_the_two_editions_together_give_nothing_away(number: int, seed: int) -> None:
    editions = protect_editions(raw(make_people(number, seed)))
    assert set(editions) == set(Audience)
    assert audit(list(editions.values())) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(20, 220), st.integers(0, 10_000), st.integers(1, 4))
def test_a_correction_hides_what_was_hidden_and_shows_what_was_shown(number: int, seed: int, gone: int) -> None:
    people = make_people(number, seed)
    first = protect_editions(raw(people))
    try:
        second = protect_editions(raw(people[gone:]), [corrected(first)])
    except GivesAway:
        return
    for audience in Audience:
        for table in second[audience].tables:
            before = first[audience].table(table.key)
            assert before is not None
            for labels, figure in table.cells.items():
                was_shown = not before.withheld and before.cells[labels].showing is Showing.COUNT
                assert (figure.showing is Showing.COUNT) == was_shown


def test_freezing_the_same_again_changes_nothing() -> None:
    people = make_people(150, 7)
    first = protect_editions(raw(people))
    assert protect_editions(raw(people), [corrected(first)]) == first


def test_a_correction_that_would_tell_the_size_is_refused() -> None:
    first = protect_editions(raw(make_people(20, 1)))
    with pytest.raises(GivesAway):
        protect_editions(raw(make_people(19, 1)), [corrected(first)])
