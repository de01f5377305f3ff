"""How far somebody has come in answering: what a draft holds, and what it still lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from portal.consultations import routing
from portal.consultations.kinds import kind_of
from portal.consultations.questionnaire import Asked, Edition
from portal.contributions.drafts import AGAIN, GONE, Draft, Given


@dataclass(frozen=True)
class Answered:
    """A question with its answer in words; none where it was skipped."""

    question: Asked
    words: tuple[str, ...]


def keep(draft: Draft, question: Asked, given: Given | None) -> None:
    """Put an answer into the draft; no answer takes the one before away."""
    if given is None:
        draft.answers.pop(question.key, None)
    else:
        draft.answers[question.key] = given


def fits(question: Asked, given: object) -> bool:
    """Whether something that came back from a page has the shape of an answer to this question."""
    if isinstance(given, list):
        shaped = all(isinstance(one, str) for one in given)
    elif isinstance(given, dict):
        shaped = all(isinstance(one, str | int) for one in given.values())
    else:
        shaped = isinstance(given, str | int)
    return shaped and bool(kind_of(question).words(question, cast(Given, given)))


def notice(*, is_new: bool, number: int, sent: bool) -> str:
    """What to say when an answer begins a draft: on a later question there must have been others before it."""
    if not is_new:
        return ""
    return AGAIN if sent else GONE if number > 1 else ""


def answered(edition: Edition, draft: Draft) -> Iterator[Answered]:
    """Every question on the way with what was answered; pages that only tell are left out."""
    for question in routing.pages(edition, draft.answers, draft.bands):
        kind = kind_of(question)
        if kind.asks:
            yield Answered(question, tuple(kind.words(question, draft.answers.get(question.key))))


def says_something(edition: Edition, draft: Draft) -> bool:
    """Whether there is anything to send beyond who somebody is."""
    return any(one.words and not one.question.about for one in answered(edition, draft))


def has_words(edition: Edition, draft: Draft) -> bool:
    """Whether something was written that could show who wrote it."""
    return any(one.words and kind_of(one.question).is_words for one in answered(edition, draft))


def lacks(edition: Edition, draft: Draft) -> Asked | None:
    """The first question on the way that cannot be skipped and has no answer."""
    empty = (one.question for one in answered(edition, draft) if not one.words)
    return next((question for question in empty if question.needed_because), None)
