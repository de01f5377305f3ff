"""Advice on the words of a questionnaire before anybody is asked: never in the way, stricter for the youngest."""

from __future__ import annotations

from uuid import UUID

from portal.consultations.models import Audience, Edition, Question
from portal.plain_words import queries as plain_words
from portal.plain_words import rules
from portal.plain_words.queries import Advice

#: Above which reading age, in years, somebody is told; the version for 8 to 11 is held to nine.
TOLD_ABOVE = {Audience.FROM_8: rules.TARGET}


def of_question(question: Question) -> Advice | None:
    """What to say about a question, its help and its answers."""
    audience = question.section.edition.audience
    texts = [question.prompt, question.help or "", question.why or "", *(one.label for one in question.options)]
    return plain_words.advice(*texts, told_above=TOLD_ABOVE.get(audience, rules.TOLD_ABOVE))


def of_edition(edition: Edition) -> dict[UUID, Advice]:
    """The same for every question of a version that has something to look at, by its id."""
    questions = [question for section in edition.sections for question in section.questions]
    return {one.id: advice for one in questions if (advice := of_question(one))}
