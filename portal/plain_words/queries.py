"""The list of words, and what there is to say about a text before it goes out."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.plain_words import rules
from portal.plain_words.rules import Listed, Reading

_FILE = Path(__file__).with_name("words.toml")
#: Who says so, until champions write down their own.
_SOURCE = "Invented for the demonstration, after public word lists of care experienced people"


@dataclass(frozen=True)
class Advice:
    """What would make a text plainer; advice only, whoever wrote it decides."""

    words: Sequence[Listed]
    reading: Reading | None


@cache
def words() -> tuple[Listed, ...]:
    """The list, one row for each form of a word."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Listed(form, row["say"], row["because"], row.get("source", _SOURCE))
        for row in content["words"]
        for form in row["word"]
    )


def advice(*texts: str) -> Advice | None:
    """Words on the list that these texts use, and their reading age where it is too high; None if all is plain."""
    together = "\n".join(texts)
    used, measured = rules.listed_in(together, words()), rules.reading(together)
    hard = measured if measured and measured.age > rules.TOLD_ABOVE else None
    return Advice(used, hard) if used or hard else None
