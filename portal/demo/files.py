"""The demonstration's files, read as they are."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from portal.partnership.starter import FOLDER as STARTER

_FOLDER = Path(__file__).with_name("content")

#: What a TOML table is: the shapes are described in docs/content.md and held by tests/unit/content.
Record = dict[str, Any]


@cache
def read(name: str) -> Record:
    """One file of the demonstration."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def people() -> list[Record]:
    """Who can be switched to, in order."""
    found: list[Record] = read("people")["people"]
    return found


def starter_commitments() -> list[Record]:
    """The promises of the starter partnership, with the actions that keep them."""
    starter = tomllib.loads((STARTER / "partnership.toml").read_text(encoding="utf-8"))
    found: list[Record] = starter["commitments"]
    return found


def starter_measures() -> list[Record]:
    """The measures of the starter partnership: definitions only."""
    starter = tomllib.loads((STARTER / "measures.toml").read_text(encoding="utf-8"))
    found: list[Record] = starter["measures"]
    return found
