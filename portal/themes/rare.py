"""Details in a text that few people share: names, schools, places, families, dates. Pure.

A flag is for a person to look at. It misses what it does not know and finds what is harmless, so nothing is ever
decided by it (the list a person goes through stands in `portal.board.rules.CHECKLIST`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Rare(StrEnum):
    """What kind of detail; where one word could be two kinds, it is the first of them."""

    SCHOOL = "school"
    PLACE = "place"
    FAMILY = "family"
    DATE = "date"
    NAME = "name"


@dataclass(frozen=True, order=True)
class Flag:
    """A detail as it stands in the text, from one character to before another."""

    starts: int
    ends: int
    kind: Rare
    what: str


@dataclass(frozen=True)
class Known:
    """Words of this partnership's own records: people, and places of every kind."""

    names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|half)"
_KIN = r"(?:brother|sister|sibling|bro|sis|cousin|nephew|niece|twin|triplet|wean|bairn|kid|child|baby|son|daughter)"
_PEOPLE = (
    r"(?:worker|carer|teacher|head|friend|pal|mate|brother|sister|cousin|mum|dad|gran|granda|aunt|auntie|uncle|dog|cat|"
    r"boyfriend|girlfriend|partner|coach|doctor|called|named)"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_PATTERNS: tuple[tuple[Rare, str], ...] = (
    (Rare.SCHOOL, rf"(?:{_CAPITAL} )+(?i:school|primary|secondary|academy|high|college|nursery|university)\b"),
    (Rare.SCHOOL, r"\b(?i:[PS][1-7]|year (?:7|8|9|10|11|12|13)|uni)\b"),
    (Rare.PLACE, rf"(?:{_CAPITAL} )+(?i:street|road|avenue|close|drive|crescent|terrace|lane|park|court|house)\b"),
    (Rare.PLACE, r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]{2}\d{1,2})\b"),
    (Rare.FAMILY, rf"(?i)\b{_NUMBER}(?: (?:wee|little|big|older|younger|half|step|foster))* ?-?{_KIN}s?\b"),
    (Rare.FAMILY, rf"(?i)\b(?:half|step|foster|adoptive|birth|only|youngest|oldest|eldest|twin)[ -]?{_KIN}s?\b"),
    (Rare.FAMILY, r"(?i)\b(?:step|half|foster|adoptive|birth)[ -]?(?:mum|dad|mother|father|parents?|family)\b"),
    (Rare.FAMILY, r"(?i)\b(?:twins?|triplets?|adopted|pregnant|orphan|in prison|in jail|died|passed away|dead)\b"),
    (Rare.NAME, rf"\b(?i:my|our|the|his|her|their) (?:[a-z]+ )?(?i:{_PEOPLE}) ({_CAPITAL})"),
    (Rare.NAME, rf"(?<=[a-z,;] )(?!I\b)(?!{_MONTH}\b)({_CAPITAL}(?: {_CAPITAL})*)"),
    (Rare.DATE, rf"(?i)\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,4}})\b"),
    (Rare.DATE, r"\b\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b"),
    (Rare.DATE, rf"(?i)\b(?:when i was|aged?|i am|i’m|i'm|he is|she is|since i was|turned) {_NUMBER}\b"),
    (Rare.DATE, rf"(?i)\b{_NUMBER}[ -]years?[ -]old\b"),
)
_KINDS = list(Rare)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
#: Capitals that name nobody.
_COMMON_WORDS = (
    "monday tuesday wednesday thursday friday saturday sunday christmas easter english maths god ok tv wifi bbc"
    " nhs scotland uk british mum dad gran granda"
)
_COMMON = frozenset(_COMMON_WORDS.split())


def flags(text: str, known: Known) -> list[Flag]:
    """The details of a text in order, none inside another; of two that overlap the longer, then the earlier one."""
    kept: list[Flag] = []
    for flag in sorted(set(_found(text, known)), key=_longest_first):
        if all(flag.ends <= other.starts or other.ends <= flag.starts for other in kept):
            kept.append(flag)
    return sorted(kept)


def _longest_first(flag: Flag) -> tuple[int, int, int]:
    return flag.starts - flag.ends, flag.starts, _KINDS.index(flag.kind)


def _found(text: str, known: Known) -> Iterator[Flag]:
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            if match.group(group).casefold() not in _COMMON:
                yield Flag(match.start(group), match.end(group), kind, match.group(group))
    for kind, words in ((Rare.NAME, known.names), (Rare.PLACE, known.places)):
        for match in _any_of(words).finditer(text) if words else ():
            yield Flag(match.start(), match.end(), kind, match.group())


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(re.escape(word) for word in longest_first)})(?!\w)")
