"""What readers who try cannot find out. They know the code, the questions and every release; not the answers."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure.audit import reckon
from portal.disclosure.figures import UNBOUNDED, Figure, Showing
from portal.disclosure.ledger import Ledger, Name
from portal.disclosure.names import base_name, named_figures, people_name
from portal.disclosure.protect import protect
from portal.disclosure.raw import RawTable
from portal.disclosure.safe import SafeRelease, SafeTable
from portal.disclosure.thresholds import Audience, Subject, threshold
from tests.support.proof import ProofFigure, rounds
from tests.unit.disclosure.waves import Person, crowds, people, release, wave_of

audiences = st.sampled_from(Audience)
Output = tuple[Figure | None, Figure, bool, tuple[Figure, ...]]


def splits(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread so many people over so many answers."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, cells - 1):
            yield (first, *rest)


@pytest.mark.proof
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("everybody", [False, True], ids=["some skipped", "everybody answered"])
@pytest.mark.parametrize(
    ("cells", "fewest", "most"),
    [(2, 0, rounds(42, 80)), (3, 28, rounds(32, 42)), (3, 18, 22), (4, 23, rounds(22, 32))],
)
def test_knowing_the_code_does_not_help(
    cells: int, fewest: int, most: int, audience: Audience, everybody: bool, proof_figure: ProofFigure
) -> None:
    """Of all tables that give the same output, a hidden answer is nobody in one and just below the threshold in one.

    Every table there is, of two to four answers: nothing is sampled, no interval is trusted.
    """
    images: dict[Output, list[set[int]]] = defaultdict(lambda: [set() for _ in range(cells)])
    for total in range(max(fewest, 20) if everybody else fewest, most + 1):
        for counts in splits(total, cells):
            safe = protect(wave_of(counts, None if everybody else 200), audience)
            table = safe.tables[0]
            output = (safe.people, table.base, table.withheld, tuple(table.cells.values()))
            for values, count in zip(images[output], counts, strict=True):
                values.add(count)
    least = threshold(audience, Subject.ANSWERS)
    told = sum(
        not (min(values) == 0 and max(values) >= least - 1)
        for (_, _, withheld, figures), image in images.items()
        for position, values in enumerate(image)
        if withheld or figures[position].showing in (Showing.FEWER, Showing.WITHHELD)
    )
    proof_figure("hidden answers a reader of the code can narrow", told, "== 0")


def guesses(table: SafeTable) -> Iterator[tuple[tuple[str, ...], float, float, float]]:
    """By subtraction alone, written apart from the audit: hidden cells of a line, the least and most they can be,
    and an even share of what the shown figures leave.

    Every line with a total: a one-way table, each row of a two-way one; and everybody-but for several choices.
    """
    if table.multiple:
        return
    lines = (
        {None: table.labels} if table.rows is None else {r: [c for c in table.labels if c[0] == r] for r in table.rows}
    )
    for row, line in lines.items():
        total = table.base if row is None else (table.rows or {})[row]
        if total.shown is None or not table.cells:
            continue
        for cell in line:
            if table.cells[cell].showing in (Showing.FEWER, Showing.WITHHELD):
                others = [table.cells[other] for other in line if other != cell]
                most = total.shown + 2 - sum(least_of(figure) for figure in others)
                least = total.shown - 2 - sum(most_of(figure) for figure in others)
                hidden = [figure for other, figure in table.cells.items() if other in line and figure.hidden]
                left = total.shown - sum(table.cells[other].shown or 0 for other in line)
                yield cell, max(0, least), most, left / len(hidden)


def least_of(figure: Figure) -> int:
    if figure.shown is not None:
        return max(figure.shown - 2, figure.threshold)
    return figure.threshold if figure.showing is Showing.REST else 0


def most_of(figure: Figure) -> float:
    if figure.shown is not None:
        return figure.shown + 2
    return figure.threshold - 1 if figure.showing is Showing.FEWER else float("inf")


@pytest.mark.proof
def test_subtraction_proves_no_small_count_and_guesses_hardly_better_than_blind(proof_figure: ProofFigure) -> None:
    """The attacker shares out what subtraction leaves; blind is the best single guess for all of them."""
    proven = hits = 0
    truths: list[int] = []
    for seed in range(rounds(40, 1000)):
        crowd = people(20 + seed * 37 % 500, seed, (seed % 10) / 10)
        audience = list(Audience)[seed % 2]
        raw, safe = release(crowd), protect(release(crowd), audience)
        for table in raw.tables:
            shown = safe.table(table.key)
            for cell, least, most, share in guesses(shown) if shown else ():
                small = threshold(audience, table.subject) - 1
                truth, most = table.count(cell), min(most, small)
                if truth > small:
                    continue
                truths.append(truth)
                proven += least == most or least > 0
                hits += truth == min(max(round(share), least), most)
    blind = max(truths.count(value) for value in set(truths))
    proof_figure("hidden counts tried by subtraction", len(truths), f">= {rounds(300, 8000)}")
    proof_figure("small counts proven by subtraction", proven, "== 0")
    proof_figure("points better than a blind guess", round(100 * (hits - blind) / len(truths)), "<= 15")


def without(crowd: list[Person], gone: int) -> list[Person]:
    return crowd[:gone] + crowd[gone + 1 :]


@pytest.mark.proof
@settings(max_examples=rounds(60, 3000), deadline=None)
@given(crowds(st.one_of(st.integers(19, 130), st.integers(2, 600))), audiences, st.data())
def test_no_figure_that_turns_proves_that_one_person_left(
    crowd: list[Person], audience: Audience, data: st.DataObject
) -> None:
    """The reader knows that the second release leaves out some of the first, not how many.

    Then no figure seen before and after, hidden or shown, leaves exactly one as the number that went. (A reader
    who is told that it was one person learns their answer whenever a figure turns, one time in five: that is why
    waves are frozen and nobody outside the team can choose who is counted.)
    """
    gone = data.draw(st.integers(0, len(crowd) - 1))
    before = dict(all_figures(protect(release(crowd), audience)))
    after = dict(all_figures(protect(release(without(crowd, gone)), audience)))
    for name in before.keys() & after.keys():
        least = max(0, before[name].low - after[name].high)
        assert (least, before[name].high - after[name].low) != (1, 1), name


def all_figures(safe: SafeRelease) -> Iterator[tuple[Name, Figure]]:
    yield from named_figures(safe)
    yield from ((base_name(safe.key, table.key), table.base) for table in safe.tables)
    if safe.people:
        yield people_name(safe.key), safe.people


@pytest.mark.proof
def test_two_releases_one_person_apart_tell_little_even_together(proof_figure: ProofFigure) -> None:
    """Everything both releases say at once, drawn together; still the reader does not know how many went.

    `protect` looks at one release. Two of nearly the same people, each safe alone, can place the number that went
    and sometimes a hidden figure: rarely, but more than never. Corrections therefore pass `joint` with what they
    correct (docs/adr/0032-one-joint-audit-by-linear-programs.md); this measures what that is there to prevent.
    """
    pinned = proven = looked_at = 0
    tries = rounds(60, 1500)
    for seed in range(tries):
        crowd, audience = people(22 + seed * 53 % 280, seed, (seed % 10) / 10), list(Audience)[seed % 2]
        before = protect(release(crowd), audience)
        after = replace(protect(release(without(crowd, seed % len(crowd))), audience), key="after")
        ledger = reckon([before, after])
        moved = tie_nested(ledger, before.key, after.key)
        hidden = [n for n, f in chain(named_figures(before), named_figures(after)) if f.showing is not Showing.COUNT]
        looked_at += len(hidden)
        pinned += sum(ledger.low[name] == ledger.high[name] for name in hidden)
        proven += any(ledger.low[name] == ledger.high[name] == 1 for name in moved)
    proof_figure("hidden figures in 10,000 pinned by two releases", round(1e4 * pinned / looked_at, 1), "<= 3")
    proof_figure("per cent of such pairs that prove one person left", round(100 * proven / tries, 1), "<= 4")


def tie_nested(ledger: Ledger, before: str, after: str) -> list[Name]:
    """The people of the second release are people of the first: what was lost is a number too, and adds up too."""
    moved: dict[Name, Name] = {}
    for name in list(ledger.low):
        if name[0] == before and (after, *name[1:]) in ledger.low:
            moved[name] = ("moved", *name)
            ledger.tie(name, [(after, *name[1:]), moved[name]])
    for line in list(ledger.sums):
        if line.total in moved and all(part in moved for part in line.parts):
            ledger.tie(moved[line.total], [moved[part] for part in line.parts])
    ledger.settle()
    return list(moved.values())


@settings(max_examples=rounds(30, 500), deadline=None)
@given(crowds(st.integers(24, 400)), audiences, st.data())
def test_leaving_one_person_out_changes_no_figure_by_more_than_a_step(
    crowd: list[Person], audience: Audience, data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, len(crowd) - 1))
    both = [dict(counts_shown(protect(release(c), audience))) for c in (crowd, without(crowd, gone))]
    for name in both[0].keys() & both[1].keys():
        assert both[0][name] - both[1][name] in (0, 5)


def counts_shown(safe: SafeRelease) -> Iterator[tuple[Name, int]]:
    for name, figure in all_figures(safe):
        if figure.shown is not None:
            yield name, figure.shown


@settings(max_examples=rounds(40, 1000), deadline=None)
@given(crowds(st.integers(20, 600)), audiences)
def test_no_total_of_several_choices_tells_how_few_did_not_choose(crowd: list[Person], audience: Audience) -> None:
    """Total minus those who chose it leaves those who did not: hidden too when they are few."""
    raw = release(crowd)
    safe = protect(raw, audience)
    for table in raw.tables:
        shown = safe.table(table.key)
        if shown is None or not table.multiple or table.two_way or shown.base.shown is None:
            continue
        least = threshold(audience, table.subject)
        for labels in table.labels:
            if table.base - table.count(labels) < least <= table.count(labels):
                assert shown.cells[labels].hidden


def test_people_in_the_release_stay_within_the_rounding() -> None:
    for number in range(23, 130):
        known = reckon([protect(release(people(number, number, 0.1)), Audience.PARTNERS)])
        name = people_name("autumn")
        assert known.low[name] <= number <= known.high[name] < UNBOUNDED


def test_swapping_two_answers_swaps_their_figures() -> None:
    """No answer is treated by its place in the table."""
    for counts in ((17, 7, 4), (60, 3, 2), (9, 9, 12), (30, 30, 4)):
        for first, second in pairwise(range(3)):
            swapped = list(counts)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            one, other = (texts(wave_of(c, 120).tables[0]) for c in (counts, swapped))
            other[first], other[second] = other[second], other[first]
            assert one == other


def texts(table: RawTable) -> list[str]:
    safe = protect(wave_of([table.count(labels) for labels in table.labels], 120), Audience.PUBLIC).tables[0]
    return [figure.text for figure in safe.cells.values()]
