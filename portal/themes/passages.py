"""Cutting what somebody said into sentences, and choosing passages of them. Pure: texts in, positions out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

#: A sentence ends at its marks, with what closes around them, before white space; a line's end is an end as well.
_END = re.compile(r"[.!?…]+[\"'’”)\]]*(?=\s)|\n+")
#: After these a full stop ends nothing. Lower case, as they stand in English prose.
_SHORT_FORMS = frozenset({"mr", "mrs", "ms", "dr", "st", "e.g", "i.e", "etc", "no", "vs", "approx"})


@dataclass(frozen=True, order=True)
class Span:
    """From one character of a text to before another, as Python counts them."""

    starts: int
    ends: int


def sentences(text: str) -> list[Span]:
    """The sentences of a text in order, without the white space around them.

    No two overlap, and every character that can be seen lies in one, so nothing can be said that cannot be chosen.
    """
    found, start = [], 0
    for end in _ends(text):
        found += _trimmed(text, start, end)
        start = end
    return found + _trimmed(text, start, len(text))


def runs(chosen: Collection[Span], spans: Sequence[Span]) -> list[Span]:
    """The chosen ones of some sentences as passages: neighbours are one passage. Others are left out."""
    found: list[Span] = []
    before_chosen = False
    for span in spans:
        if span in chosen:
            if before_chosen:
                found[-1] = Span(found[-1].starts, span.ends)
            else:
                found.append(span)
        before_chosen = span in chosen
    return found


def named(typed: str, names: dict[str, Sequence[str]]) -> list[str]:
    """The keys whose names begin with what was typed, or hold a word that does; a whole name fits alone.

    `names` are the names each key goes by; capitals do not matter. Nothing typed fits nothing.
    """
    wanted = " ".join(typed.casefold().split())
    if not wanted:
        return []
    whole = [key for key, ways in names.items() if wanted in (way.casefold() for way in ways)]
    if whole:
        return whole
    front = [key for key, ways in names.items() if any(way.casefold().startswith(wanted) for way in ways)]
    inside = [key for key, ways in names.items() if any(f" {wanted}" in f" {way.casefold()}" for way in ways)]
    return front or inside


def _ends(text: str) -> Iterator[int]:
    for mark in _END.finditer(text):
        if mark.group() == "." and _word_before(text, mark.start()) in _SHORT_FORMS:
            continue
        yield mark.end()


def _word_before(text: str, at: int) -> str:
    front = text[max(0, at - 12) : at].split()
    return front[-1].lower() if front else ""


def _trimmed(text: str, starts: int, ends: int) -> list[Span]:
    part = text[starts:ends]
    front = len(part) - len(part.lstrip())
    return [Span(starts + front, starts + len(part.rstrip()))] if part.strip() else []
