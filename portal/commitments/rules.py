"""Whether a commitment is for somebody: each condition said yes, no, or not known, and the day decides; whether it has
some words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from itertools import islice

from portal.commitments.models import Care
from portal.contributions.models import HomeType, LivesIn, Responsible


class Fit(IntEnum):
    """How well a commitment fits what somebody said; the larger, the surer."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """One rule. Days and ages in whole years are inclusive at both ends; None and no homes ask nothing."""

    from_on: date
    until_on: date | None = None
    age_from: int | None = None
    age_to: int | None = None
    care: Care | None = None
    left_at_least: int | None = None
    homes: frozenset[HomeType] = field(default_factory=frozenset)
    kinship_order: bool | None = None
    lives_in: LivesIn | None = None
    responsible: Responsible | None = None


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What somebody said of themselves; None is what they did not say. Never stored."""

    age: int | None = None
    care: Care | None = None
    left_at: int | None = None
    home: HomeType | None = None
    kinship_order: bool | None = None
    lives_in: LivesIn | None = None
    responsible: Responsible | None = None


@dataclass(frozen=True)
class Answer:
    """Whether it fits on a day; `starts_on` is the first later day on which it fits better than it does now."""

    fit: Fit
    starts_on: date | None = None


def applies(rule: Conditions, day: date) -> bool:
    """Whether a rule is in force on this day."""
    return rule.from_on <= day and (rule.until_on is None or day <= rule.until_on)


def meets(rule: Conditions, said: Situation) -> Fit:
    """Whether somebody meets a rule, whatever the day: no condition fails, and all are known, for a yes."""
    return min(
        _age(said.age, rule.age_from, rule.age_to),
        _same(said.care, rule.care),
        _age(said.left_at, rule.left_at_least, None),
        _among(said.home, rule.homes),
        _same(said.kinship_order, rule.kinship_order),
        _same(said.lives_in, rule.lives_in),
        _same(said.responsible, rule.responsible),
    )


def fits(rules: Collection[Conditions], said: Situation, day: date) -> Answer:
    """The best of the rules in force. Where nobody wrote any rule down yet, it may be for anybody: ask."""
    if not rules:
        return Answer(Fit.MAYBE)
    now = max((meets(rule, said) for rule in rules if applies(rule, day)), default=Fit.NO)
    later = [rule.from_on for rule in rules if rule.from_on > day and meets(rule, said) > now]
    return Answer(now, min(later, default=None))


def has_words(looked_for: str, text: str) -> bool:
    """Whether every word looked for stands in a text, also inside a longer one, whatever its case; no words: yes."""
    folded = text.casefold()
    return all(word in folded for word in looked_for.casefold().split())


def examples(words: Iterable[str], texts: Collection[str], most: int = 3) -> list[str]:
    """The first of these words that find something, each by itself in some text: a hint that leads nowhere is none."""
    return list(islice((word for word in words if any(has_words(word, text) for text in texts)), most))


def _age(said: int | None, least: int | None, most: int | None) -> Fit:
    if least is None and most is None:
        return Fit.YES
    if said is None:
        return Fit.MAYBE
    return Fit.YES if (least is None or said >= least) and (most is None or said <= most) else Fit.NO


def _same(said: object | None, wanted: object | None) -> Fit:
    if wanted is None:
        return Fit.YES
    if said is None:
        return Fit.MAYBE
    return Fit.YES if said == wanted else Fit.NO


def _among(said: HomeType | None, homes: frozenset[HomeType]) -> Fit:
    if not homes:
        return Fit.YES
    if said is None:
        return Fit.MAYBE
    return Fit.YES if said in homes else Fit.NO
