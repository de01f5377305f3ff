"""What a thread may be used for, by what it was said as, and when a text is somebody's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from portal.contributions.models import Matter

#: What can stand under a theme and in a count: a call for help is no figure.
EVIDENCE = frozenset(Matter) - {Matter.NOT_SAFE}

#: So many words in a row are their own, where it is known whose words a text is about.
RUN = 5
#: ... and so many where a text is held against everything anybody wrote: shorter runs are everybody's.
RUN_OF_ANYBODY = 7
#: A whole passage of so many words is somebody's own, however short.
SHORTEST_OF_ANYBODY = 4


def is_evidence(matter: Matter) -> bool:
    """Whether it may be put under a theme."""
    return matter in EVIDENCE


def repeats(said: str, text: str) -> bool:
    """Whether a text repeats five words in a row of what one person said, or all of it where that was less."""
    return repeats_one_of([said], [text], run=RUN, shortest=1)


def repeats_one_of(
    passages: Iterable[str],
    texts: Collection[str],
    *,
    run: int = RUN_OF_ANYBODY,
    shortest: int = SHORTEST_OF_ANYBODY,
) -> bool:
    """Whether one of these texts repeats a run of words of one of these passages, however it is written."""
    told = [_words(text) for text in texts]
    runs = {length: {one for words in told for one in _runs(words, length)} for length in range(shortest, run + 1)}
    for passage in passages:
        words = _words(passage)
        length = min(run, len(words))
        if length >= shortest and not runs[length].isdisjoint(_runs(words, length)):
            return True
    return False


def _words(text: str) -> list[str]:
    """Lower case, without signs that cannot be seen: they would hide a word from a comparison, not from a reader."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return re.findall(r"\w+", seen.casefold())


def _runs(words: list[str], length: int) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))
