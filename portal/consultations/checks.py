"""What must be right in an edition before anybody is asked: found by looking at every question and every condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from flask_babel import gettext as _

from portal.consultations.conditions import BARE, MEASURES, Comparison, Condition, Said
from portal.consultations.kinds import kind_of
from portal.consultations.questionnaire import Asked, Edition

#: So many combinations of answers are tried to reach one page; a page not reached by then is given the benefit.
TRIES = 20_000
_MOST_TOGETHER = 4

_Known = dict[str, Said | None]


@dataclass(frozen=True)
class Problem:
    """Something to put right; `where` is the key of a question or section, empty for the whole."""

    where: str
    text: str


def problems(edition: Edition) -> list[Problem]:
    """Everything that keeps this edition from being asked; an empty list means it is ready."""
    found = [Problem(one.key, text) for one in edition.questions for text in _of_question(one)]
    if not any(kind_of(one).asks and one.about is None for one in edition.questions):
        found.append(Problem("", _("It asks nothing yet.")))
    wrong = [*_of_conditions(edition)]
    if not found and not wrong:
        wrong = [Problem(one.key, _("No answers lead to this page.")) for one in unreachable(edition)]
    return found + wrong


def disagreements(editions: Sequence[Edition], main: Edition) -> list[Problem]:
    """Where the versions of one consultation could not be counted together."""
    found = []
    for edition in editions:
        for question in edition.questions:
            other = main.by_key.get(question.key)
            if other is None or other is question:
                continue
            if (question.kind, question.about) != (other.kind, other.about):
                found.append(Problem(question.key, _("It is another kind of question in another age version.")))
            elif question.by_choice.keys() - other.by_choice.keys():
                found.append(Problem(question.key, _("An answer here is missing in the main age version.")))
    return found


def may_depend_on(edition: Edition, where: str) -> list[Asked]:
    """The questions that the condition of a question or section may look back to: asked before it, and comparable."""
    starts = [one.number for one in edition.questions if where in (one.key, one.section.key)]
    before = (one for one in edition.questions if starts and one.number < starts[0])
    return [one for one in before if kind_of(one).operators]


def unreachable(edition: Edition) -> list[Asked]:
    """Pages that no answers lead to."""
    return [one for one in edition.questions if one.conditions and not _Search(edition, one).found()]


def _of_question(question: Asked) -> Iterator[str]:
    kind = kind_of(question)
    yield from kind.problems(question)
    if not question.prompt.strip():
        yield _("It has no words yet.")
    if len(question.choices) < kind.fewest_options:
        yield _("It needs %(number)s answers to choose from at least.", number=kind.fewest_options)
    labels = [choice.label.strip() for choice in question.choices]
    if len(set(labels)) < len(labels) or "" in labels:
        yield _("Two of its answers have the same words, or one has none.")


def _of_conditions(edition: Edition) -> Iterator[Problem]:
    first_of = {question.section.key: question.number for question in reversed(edition.questions)}
    for part in edition.parts:
        if part.condition:
            yield from _of_condition(edition, part.key, part.condition, first_of[part.key])
    for question in edition.questions:
        if question.condition:
            yield from _of_condition(edition, question.key, question.condition, question.number)


def _of_condition(edition: Edition, where: str, condition: Condition, before: int) -> Iterator[Problem]:
    for test in condition.tests:
        asked = edition.by_key.get(test.question)
        if asked is None:
            yield Problem(where, _("It depends on a question that is not here: %(key)s.", key=test.question))
        elif asked.number >= before:
            yield Problem(where, _("It depends on a later answer: %(prompt)s", prompt=asked.prompt))
        elif not _fits(test, asked):
            yield Problem(where, _("It compares with something nobody can answer: %(prompt)s", prompt=asked.prompt))


def _fits(test: Comparison, asked: Asked) -> bool:
    if test.operator not in kind_of(asked).operators:
        return False
    if test.operator in BARE:
        return not test.values
    if test.operator in MEASURES:
        return len(test.values) == 1 and test.values[0].lstrip("-").isdigit()
    return bool(test.values) and set(test.values) <= asked.by_choice.keys()


class _Search:
    """Whether some answers lead to a page: tries what can make a difference, giving up a branch once it is decided."""

    def __init__(self, edition: Edition, target: Asked) -> None:
        self.target = target
        self.questions = _looked_back_to(edition, target)
        self.tests = [t for one in (*self.questions, target) for c in one.conditions for t in c.tests]
        self.tries = 0

    def found(self) -> bool:
        """Whether the page can be reached."""
        return self._from(0, {})

    def _from(self, place: int, known: _Known) -> bool:
        self.tries += 1
        decided = _all(self.target.conditions, known)
        if decided is False or self.tries > TRIES:
            return self.tries > TRIES
        if place == len(self.questions):
            return decided is True
        question = self.questions[place]
        shown = _all(question.conditions, known)
        candidates = self._answers(question) if shown else [None]
        return any(self._from(place + 1, {**known, question.key: said}) for said in candidates)

    def _answers(self, question: Asked) -> list[Said | None]:
        """Every answer that some test can tell from the others."""
        values = {value for test in self.tests if test.question == question.key for value in test.values}
        found: list[Said | None] = [] if question.needed_because else [None]
        if kind_of(question).operators & MEASURES:
            sizes = sorted({int(value) + off for value in values for off in (-1, 0, 1)} | {0})
            return [*found, *(Said(size=size) for size in sizes if kind_of(question).chosen(question, size))]
        several = kind_of(question).countables(question)[:1]
        others = [choice.key for choice in question.choices if choice.key not in values]
        keys = [key for key in question.by_choice if key in values] + others[:1]
        at_once = len(keys) if several and several[0].multiple and len(keys) <= _MOST_TOGETHER else 1
        groups = chain.from_iterable(combinations(keys, size) for size in range(1, at_once + 1))
        return [*found, *(Said(frozenset(group)) for group in groups), *([] if keys else [Said()])]


def _all(wanted: Sequence[Condition], known: Mapping[str, Said | None]) -> bool | None:
    decided = [condition.decide(known) for condition in wanted]
    return False if False in decided else None if None in decided else True


def _looked_back_to(edition: Edition, target: Asked) -> list[Asked]:
    """The questions a page depends on, and those they depend on, in the order they are asked."""
    found: dict[str, Asked] = {}
    waiting = [target]
    while waiting:
        for condition in waiting.pop().conditions:
            new = [edition.by_key[key] for key in condition.questions if key not in found]
            found.update({one.key: one for one in new})
            waiting += new
    return sorted(found.values(), key=lambda one: one.number)
