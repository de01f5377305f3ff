"""What a name and a passphrase must be, and how long a keyring nobody opens is kept."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

SHORTEST_NAME, LONGEST_NAME = 3, 40
SHORTEST_PASSPHRASE = 12
#: As many different letters at least: `aaaaaaaaaaaa` and `121212121212` are the first things anybody tries.
FEWEST_LETTERS = 6
MOST_CODES = 30
#: Longer than any thread is kept without an answer; by then its codes open nothing.
KEPT_UNUSED = timedelta(days=3 * 365)
#: What people choose first, whole or repeated; the rest of a passphrase has to be more than this.
COMMON = ("password", "passphrase", "passw0rd", "letmein", "qwerty", "iloveyou", "football", "123456", "abc123")


def tidy_name(typed: str) -> str:
    """A name as it is compared: case, and blanks around and between words, do not matter."""
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())


def tidy_passphrase(typed: str) -> str:
    """A passphrase as it is used: the same letters typed on another phone give the same bytes."""
    return unicodedata.normalize("NFKC", typed)


def is_name(typed: str) -> bool:
    """3 to 40 letters once tidied, and never shaped like an email: nobody should give us theirs."""
    name = tidy_name(typed)
    return SHORTEST_NAME <= len(name) <= LONGEST_NAME and "@" not in name


def is_too_short(passphrase: str) -> bool:
    """Whether it has too few letters."""
    return len(tidy_passphrase(passphrase)) < SHORTEST_PASSPHRASE


def is_easy_to_guess(passphrase: str, name: str) -> bool:
    """Whether little is left once the name and what everybody tries are taken out of it."""
    rest = tidy_name(passphrase)
    for known in (tidy_name(name), *COMMON):
        rest = rest.replace(known, "") if known else rest
    letters = [letter for letter in rest if letter.isalnum()]
    return len(set(letters)) < FEWEST_LETTERS or len(letters) < SHORTEST_PASSPHRASE // 2


def month_of(day: date) -> date:
    """The month somebody opened it in: no finer."""
    return day.replace(day=1)
