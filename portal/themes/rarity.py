"""The records that rare details are looked for with: who has an account here, and which places are known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.accounts import queries as accounts
from portal.partnership import queries as partnership
from portal.themes.rare import Flag, Known, flags

#: Words that stand in names of places and teams, and that everybody uses.
_EVERYDAY_WORDS = (
    "and area care central centre children children’s council count county east families family for high home"
    " house land north of office place school service services social south team the town west with work worker"
    " young youth people officer lead member champion second other"
)
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())


def known() -> Known:
    """Names of accounts and of localities as they stand today, whole and in parts that are no everyday words."""
    places = [one.name for one in partnership.localities()]
    return Known(_parts(one.name for one in accounts.everybody()), _parts(places))


def flags_in(text: str) -> list[Flag]:
    """The rare details of a text, by patterns and by these records."""
    return flags(text, known())


def _parts(names: Iterable[str]) -> frozenset[str]:
    listed = [name.strip() for name in names if name.strip()]
    parts = (word for name in listed for word in re.findall(r"[^\W\d_]{3,}", name))
    return frozenset(one for one in (*listed, *parts) if one.casefold() not in _EVERYDAY)
