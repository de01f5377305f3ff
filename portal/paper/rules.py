"""Reading what somebody types of a paper, and where two who typed it differ. Pure.

A typist uses the number pad: a choice is the number printed beside it, several are numbers with blanks, things in order
and tiles are a number for each in the printed order with `-` for none. `x` says that it cannot be read, or that there
are two ticks where one was asked for: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.consultations import routing
from portal.consultations.kinds import kind_of
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked, Edition
from portal.contributions.drafts import Given

#: Cannot be read, or two ticks.
UNREADABLE = "x"
_NONE = "-"
_PLACES = 3
_ONE = frozenset({Kind.FACES3, Kind.FACES5, Kind.AGREE, Kind.HOW_OFTEN, Kind.YES_NO_UNSURE, Kind.SINGLE})


class Misread(StrEnum):
    """Why something typed cannot be what the paper says."""

    NUMBER = "number"
    RANGE = "range"
    TWICE = "twice"
    COUNT = "count"
    MANY = "many"


class MisreadError(ValueError):
    """What was typed does not fit the question; `why` is for the page to put in words."""

    def __init__(self, why: Misread) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Paper:
    """One paper as somebody typed it: answers by key, those that cannot be read, choices, and what was ticked."""

    answers: Mapping[str, Given]
    unreadable: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    wants_code: bool = False
    not_safe: bool = False


@dataclass(frozen=True)
class Difference:
    """A question two people typed differently; None where one of them left it empty."""

    key: str
    first: Given | None
    second: Given | None


def on_paper(edition: Edition) -> tuple[Asked, ...]:
    """The questions that can be answered on paper: all that ask, without pictures and voice."""
    return tuple(one for one in edition.questions if kind_of(one).asks and kind_of(one).media is None)


def read(question: Asked, typed: str) -> Given | None:
    """The answer that stands for what was typed; None for nothing. MisreadError for what no paper can say."""
    typed = typed.strip()
    if not typed:
        return None
    if question.kind in (Kind.SHORT, Kind.LONG):
        return typed
    if question.kind in _ONE:
        return [_choice(question, typed)]
    if question.kind is Kind.SEVERAL:
        return _several(question, typed)
    if question.kind in (Kind.ORDER, Kind.TILES):
        return _each(question, typed)
    number = _number(typed)
    if not kind_of(question).chosen(question, number):
        raise MisreadError(Misread.RANGE)
    return number


def typed_of(question: Asked, given: Given | None) -> str:
    """What a typist would type for an answer: the other way round."""
    if given is None:
        return ""
    places = {choice.key: place for place, choice in enumerate(question.choices, start=1)}
    if question.kind is Kind.ORDER and isinstance(given, list):
        ranks = {key: rank for rank, key in enumerate(given, start=1)}
        return " ".join(str(ranks.get(choice.key, _NONE)) for choice in question.choices)
    if isinstance(given, dict):
        return " ".join(str(int(given[one.key]) + 1) if one.key in given else _NONE for one in question.choices)
    if isinstance(given, list):
        return " ".join(str(places[key]) for key in given if key in places)
    return str(given)


def differences(first: Paper, second: Paper) -> list[Difference]:
    """The questions on which two typings do not say the same, in no order of their own."""
    keys = sorted({*first.answers, *second.answers})
    return [
        Difference(key, first.answers.get(key), second.answers.get(key))
        for key in keys
        if _same(first.answers.get(key)) != _same(second.answers.get(key))
    ]


def agree(first: Paper, second: Paper) -> bool:
    """Whether two typings are one paper; what is wanted with it counts as much as what it says."""
    ticks = (first.purposes, first.wants_code) == (second.purposes, second.wants_code)
    return ticks and first.unreadable == second.unreadable and not differences(first, second)


def dropped(edition: Edition, answers: Mapping[str, Given]) -> int:
    """How many answers stand where the paper said to go on: they are not counted, and somebody is told so."""
    return len(set(answers) - {question.key for question in routing.sendable(edition, answers)})


def _choice(question: Asked, typed: str) -> str:
    place = _number(typed)
    if not 1 <= place <= len(question.choices):
        raise MisreadError(Misread.RANGE)
    return question.choices[place - 1].key


def _several(question: Asked, typed: str) -> list[str]:
    keys = [_choice(question, one) for one in re.split(r"[\s,.;]+", typed) if one]
    if len(set(keys)) < len(keys):
        raise MisreadError(Misread.TWICE)
    ordered = [choice.key for choice in question.choices if choice.key in keys]
    if len(kind_of(question).chosen(question, ordered)) < len(ordered):
        raise MisreadError(Misread.MANY)
    return ordered


def _each(question: Asked, typed: str) -> Given | None:
    parts = [one for one in re.split(r"[\s,;]+", typed) if one]
    if len(parts) != len(question.choices):
        raise MisreadError(Misread.COUNT)
    numbers = {one.key: _number(part) for one, part in zip(question.choices, parts, strict=True) if part != _NONE}
    most = len(question.choices) if question.kind is Kind.ORDER else _PLACES
    if any(not 1 <= number <= most for number in numbers.values()):
        raise MisreadError(Misread.RANGE)
    if question.kind is Kind.TILES:
        return {key: str(number - 1) for key, number in numbers.items()} or None
    if len(set(numbers.values())) < len(numbers):
        raise MisreadError(Misread.TWICE)
    return sorted(numbers, key=lambda key: numbers[key]) or None


def _number(typed: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", typed):
        raise MisreadError(Misread.NUMBER)
    return int(typed)


def _same(given: Given | None) -> object:
    """Words are the same however many blanks stand between them."""
    return " ".join(given.split()) if isinstance(given, str) else given
