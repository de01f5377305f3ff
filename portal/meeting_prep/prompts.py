"""Prompts to think about, chosen by meeting and age; the words are content (`prompts.toml`), not code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.meeting_prep.models import Age, MeetingKind


@dataclass(frozen=True)
class Prompt:
    """One thing to think about; empty `kinds` or `ages` means all."""

    key: str
    text: str
    hint: str
    kinds: frozenset[MeetingKind]
    ages: frozenset[Age]


@cache
def all_prompts() -> tuple[Prompt, ...]:
    """Every prompt, in order."""
    content = tomllib.loads(Path(__file__).with_name("prompts.toml").read_text(encoding="utf-8"))
    return tuple(
        Prompt(
            key=one["key"],
            text=one["text"],
            hint=one.get("hint", ""),
            kinds=frozenset(MeetingKind(kind) for kind in one.get("for", ())),
            ages=frozenset(Age(age) for age in one.get("ages", ())),
        )
        for one in content["prompt"]
    )


def prompts_for(kind: MeetingKind, age: Age | None) -> tuple[Prompt, ...]:
    """The prompts for a meeting; who gave no age gets those of 12 to 15."""
    suits = age or Age.FROM_12
    return tuple(
        one for one in all_prompts() if (not one.kinds or kind in one.kinds) and (not one.ages or suits in one.ages)
    )


def text_of(key: str | None) -> str:
    """What was asked; empty for a point of somebody's own."""
    return next((one.text for one in all_prompts() if one.key == key), "")
