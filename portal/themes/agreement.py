"""How far coders agree beyond chance. Pure: decisions in, a figure from at most 1 out, or None where there is none.

Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37-46.
Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania, sections A to C.
Landis, J. R., Koch, G. G. (1977). The measurement of observer agreement for categorical data. Biometrics 33, 159-174.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum

#: Below so many views coded by two people nothing is said: one view more would turn the figure into another.
ENOUGH = 20


class Strength(StrEnum):
    """Landis and Koch's (1977, table 2) words for a figure; where each begins is their choice, not a law."""

    POOR = "poor"
    SLIGHT = "slight"
    FAIR = "fair"
    MODERATE = "moderate"
    SUBSTANTIAL = "substantial"
    ALMOST_PERFECT = "almost_perfect"


_UP_TO = (
    (0.2, Strength.SLIGHT),
    (0.4, Strength.FAIR),
    (0.6, Strength.MODERATE),
    (0.8, Strength.SUBSTANTIAL),
)


def cohens_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Agreement of two coders who both decided about everything: (p_o - p_c) / (1 - p_c), Cohen (1960, formula 1).

    Each pair is what the one and the other said of one thing. None without pairs, and where both said one and the same
    of everything: chance alone would agree then, and nothing is left to compare.
    """
    if not pairs:
        return None
    total = len(pairs)
    firsts, seconds = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum(one == other for one, other in pairs) / total
    by_chance = sum(firsts[value] * seconds[value] for value in firsts) / total**2
    return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


def krippendorffs_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Agreement of any number of coders, nominal, with gaps: 1 - D_o / D_e from coincidences (2011, section C).

    Each unit is what those said of it who decided; who did not is left out, and so is a unit only one decided about.
    None where no two decided about one thing, and where everybody said one and the same of everything.
    """
    pairable = [Counter(unit) for unit in units if len(unit) > 1]
    values: Counter[Hashable] = sum(pairable, Counter())
    total = values.total()
    expected = total**2 - sum(number**2 for number in values.values())
    if expected == 0:
        return None
    apart = sum((unit.total() ** 2 - sum(n**2 for n in unit.values())) / (unit.total() - 1) for unit in pairable)
    return 1 - (total - 1) * apart / expected


def strength(figure: float) -> Strength:
    """The word for a figure; one on a border belongs to the lower word."""
    if figure < 0:
        return Strength.POOR
    return next((word for most, word in _UP_TO if figure <= most), Strength.ALMOST_PERFECT)
