"""The list of words, and what there is to say about a text before it goes out."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
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
def starting_rows() -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """The list adults began with: every form of a word, what to say instead, and why."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple((tuple(row["word"]), row["say"], row["because"]) for row in content["words"])


@cache
def starting_list() -> tuple[Listed, ...]:
    """The same, one row for each form of a word."""
    return tuple(Listed(form, say, because, _SOURCE) for forms, say, because in starting_rows() for form in forms)


def read_from(source: Callable[[], tuple[Listed, ...]]) -> None:
    """Ask another list from now on: the one young people keep, which lies above and hands itself over."""
    _lists.append(source)


def words() -> tuple[Listed, ...]:
    """The list as it stands, one row for each form of a word."""
    return _lists[-1]()


def advice(*texts: str, told_above: int = rules.TOLD_ABOVE) -> Advice | None:
    """Words on the list that these texts use, and their reading age where it is too high; None if all is plain."""
    together = "\n".join(texts)
    used, measured = rules.listed_in(together, words()), rules.reading(together)
    hard = measured if measured and measured.age > told_above else None
    return Advice(used, hard) if used or hard else None


_lists: list[Callable[[], tuple[Listed, ...]]] = [starting_list]
