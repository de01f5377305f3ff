"""The quality indicators a pack can be about: content (`indicators.toml`) with its source, not code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.commitments.models import Duty
from portal.signed_reports.tags import Foundation, Tags


@dataclass(frozen=True)
class Indicator:
    """One indicator: its number and name in the framework, and by which tags evidence is placed under it here.

    Of what carries one of `tags`, the lists in `shows` stand as evidence, those in `changed` as what is different, and
    those in `says` as what young people say.
    """

    number: str
    name: str
    usual: bool
    tags: Tags
    shows: tuple[str, ...]
    changed: tuple[str, ...]
    says: tuple[str, ...]

    @property
    def key(self) -> str:
        """`qi_6_3`: in keys of sections and tables."""
        return f"qi_{self.number.replace('.', '_')}"

    @property
    def title(self) -> str:
        """Its number and its name."""
        return f"{self.number} {self.name}"

    @property
    def lists(self) -> tuple[str, ...]:
        """Every list that stands under it."""
        return (*self.shows, *self.changed, *self.says)


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
    """The indicators in their order, with their source; ValueError for a duty or foundation there is not."""
    content = tomllib.loads(Path(__file__).with_name("indicators.toml").read_text(encoding="utf-8"))
    return Framework(
        name=content["name"],
        publisher=content["publisher"],
        address=content["address"],
        check=content.get("check", ""),
        indicators=tuple(_indicator(one) for one in content["indicator"]),
    )


def _indicator(one: dict[str, Any]) -> Indicator:
    return Indicator(
        number=one["number"],
        name=one["name"],
        usual=one.get("usual", False),
        tags=Tags(
            frozenset(Duty(each) for each in one.get("duties", ())),
            frozenset(one.get("rights", ())),
            frozenset(one.get("wellbeing", ())),
            frozenset(Foundation(each) for each in one.get("foundations", ())),
        ),
        shows=tuple(one["shows"]),
        changed=tuple(one["changed"]),
        says=tuple(one["says"]),
    )
