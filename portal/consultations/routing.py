"""Which page comes next. Pure: the same edition and answers always lead the same way.

Pages are gone through in the order of the edition, and one is left out when its conditions do not hold. Conditions look
back only, so one pass decides everything and nothing can go round in a circle. An answer whose page is no longer on the
way counts as not given: it stays in the draft, and comes back if its page does, but decides nothing and is not sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.consultations.conditions import Said
from portal.consultations.kinds import kind_of
from portal.consultations.questionnaire import Asked, Edition
from portal.contributions.drafts import Given

Answers = Mapping[str, Given]

#: Bands that are known before anything is asked (`age_band`, `home`, `locality`): nobody is asked them again.
Bands = Mapping[str, str]

_NONE: Bands = {}


@dataclass(frozen=True)
class Progress:
    """The `number`th question, of `most` at the most: later answers can only make it fewer, or none if `is_certain`."""

    number: int
    most: int
    is_certain: bool = True

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        return self.number / self.most if self.most else 1.0


def pages(edition: Edition, answers: Answers, bands: Bands = _NONE) -> tuple[Asked, ...]:
    """Every page on the way, in order."""
    return tuple(question for question, on_the_way in _walk(edition, answers, bands) if on_the_way)


def after(edition: Edition, answers: Answers, key: str, bands: Bands = _NONE) -> Asked | None:
    """The page that follows `key`, whether or not `key` is on the way itself; None: nothing more is asked."""
    here = edition.by_key[key].number
    return next((page for page in pages(edition, answers, bands) if page.number > here), None)


def before(edition: Edition, answers: Answers, key: str | None, bands: Bands = _NONE) -> Asked | None:
    """The page that comes before `key`, or the last of all for None; None: `key` is the first."""
    here = edition.by_key[key].number if key else len(edition.questions) + 1
    return next((page for page in reversed(pages(edition, answers, bands)) if page.number < here), None)


def sendable(edition: Edition, answers: Answers, bands: Bands = _NONE) -> dict[Asked, Given]:
    """The answers whose pages are on the way."""
    return {page: answers[page.key] for page in pages(edition, answers, bands) if page.key in answers}


def progress(edition: Edition, answers: Answers, key: str | None, bands: Bands = _NONE) -> Progress:
    """How far `key` is; None stands for the end.

    What is answered before `key` is settled; from `key` on everything that could still be asked counts. Going forward
    settles more and more, so the share of what is done never falls, and at the end it is the whole.
    """
    here = edition.by_key[key].number if key else len(edition.questions) + 1
    known: dict[str, Said | None] = {}
    number = more = 0
    is_certain = True
    for question in edition.questions:
        if _is_known(question, bands, known):
            continue
        possible = _shown(question, known)
        if question.number < here:
            _settle(edition, question, answers, known, shown=bool(possible))
        elif possible is False:
            known[question.key] = None
        if possible is False and question.number != here:
            continue
        is_certain = is_certain and (possible is not None or question.number <= here)
        if kind_of(question).asks:
            number += question.number <= here
            more += question.number > here
    return Progress(number, number + more, is_certain)


def _walk(edition: Edition, answers: Answers, bands: Bands) -> Iterator[tuple[Asked, bool]]:
    known: dict[str, Said | None] = {}
    for question in edition.questions:
        if _is_known(question, bands, known):
            yield question, False
            continue
        shown = _shown(question, known) is True
        _settle(edition, question, answers, known, shown=shown)
        yield question, shown


def _settle(edition: Edition, question: Asked, answers: Answers, known: dict[str, Said | None], *, shown: bool) -> None:
    """What conditions see of a page that is behind us; most answers no condition looks at."""
    if question.key in edition.referred:
        known[question.key] = kind_of(question).said(question, answers.get(question.key)) if shown else None


def _is_known(question: Asked, bands: Bands, known: dict[str, Said | None]) -> bool:
    band = bands.get(question.about.value) if question.about else None
    if band is not None:
        known[question.key] = Said(frozenset({band}))
    return band is not None


def _shown(question: Asked, known: Mapping[str, Said | None]) -> bool | None:
    if not question.conditions:
        return True
    decided = [condition.decide(known) for condition in question.conditions]
    return False if False in decided else None if None in decided else True
