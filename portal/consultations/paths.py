"""A map of all paths through an edition, and conditions in words: what a builder draws and a printed twin says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.consultations.conditions import Comparison, Condition, Mode, Operator
from portal.consultations.questionnaire import Asked, Edition

START, END = "", "end"

_WORDS = {
    Operator.IS: lambda asked, said: _("“%(asked)s” is %(said)s", asked=asked, said=said),
    Operator.ANY_OF: lambda asked, said: _("“%(asked)s” is %(said)s", asked=asked, said=said),
    Operator.IS_NOT: lambda asked, said: _("“%(asked)s” is not %(said)s", asked=asked, said=said),
    Operator.NONE_OF: lambda asked, said: _("“%(asked)s” is not %(said)s", asked=asked, said=said),
    Operator.AT_LEAST: lambda asked, said: _("“%(asked)s” is %(said)s or more", asked=asked, said=said),
    Operator.AT_MOST: lambda asked, said: _("“%(asked)s” is %(said)s or less", asked=asked, said=said),
    Operator.ANSWERED: lambda asked, said: _("“%(asked)s” is answered", asked=asked),
    Operator.NOT_ANSWERED: lambda asked, said: _("“%(asked)s” is not answered", asked=asked),
}


@dataclass(frozen=True)
class Node:
    """A page; `when` says in words what it takes to see it, empty where everybody does."""

    key: str
    title: str
    section: str
    when: str


@dataclass(frozen=True)
class Edge:
    """A step from one page to another; `START` and `END` stand for the beginning and for sending."""

    start: str
    end: str
    when: str


@dataclass(frozen=True)
class PathsMap:
    """Every page and every step that some answers can lead to."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def paths_map(edition: Edition) -> PathsMap:
    """From each page to every page that may follow: up to and including the first that everybody sees."""
    when = {question.key: _conditions_text(edition, question) for question in edition.questions}
    nodes = tuple(Node(one.key, one.prompt, one.section.title, when[one.key]) for one in edition.questions)
    keys = [question.key for question in edition.questions]
    edges = []
    for place, start in enumerate([START, *keys]):
        for key in keys[place:]:
            edges.append(Edge(start, key, when[key]))
            if not when[key]:
                break
        else:
            edges.append(Edge(start, END, ""))
    return PathsMap(nodes, tuple(edges))


def condition_text(edition: Edition, condition: Condition) -> str:
    """`“How is life where you live?” is “Not good”`; what it looks back to is named by its own words."""
    joined = _(" and ") if condition.mode is Mode.ALL else _(" or ")
    return str(joined).join(test_text(edition, test) for test in condition.tests)


def _conditions_text(edition: Edition, question: Asked) -> str:
    return str(_(" and ")).join(condition_text(edition, one) for one in question.conditions)


def test_text(edition: Edition, test: Comparison) -> str:
    """One comparison in words."""
    asked = edition.by_key.get(test.question)
    prompt = asked.prompt if asked else test.question
    return str(_WORDS[test.operator](prompt, _values_text(asked, test.values)))


def _values_text(asked: Asked | None, values: Sequence[str]) -> str:
    choices = asked.by_choice if asked else {}
    named = [f"“{choices[value].label}”" if value in choices else value for value in values]
    return str(_(" or ")).join(named)
