"""The interval for a change: published examples, a second way to work it out, and how often it is right."""

from functools import cache
from itertools import product
from math import comb, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosure.change import Change, Difference, Part, difference, newcombe, normal_quantile, wilson
from portal.disclosure.figures import Figure, Showing, plain, rounded
from portal.disclosure.thresholds import Audience, Subject, threshold

Z95 = normal_quantile(0.95)
LEAST = threshold(Audience.PARTNERS, Subject.ANSWERS)
#: Newcombe (1998), Statistics in Medicine 17, 873-890, Table II, method 10: contrasts (a) to (h).
PUBLISHED = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0)),
    ((10, 10), (0, 10), (0.6075, 1.0)),
]
#: Newcombe (1998), Statistics in Medicine 17, 857-872, Table I, method 3: the score interval of one proportion.
SCORES = [
    ((81, 263), (0.2553, 0.3662)),
    ((15, 148), (0.0624, 0.1605)),
    ((0, 20), (0.0, 0.1611)),
    ((1, 29), (0.0061, 0.1718)),
]
POPULATIONS = [(40, 20, 40, 25), (60, 30, 60, 22), (120, 40, 120, 60), (200, 60, 150, 40), (80, 70, 80, 30)]


def shown(count: int, number: int, eligible: int | None = None) -> Part:
    """As a release shows them to partners, on their own."""
    return Part(plain(count, LEAST), plain(number, LEAST), eligible)


@pytest.mark.parametrize(("first", "second", "interval"), PUBLISHED)
def test_newcombes_own_examples(first: tuple[int, int], second: tuple[int, int], interval: tuple[float, float]) -> None:
    found = newcombe(wilson(*first, Z95), wilson(*second, Z95))
    assert found == pytest.approx(interval, abs=0.00005)


@pytest.mark.parametrize(("one", "interval"), SCORES)
def test_the_published_score_intervals(one: tuple[int, int], interval: tuple[float, float]) -> None:
    found = wilson(*one, Z95)
    assert (found.low, found.high) == pytest.approx(interval, abs=0.00005)


@st.composite
def samples(draw: st.DrawFn, largest: int = 400) -> tuple[int, int, int | None]:
    number = draw(st.integers(1, largest))
    eligible = draw(st.one_of(st.none(), st.integers(number + 1, 4 * largest)))
    return draw(st.integers(0, number)), number, eligible


@given(samples())
def test_each_limit_is_a_share_the_score_test_just_accepts(sample: tuple[int, int, int | None]) -> None:
    """By bisection of the test itself, with the variance of a sample drawn without putting back."""
    count, number, eligible = sample
    found, share = wilson(count, number, Z95, eligible), count / number

    def accepted(true: float) -> bool:
        left = 1.0 if eligible is None else (eligible - number) / (eligible - 1)
        return abs(share - true) <= Z95 * sqrt(true * (1 - true) / number * left)

    def edge(outside: float) -> float:
        inside = share
        for _ in range(60):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if accepted(middle) else (inside, middle)
        return inside

    assert found.low == pytest.approx(0.0 if count == 0 else edge(0.0), abs=1e-9)
    assert found.high == pytest.approx(1.0 if count == number else edge(1.0), abs=1e-9)


@given(samples())
def test_knowing_how_many_there_are_only_narrows(sample: tuple[int, int, int | None]) -> None:
    count, number, eligible = sample
    known, unknown = wilson(count, number, Z95, eligible), wilson(count, number, Z95)
    assert unknown.low - 1e-12 <= known.low <= known.share <= known.high <= unknown.high + 1e-12


def test_a_part_is_no_larger_than_its_whole() -> None:
    for count, number in ((3, 2), (-1, 2), (0, 0)):
        with pytest.raises(ValueError, match="no larger"):
            wilson(count, number, Z95)


@given(samples(250), samples(250))
def test_it_reaches_over_whatever_the_figures_may_stand_for(
    before: tuple[int, int, int | None], now: tuple[int, int, int | None]
) -> None:
    """Every pair of counts that rounds to these figures lies inside, with its own interval; nothing narrower leaves."""
    parts = shown(*before), shown(*now)
    found = difference(*parts)
    if found.low is None or found.high is None:
        return
    for (k1, n1), (k2, n2) in product(_corners(parts[0]), _corners(parts[1])):
        z = normal_quantile(0.99)
        low, high = newcombe(wilson(k2, n2, z, parts[1].finite), wilson(k1, n1, z, parts[0].finite))
        assert found.low <= 100 * low + 1e-6
        assert found.high >= 100 * high - 1e-6
        assert 100 * low <= 100 * (k2 / n2 - k1 / n1) <= 100 * high + 1e-9


def _corners(part: Part) -> list[tuple[int, int]]:
    counts, numbers = (range(one.low, one.high + 1) for one in (part.figure, part.base))
    return [(count, number) for count, number in product(counts, numbers) if count <= number]


