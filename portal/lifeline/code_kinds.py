"""Which kind of code somebody typed at the one door, by its shape alone: nothing is looked up, nothing is spent."""

from __future__ import annotations

from enum import StrEnum

from portal.contributions import codes
from portal.invitations import rules as letters


class CodeKind(StrEnum):
    """Four words; three words and a number; twelve letters and numbers."""

    WORDS = "words"
    DRAFT = "draft"
    LETTER = "letter"


def kind_of(typed: str) -> CodeKind:
    """The kind this was meant to be. With slips in it, the kind whose advice helps most.

    Signs of a letter are no words of ours, but four of our words may be made of a letter's signs: words win.
    """
    words = codes.normalise(typed).split()
    strange = set(codes.unknown_words(typed))
    known = any(word not in strange for word in words)
    if letters.is_code(typed) and not (words and not strange):
        return CodeKind.LETTER
    if not codes.is_draft_code(typed):
        return CodeKind.WORDS
    return CodeKind.DRAFT if known or not words else CodeKind.LETTER
