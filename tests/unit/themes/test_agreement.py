"""Agreement beyond chance: the published worked examples, an independent count, and the edges."""

from collections import Counter
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.themes.agreement import Strength, cohens_kappa, krippendorffs_alpha, strength


def pairs_of(table: list[list[int]]) -> list[tuple[int, int]]:
    """Each cell of a table of two judges as so many pairs."""
    return [(row, column) for row, cells in enumerate(table) for column, n in enumerate(cells) for _ in range(n)]


def rows_of(*coders: str) -> list[list[str]]:
    """What coders said, one a line with a sign for each unit and a dot where they said nothing, by unit."""
    return [[said for said in unit if said != "."] for unit in zip(*(coder.split() for coder in coders), strict=True)]


def test_cohens_own_example() -> None:
    """Cohen (1960), table 2: two judges, three categories, 200 cases; kappa is .492."""
    assert cohens_kappa(pairs_of([[88, 14, 18], [10, 40, 10], [2, 6, 12]])) == pytest.approx(0.492, abs=0.0005)


def test_fifty_grant_proposals() -> None:
    """A worked example often printed: 20 yes/yes, 5 and 10 apart, 15 no/no; 0.7 observed, 0.5 by chance, kappa .4."""
    assert cohens_kappa(pairs_of([[20, 5], [10, 15]])) == pytest.approx(0.4)


def test_krippendorffs_binary_example() -> None:
    """Krippendorff (2011), section A: two observers, ten units, alpha is .095."""
    units = rows_of("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert krippendorffs_alpha(units) == pytest.approx(0.095, abs=0.0005)


def test_krippendorffs_nominal_example() -> None:
    """Krippendorff (2011), section B: two observers, five categories, alpha is .692."""
    units = rows_of("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert krippendorffs_alpha(units) == pytest.approx(0.692, abs=0.0005)


def test_krippendorffs_example_with_gaps() -> None:
    """Krippendorff (2011), section C: four observers with missing data, nominal alpha is .743."""
    units = rows_of(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    assert krippendorffs_alpha(units) == pytest.approx(0.743, abs=0.0005)


VALUES = st.sampled_from("abc")
UNITS = st.lists(st.lists(VALUES, max_size=4), max_size=12)


def by_definition(units: list[list[str]]) -> Fraction | None:
    """Alpha again, pair by pair in whole fractions: disagreement seen in units over that among all values."""
    kept = [unit for unit in units if len(unit) > 1]
    values = [value for unit in kept for value in unit]
    total = len(values)
    if len(set(values)) < 2:
        return None
    seen = sum(Fraction(one != other, len(unit) - 1) for unit in kept for one, other in permutations(unit, 2))
    among_all = sum(one != other for one, other in permutations(values, 2))
    return 1 - Fraction(seen, total) / Fraction(among_all, total * (total - 1))


@given(UNITS)
def test_alpha_is_what_its_definition_says(units: list[list[str]]) -> None:
    figure, expected = krippendorffs_alpha(units), by_definition(units)
    assert (figure is None) == (expected is None)
    if figure is not None and expected is not None:
        assert figure == pytest.approx(float(expected))
        assert figure <= 1


PAIRS = st.lists(st.tuples(VALUES, VALUES), max_size=30)


@given(PAIRS)
def test_kappa_is_what_its_definition_says(pairs: list[tuple[str, str]]) -> None:
    figure = cohens_kappa(pairs)
    seen = Fraction(sum(one == other for one, other in pairs), max(1, len(pairs)))
    chance = Fraction(sum(one == other for one, _ in pairs for _, other in pairs), max(1, len(pairs)) ** 2)
    if not pairs or chance == 1:
        assert figure is None
    else:
        assert figure == pytest.approx(float((seen - chance) / (1 - chance)))


@given(UNITS, st.randoms())
def test_neither_order_nor_names_matter(units: list[list[str]], random) -> None:
    turned = [list(reversed(unit)) for unit in units]
    random.shuffle(turned)
    other = [["xyz"["abc".index(value)] for value in unit] for unit in turned]
    first, second = krippendorffs_alpha(units), krippendorffs_alpha(other)
    assert first == second or (first is not None and first == pytest.approx(second))


def test_agreeing_every_time_is_one_and_nothing_to_compare_is_none() -> None:
    assert krippendorffs_alpha([["a", "a"], ["b", "b"]]) == 1
    assert cohens_kappa([("a", "a"), ("b", "b")]) == 1
    for units in ([], [["a"]], [["a"], ["b"]], [["a", "a"], ["a", "a", "a"]]):
        assert krippendorffs_alpha(units) is None, units
    assert cohens_kappa([]) is None
    assert cohens_kappa([("a", "a")] * 5) is None
    assert Counter(unit := ["a", "b"]) and krippendorffs_alpha([unit, unit]) is not None


@pytest.mark.parametrize(
    ("figure", "word"),
    [
        (-0.2, Strength.POOR),
        (0.0, Strength.SLIGHT),
        (0.2, Strength.SLIGHT),
        (0.21, Strength.FAIR),
        (0.4, Strength.FAIR),
        (0.6, Strength.MODERATE),
        (0.61, Strength.SUBSTANTIAL),
        (0.8, Strength.SUBSTANTIAL),
        (0.81, Strength.ALMOST_PERFECT),
        (1.0, Strength.ALMOST_PERFECT),
    ],
)
def test_words_are_those_of_landis_and_koch(figure: float, word: Strength) -> None:
    assert strength(figure) is word