@given(samples(250), samples(250))
def test_what_reads_the_same_changes_the_same(
    before: tuple[int, int, int | None], now: tuple[int, int, int | None]
) -> None:
    """It is worked out from what is shown: whoever is counted one more or less behind a figure makes no difference."""
    same = [
        Part(
            Figure(Showing.COUNT, LEAST, rounded(part.figure.low, LEAST)) if part.figure.shown else part.figure,
            Figure(Showing.COUNT, LEAST, rounded(part.base.high, LEAST)) if part.base.shown else part.base,
            part.eligible,
        )
        for part in (shown(*before), shown(*now))
    ]
    assert difference(shown(*before), shown(*now)) == difference(*same)


@given(samples(250), samples(250))
def test_the_other_way_round_it_is_the_other_way_round(
    before: tuple[int, int, int | None], now: tuple[int, int, int | None]
) -> None:
    there, back = difference(shown(*before), shown(*now)), difference(shown(*now), shown(*before))
    turned = {Change.RISE: Change.FALL, Change.FALL: Change.RISE}
    assert back.change is turned.get(there.change, there.change)
    if there.low is not None and there.high is not None:
        assert (back.low, back.high) == (-there.high, -there.low)


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ((40, 100), (75, 100), Change.RISE),
        ((75, 100), (40, 100), Change.FALL),
        ((40, 100), (50, 100), Change.NOT_CLEAR),
        ((2, 100), (50, 100), Change.TOO_FEW),  # hidden before
        ((50, 100), (4, 100), Change.TOO_FEW),  # hidden now
        ((15, 21), (5, 200), Change.TOO_FEW),  # shown as 20: nobody can be sure that they were 20
        ((6, 15), (50, 100), Change.TOO_FEW),
    ],
)
def test_the_word_is_sized_to_the_evidence(before: tuple[int, int], now: tuple[int, int], change: Change) -> None:
    found = difference(shown(*before), shown(*now))
    assert found.change is change
    assert (found.low is None) == (found.high is None) == (change is Change.TOO_FEW)


@pytest.mark.parametrize("showing", [Showing.FEWER, Showing.REST, Showing.WITHHELD])
def test_nothing_is_worked_out_from_what_is_hidden(showing: Showing) -> None:
    hidden, base = Figure(showing, LEAST), plain(100, LEAST)
    for before, now in (
        (Part(hidden, base), shown(50, 100)),
        (shown(50, 100), Part(hidden, base)),
        (Part(plain(50, LEAST), hidden), shown(50, 100)),
    ):
        assert difference(before, now) == Difference(Change.TOO_FEW)


def test_a_total_smaller_than_those_who_took_part_is_not_believed() -> None:
    for eligible in (90, 100, 102):
        assert difference(shown(40, 100, eligible), shown(50, 100)) == difference(shown(40, 100), shown(50, 100))
    believed = difference(shown(40, 100, 110), shown(60, 100, 110))
    assert believed.change is Change.RISE
    assert difference(shown(40, 100), shown(60, 100)).change is Change.NOT_CLEAR


@cache
def drawn(eligible: int, with_it: int, number: int) -> dict[int, float]:
    """How likely each count is when `number` of `eligible` people answer, `with_it` of whom would say so."""
    ways = comb(eligible, number)
    counts = range(max(0, number - eligible + with_it), min(number, with_it) + 1)
    return {k: comb(with_it, k) * comb(eligible - with_it, number - k) / ways for k in counts}


@cache
def worked_out(before: Part, now: Part) -> Difference:
    return difference(before, now)


def _shares(population: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    first, _, second, _ = population
    return [(round(first * a / 10), round(second * b / 10)) for a, b in product(range(11), range(11))]


@pytest.mark.parametrize("population", POPULATIONS)
def test_how_often_the_method_covers_the_truth(population: tuple[int, int, int, int]) -> None:
    """Exactly, over every sample of small populations, at 95% and of exact counts: seldom less than 93%."""
    n1, m1, n2, m2 = population
    found = []
    for with1, with2 in _shares(population):
        true, covered = with2 / n2 - with1 / n1, 0.0
        firsts = {k: (wilson(k, m1, Z95, n1), p) for k, p in drawn(n1, with1, m1).items()}
        for k, p in drawn(n2, with2, m2).items():
            second = wilson(k, m2, Z95, n2)
            for first, likely in firsts.values():
                low, high = newcombe(second, first)
                covered += p * likely * (low - 1e-12 <= true <= high + 1e-12)
        found.append(covered)
    assert sum(found) / len(found) >= 0.945
    assert min(found) >= 0.92


@pytest.mark.parametrize("population", POPULATIONS)
def test_what_pages_say_is_wrong_once_in_a_hundred_at_most(population: tuple[int, int, int, int]) -> None:
    """Exactly, as it leaves: 99%, rounded figures, whole points. Where nothing is said, nothing is wrong."""
    n1, m1, n2, m2 = population
    for with1, with2 in _shares(population):
        true, missed, clear = 100 * (with2 / n2 - with1 / n1), 0.0, 0.0
        for (k1, p1), (k2, p2) in product(drawn(n1, with1, m1).items(), drawn(n2, with2, m2).items()):
            found = worked_out(shown(k1, m1, n1), shown(k2, m2, n2))
            if found.low is not None and found.high is not None:
                missed += p1 * p2 * (not found.low - 1e-9 <= true <= found.high + 1e-9)
            clear += p1 * p2 * (found.change in (Change.RISE, Change.FALL))
        assert missed <= 0.01
        if true == 0:
            assert clear <= 0.01
