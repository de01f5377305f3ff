"""When a question or a section is shown: all or any of a few tests, each on an answer given before. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Operator(StrEnum):
    """What a test asks of an earlier answer. Who did not answer is, in every question, "not" what was asked for."""

    IS = "is"
    IS_NOT = "is_not"
    ANY_OF = "any_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


#: Operators that compare with a number, and those that compare with nothing.
MEASURES = frozenset({Operator.AT_LEAST, Operator.AT_MOST})
BARE = frozenset({Operator.ANSWERED, Operator.NOT_ANSWERED})


class Mode(StrEnum):
    """Whether every test must hold, or one is enough."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True)
class Said:
    """What a test can see of an answer: the keys it holds, and its size where it has one."""

    keys: frozenset[str] = frozenset()
    size: int | None = None


@dataclass(frozen=True)
class Comparison:
    """One comparison with the answer to an earlier question."""

    question: str
    operator: Operator
    values: tuple[str, ...] = ()

    def holds(self, said: Said | None) -> bool:
        """Whether this is so; None: it was not answered, or not asked."""
        match self.operator:
            case Operator.ANSWERED:
                return said is not None
            case Operator.NOT_ANSWERED:
                return said is None
            case Operator.IS_NOT | Operator.NONE_OF:
                return said is None or not said.keys & set(self.values)
            case Operator.IS | Operator.ANY_OF:
                return said is not None and bool(said.keys & set(self.values))
        if said is None or said.size is None:
            return False
        limit = int(self.values[0])
        return said.size >= limit if self.operator is Operator.AT_LEAST else said.size <= limit


@dataclass(frozen=True)
class Condition:
    """Shown when `all` or `any` of the tests hold; there is at least one."""

    mode: Mode
    tests: tuple[Comparison, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The keys of the questions it looks back to."""
        return tuple(dict.fromkeys(test.question for test in self.tests))

    def decide(self, known: Mapping[str, Said | None]) -> bool | None:
        """Whether it holds; None while an answer it depends on is still open (its key is not in `known`).

        Knowing more never turns a yes into a no or back: that keeps the progress shown to people honest.
        """
        found = [test.holds(known[test.question]) if test.question in known else None for test in self.tests]
        settling = self.mode is Mode.ANY
        if settling in found:
            return settling
        return None if None in found else not settling

    def as_json(self) -> dict[str, Any]:
        """`{"all": [{"question": …, "is": "any_of", "values": […]}]}`."""
        tests = [
            {"question": test.question, "is": test.operator.value, "values": list(test.values)} for test in self.tests
        ]
        return {self.mode.value: tests}


def from_json(stored: Mapping[str, Any] | None) -> Condition | None:
    """A condition as it is stored; ValueError or KeyError if it is none."""
    if not stored:
        return None
    mode, tests = next(iter(stored.items()))
    made = tuple(
        Comparison(t["question"], Operator(t["is"]), tuple(str(v) for v in t.get("values", ()))) for t in tests
    )
    if not made or len(stored) != 1:
        raise ValueError("a condition is all or any of at least one test")
    return Condition(Mode(mode), made)
