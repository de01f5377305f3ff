"""Both editions of a wave, and a correction beside the first release, seen by one reader."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure.audit import audit, reckon
from portal.disclosure.figures import Figure, Showing
from portal.disclosure.joint import Beside, audit_beside
from portal.disclosure.links import Link, Overlap, everything
from portal.disclosure.program import pinned
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.safe import SafeTable
from portal.disclosure.solver import Program
from portal.disclosure.thresholds import Audience, Subject
from portal.evidence.jointly import Earlier, Editions, GivesAway, protect_editions
from tests.support.proof import ProofFigure, rounds

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


@settings(max_examples=rounds(25, 500), deadline=None)
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


@pytest.mark.proof
def test_no_correction_proves_that_one_person_left(proof_figure: ProofFigure) -> None:
    """Each protected alone, one pair in thirty does (`test_two_releases_one_person_apart`); beside each other none."""
    proven = refused = 0
    tries = rounds(30, 500)
    for seed in range(tries):
        people = make_people(22 + seed * 53 % 200, seed)
        first = protect_editions(raw(people))
        try:
            second = protect_editions(raw(people[1:]), [corrected(first)])
        except GivesAway:
            refused += 1
            continue
        older = [replace(edition, key="before") for edition in first.values()]
        ledger = reckon([*older, *second.values()])
        gone = Link("before", "wave", everything, gone=True, new=False).enter(ledger)
        ledger.settle()
        proven += len(pinned(Program(ledger), gone, 1))
    proof_figure("numbers by which a correction proves that one person left", proven, "== 0")
    proof_figure("per cent of corrections by one person refused", round(100 * refused / tries), "<= 15")


def test_answers_of_another_wave_are_not_held_against_each_other() -> None:
    """Another family with nothing lasting in common: the new release is as if it were alone."""
    first = protect_editions(raw(make_people(150, 3)))
    other = raw(make_people(140, 4))
    beside = protect_editions(other, [Earlier(first, "another wave", Overlap.CORRECTION)])
    assert beside == protect_editions(other)


def test_an_earlier_release_that_tells_by_itself_is_not_held_against_a_new_one() -> None:
    told = RawTable("asked", "Asked", Subject.ANSWERS, (Dimension("asked", "Asked", ANSWERS),), {("a",): 30}, 30)
    shown = protect_editions(RawRelease("wave", "Wave", 30, (told,)))
    narrow = {
        audience: replace(safe, tables=tuple(replace(table, cells=telling(table)) for table in safe.tables))
        for audience, safe in shown.items()
    }
    assert audit(list(narrow.values()))
    people = make_people(150, 7)
    assert protect_editions(raw(people), [Earlier(narrow, "other", Overlap.GROWTH)]) == protect_editions(raw(people))


def telling(table: SafeTable) -> dict[tuple[str, ...], Figure]:
    """Three shown figures and one that is what they leave of the base."""
    least = table.base.threshold
    shown = [Figure(Showing.COUNT, least, number) for number in (10, 10, max(least, 5))]
    return dict(zip(table.labels, [*shown, Figure(Showing.FEWER, least)], strict=True))


def test_a_count_that_grows_is_read_as_one_where_nobody_left() -> None:
    """Between two counts of verdicts people only came, as far as a reader may know; into another size is growth too."""
    for before, after in ((60, 90), (30, 70)):
        people = make_people(after, 11)
        first = protect_editions(raw(people[:before]), family="v", overlap=Overlap.GROWTH)
        kin = Earlier(first, "v", Overlap.GROWTH)
        second = protect_editions(raw(people), [kin], family="v", overlap=Overlap.GROWTH)
        seen = [Beside(tuple(one.values()), "v", Overlap.GROWTH) for one in (second, first)]
        assert audit_beside(seen[0], seen[1:], everything) == []
