"""The quality indicators a pack can be about: content (`indicators.toml`) with its source, not code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Indicator:
    """One indicator: its number and name in the framework, and what stands under it here."""

    number: str
    name: str
    usual: bool
    shows: tuple[str, ...]
    says: tuple[str, ...]

    @property
    def key(self) -> str:
        """`qi_6_3`: in keys of sections and tables."""
        return f"qi_{self.number.replace('.', '_')}"


@dataclass(frozen=True)
class Framework:
    """Where the indicators come from. `check` is what nobody has made sure of yet; empty once somebody has."""

    name: str
    publisher: str
    address: str
    check: str
    indicators: tuple[Indicator, ...]


@cache
def framework() -> Framework:
    """The indicators in their order, with their source."""
    content = tomllib.loads(Path(__file__).with_name("indicators.toml").read_text(encoding="utf-8"))
    return Framework(
        name=content["name"],
        publisher=content["publisher"],
        address=content["address"],
        check=content.get("check", ""),
        indicators=tuple(
            Indicator(
                number=one["number"],
                name=one["name"],
                usual=one.get("usual", False),
                shows=tuple(one["shows"]),
                says=tuple(one["says"]),
            )
            for one in content["indicator"]
        ),
    )
