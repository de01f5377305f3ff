"""How hard a text is to read, and which of its words stand on the list; pure, for English text alone.

The measure is Flesch–Kincaid (Kincaid, Fishburne, Rogers and Chissom, *Derivation of new readability formulas for Navy
enlisted personnel*, 1975), since it is the one whose grade is an age of school and which still says something of a
hundred words; SMOG wants thirty sentences, and FORCAST a hundred and fifty words without sentences. Its standard error
is about a year and a half on whole pages and more on short texts, so it advises and never decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyphen

#: Years of age a reader begins school grade 0 with.
_GRADE_ZERO = 5
#: Fewer words than these say nothing about how hard a text is.
ENOUGH = 12
#: A sentence with fewer is never the hardest one.
ENOUGH_IN_SENTENCE = 6
YOUNGEST, OLDEST = 5, 18
#: What we write for, in years; and above which age, beyond the measure's own error, somebody is told.
TARGET, TOLD_ABOVE = 9, 11

_HYPHENS = pyphen.Pyphen(lang="en_GB")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"[^aeiouyl]es?$|[aeiouy]les?$")
_SPOKEN_ES = re.compile(r"(?:ss|[sxzcg]|sh|ch)es$")
_SILENT_ED = re.compile(r"[^aeiouytd]ed$")
_SPOKEN_RE = re.compile(r"[bcdfgptv]re$")


@dataclass(frozen=True)
class Listed:
    """A word on the list: the word, what to say instead, why, and who says so."""

    word: str
    say: str
    because: str
    source: str


@dataclass(frozen=True)
class Reading:
    """How old a reader a text asks for, in years, and its hardest sentences, the hardest first."""

    age: int
    hardest: Sequence[str]


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """How many a word has when it is spoken, at least one.

    Hyphenation leaves out breaks that a printer would not make (“a-ny”), and groups of vowels run together
    (“experi-ence”): each counts too few, so the greater of the two is taken. Of 82 everyday words counted by ear it has
    75 right, and one syllable too many over all of them (`tests/unit/plain_words`).
    """
    word = word.lower().replace("’", "").replace("'", "")
    hyphens: str = _HYPHENS.inserted(word)
    return max(hyphens.count("-") + 1, _spoken_groups(word))


def _spoken_groups(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent_end = _SILENT.search(word) is not None and _SPOKEN_ES.search(word) is None
    groups -= int(silent_end) + int(_SILENT_ED.search(word) is not None)
    return max(1, groups + int(_SPOKEN_RE.search(word) is not None))


def reading(text: str) -> Reading | None:
    """The reading age of a text and its two hardest sentences; None where there are too few words to tell."""
    sentences = [found for part in _END.split(text) if (found := part.strip()) and _WORD.search(found)]
    if len(_WORD.findall(text)) < ENOUGH:
        return None
    long_enough = [one for one in sentences if len(_WORD.findall(one)) >= ENOUGH_IN_SENTENCE]
    by_age = sorted(long_enough, key=lambda one: -_grade([one]))
    hard = [one for one in by_age if _grade([one]) + _GRADE_ZERO > TOLD_ABOVE]
    age = round(_grade(sentences) + _GRADE_ZERO)
    return Reading(min(max(age, YOUNGEST), OLDEST), hard[:2])


def _grade(sentences: Sequence[str]) -> float:
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


def listed_in(text: str, words: Iterable[Listed]) -> list[Listed]:
    """The words of the list that a text uses, as whole words, in the order of the list."""
    plain = text.replace("’", "'")
    return [one for one in words if re.search(rf"(?<!\w){re.escape(one.word)}(?!\w)", plain, _how(one.word))]


def _how(word: str) -> re.RegexFlag:
    """Letters that stand for words are only meant in capitals."""
    return re.NOFLAG if word.isupper() else re.IGNORECASE
