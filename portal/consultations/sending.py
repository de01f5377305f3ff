"""What a consultation brings to the pages that every sending ends with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from portal.consultations import ages, operations, progress, routing, rules
from portal.consultations.kinds import kind_of
from portal.consultations.models import About
from portal.consultations.questionnaire import Asked, Edition, Questionnaire
from portal.contributions import young
from portal.contributions.drafts import Draft
from portal.contributions.flow import Line, Page, Row
from portal.contributions.models import AgeBand, Identity, Matter
from portal.contributions.operations import Incoming
from portal.core import clock, envelopes
from portal.core.i18n import language


@dataclass(frozen=True)
class Answers:
    """Answers to one consultation, as a `contributions.flow.Sending`.

    `held` is a draft that a packet is for, whether or not this phone has it at hand.
    """

    consultation: Questionnaire
    matter: Matter = Matter.ANSWERS
    held: Draft | None = None

    @property
    def about(self) -> str:
        """Its name in addresses."""
        return self.consultation.slug

    @property
    def closes_at(self) -> datetime:
        """Who began in time may finish for as long as a draft lives."""
        return self.consultation.closes_at

    @property
    def is_open(self) -> bool:
        """Whether it can be begun now."""
        return rules.is_open(self.consultation.opens_at, self.consultation.closes_at, clock.now())

    @property
    def identities(self) -> Collection[Identity]:
        """The ways to be known that this asking offers."""
        return self.consultation.identities

    @property
    def draft(self) -> Draft | None:
        """What this phone has at hand."""
        return self.held or young.current().drafts.get(self.about)

    def edition(self, key: str = "") -> Edition:
        """The version a draft was begun in, in the language of this page; who has none yet gets the main one.

        Whose draft ended with the page still before them gets one that asks its question, the one with this `key`.
        """
        begun = [self.held] if self.held else reversed(young.current().begun(self.about))
        tried = [found for draft in begun if (found := self.consultation.edition(draft.edition))]
        if not self.draft:
            tried += [self.consultation.main, *self.consultation.current]
        asks = (edition for edition in tried if not key or key in edition.by_key)
        found = next(asks, tried[0] if tried else self.consultation.main)
        return found.in_language(language().lang)

    def address(self, page: Page, *, check: bool = False) -> str:
        """A question for the first and the last of the words and to go on; else its own page."""
        if page is Page.FIRST:
            return self.page(None if self.consultation.asks_age_first else self.edition().questions[0])
        if page is Page.WORDS:
            answers, bands = said(self.draft)
            return self.page(routing.before(self.edition(), answers, None, bands))
        if page is Page.RESUME:
            following = self._next()
            return self.page(following) if following else self.address(Page.CHECK)
        return url_for(f"consultations.{page}", slug=self.about, check=1 if check else None)

    def page(self, question: Asked | None) -> str:
        """A question's page; before the first one lies the age, where it chooses a version, or the start."""
        if question:
            return url_for("consultations.answer", slug=self.about, key=question.key)
        name = "age" if self.consultation.asks_age_first else "start"
        return url_for(f"consultations.{name}", slug=self.about)

    def after(self, edition: Edition, question: Asked) -> str:
        """The page that follows a question on the way of this draft; after the last, who may know."""
        answers, bands = said(self.draft)
        following = routing.after(edition, answers, question.key, bands)
        return self.page(following) if following else self.address(Page.IDENTITY)

    def rows(self, draft: Draft) -> list[Row]:
        """Every question on the way with its answer and the way to change it."""
        rows = [
            Row(one.question.prompt, "\n".join(one.words) or _("Skipped"), self._change(one.question), not one.words)
            for one in progress.answered(self.edition(), draft)
        ]
        return [*self._age_row(draft), *rows]

    def missing(self, draft: Draft) -> Row | None:
        """The first answer that cannot be left out and is not there; its value says why."""
        question = progress.lacks(self.edition(), draft)
        return Row(question.prompt, question.needed_because or "", self._change(question)) if question else None

    def says_something(self, draft: Draft) -> bool:
        """Whether anything beyond who somebody is was answered."""
        return progress.says_something(self.edition(), draft)

    def keeps_time(self, draft: Draft) -> bool:
        """Answers never do."""
        return False

    def has_words(self, draft: Draft) -> bool:
        """Whether something was written that could show who wrote it."""
        return progress.has_words(self.edition(), draft)

    def send(self, draft: Draft, incoming: Incoming) -> None:
        """Store it once."""
        edition = self.edition()
        operations.submit(self.consultation, draft.answers, incoming=incoming, edition=edition, bands=draft.bands)

    def line(self, draft: Draft | None, page: Page) -> Line | None:
        """For the pages after the questions."""
        if draft is None or not draft.pass_hash:
            return None
        return self.line_of(self.edition(), page)

    def line_of(self, edition: Edition, page: Asked | Page) -> Line:
        """How a page of an edition goes on without signal: on to the next question that everybody is asked."""
        addresses = [self.page(question) for question in unseen(edition)]
        addresses += [self.address(one) for one in (Page.IDENTITY, Page.SHARING, Page.CHECK)]
        waits = url_for("consultations.no_signal", slug=self.about)
        if isinstance(page, Page):
            here = addresses.index(self.address(page))
            step, on = str(page), [*addresses, waits][here + 1]
        else:
            here = sum(question.number < page.number for question in unseen(edition))
            step, on = f"q-{page.key}", addresses[here + (self.page(page) in addresses)]
        back = addresses[here - 1] if here else addresses[0]
        packets = url_for("consultations.packets", slug=self.about)
        return Line(step=step, on=on, back=back, packets=packets, waits=waits, key=envelopes.public_key())

    def _next(self) -> Asked | None:
        """The question after the last one that was answered; None where somebody was beyond the questions."""
        draft, edition = self.draft, self.edition()
        if draft is None:
            return edition.questions[0]
        on_the_way = routing.pages(edition, draft.answers, draft.bands)
        answered = max((question.number for question in on_the_way if question.key in draft.answers), default=0)
        following = (question for question in on_the_way if question.number > answered)
        return None if draft.decided else next(following, None)

    def _change(self, question: Asked) -> str:
        return url_for("consultations.answer", slug=self.about, key=question.key, check=1)

    def _age_row(self, draft: Draft) -> list[Row]:
        """The age that chose the version."""
        band = draft.bands.get(About.AGE_BAND)
        if not self.consultation.asks_age_first or band is None:
            return []
        href = url_for("consultations.age", slug=self.about, check=1)
        return [Row(str(ages.ASKED), str(ages.BANDS[AgeBand(band)]), href)]


def unseen(edition: Edition) -> list[Asked]:
    """The questions a phone can ask that sees no earlier answer and seals only words: the others wait for signal."""
    return [one for one in edition.questions if not one.conditions and kind_of(one).media is None]


def said(draft: Draft | None) -> tuple[routing.Answers, routing.Bands]:
    """What decides the way: the answers of a draft, and what was known before anything was asked."""
    return (draft.answers, draft.bands) if draft else ({}, {})
