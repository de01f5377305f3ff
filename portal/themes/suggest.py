"""Which themes a text may belong under, by the words it shares with them. Pure, and only ever offered.

Words weigh the more the fewer texts hold them, and two texts are compared by the cosine of these weights: Salton, G.,
Buckley, C. (1988). Term-weighting approaches in automatic text retrieval. Information Processing & Management 24(5).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: From this cosine on (0 to 1), and with so many shared words, a passage counts as like another.
LIKE, SHARED = 0.2, 2
MOST = 5
_STOP_WORDS = (
    "about after again all also and any are because been before being but can could did does doing dont for from"
    " get gets getting give had has have having her here him his how its just like make makes many more most much"
    " need not now off one only other our out over own people really said say says see she should so some"
    " something than that the their them then there they thing things this those time too two up us very want"
    " wants was way were what when where which who why will with would you young your"
)
_STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True)
class Hint:
    """A theme by its key, the words it is offered for, and whether they stand in a passage coded before."""

    key: str
    words: tuple[str, ...]
    from_passages: bool
    weight: float


def tokens(text: str) -> list[str]:
    """The words of a text that tell it from others: three letters or more, small, without a plural s."""
    found = re.findall(r"[^\W\d_]{3,}", re.sub(r"[’']s?\b", "", text.casefold()))
    cut = (word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in found)
    return [word for word in cut if word not in _STOP]


def hints(text: str, codebook: Mapping[str, str], coded: Sequence[tuple[str, str]]) -> list[Hint]:
    """The likeliest themes of a text, at most `MOST`, the likeliest first; each once, with the better of its reasons.

    `codebook` is what each theme says of itself, by key; `coded` are keys with passages that were put under them.
    """
    said = Counter(tokens(text))
    about = {key: Counter(tokens(own)) for key, own in codebook.items()}
    passages = [(key, Counter(tokens(passage))) for key, passage in coded if key in about]
    spread = Counter(word for bag in [*about.values(), *(bag for _, bag in passages)] for word in bag)
    weigh = {word: math.log((1 + len(about) + len(passages)) / (1 + number)) for word, number in spread.items()}
    found: dict[str, Hint] = {}
    for key, bag, before in [*((k, b, False) for k, b in about.items()), *((k, b, True) for k, b in passages)]:
        shared = sorted(said.keys() & bag.keys(), key=lambda word: (-weigh[word], word))
        likeness = _cosine(said, bag, weigh)
        enough = likeness >= LIKE and len(shared) >= SHARED if before else any(weigh[word] > 0 for word in shared)
        if enough and likeness > found.get(key, Hint(key, (), False, 0)).weight:
            found[key] = Hint(key, tuple(shared[:4]), before, likeness)
    return sorted(found.values(), key=lambda one: (-one.weight, one.key))[:MOST]


def _cosine(one: Counter[str], other: Counter[str], weigh: Mapping[str, float]) -> float:
    def long(bag: Counter[str]) -> float:
        return math.sqrt(sum((number * weigh.get(word, 0)) ** 2 for word, number in bag.items()))

    shared = sum(one[word] * other[word] * weigh[word] ** 2 for word in one.keys() & other.keys())
    return shared / (long(one) * long(other)) if shared else 0.0
