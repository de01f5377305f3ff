"""The summary of one consultation, from one signed release: nothing in it is counted now."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from portal.consultations.models import Consultation
from portal.core import clock
from portal.core.errors import NotFound
from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets, Document, Heading, Paragraph, Part
from portal.evidence import queries as evidence
from portal.evidence import reading
from portal.evidence.models import Release
from portal.evidence.page import Page, page_of
from portal.partnership.site import site
from portal.reports.definitions.beside import (
    change_terms,
    elsewhere_of,
    elsewhere_part,
    since_part,
    what_changed,
    who_was_heard,
)
from portal.reports.definitions.parts import date_text, how_to_read, invented, language, table_part, terms


def build(release: Release, edition: Audience) -> Document:
    """One document for every format; it says who asked, what was asked, what was answered and how to read it."""
    asked, signed_at = release.consultation, release.signed_at
    if asked is None or signed_at is None:
        raise NotFound
    figures, tags = evidence.figures(release, edition), reading.tags_of(release)
    page = page_of(release, figures)
    return Document(
        title=asked.title,
        subtitle=f"{asked.wave}. {reading.people_text(figures)}",
        language=language(),
        author=site().partnership or site().voice_name,
        dated=clock.day_of(signed_at),
        parts=[
            *invented(),
            *_about(asked, release),
            *how_to_read(figures, edition, _beside()),
            *who_was_heard(page.heard),
            *what_changed(page.changed),
            *_figures(page, tags),
            *_alone([reading.line_text(line) for line in figures.lines]),
        ],
        terms=[*terms(), *change_terms(page.changed)],
    )


def _beside() -> str:
    return str(
        _(
            "These figures never change. How many there are, the wave before and other surveys stand beside them as"
            " they were known when this file was made."
        )
    )


def _about(asked: Consultation, release: Release) -> list[Part]:
    who = site().partnership or site().voice_name
    when = _("%(first)s to %(last)s", first=date_text(asked.opens_at), last=date_text(asked.closes_at))
    signed = date_text(release.signed_at or release.frozen_at)
    facts = [
        _("Who asked: %(who)s", who=who),
        _("When: %(when)s", when=when),
        _("What can change: %(text)s", text=asked.can_change),
        _("Who decides: %(text)s", text=asked.decides),
        _("When we say what happened: by %(date)s", date=date_text(asked.report_back_on)),
        _("Counted once after it closed, and signed by two people on %(date)s", date=signed),
    ]
    return [Heading(_("What this was about")), Paragraph(asked.intro), Bullets([str(fact) for fact in facts])]


def _figures(page: Page, tags: Mapping[str, str]) -> list[Part]:
    """Every chapter of the page: each table with what its question is about, what it was before, and elsewhere."""
    questions, elsewhere = page.changed.questions if page.changed else {}, elsewhere_of(page)
    parts: list[Part] = []
    for chapter in page.chapters:
        parts.append(Heading(chapter.title))
        for said in chapter.tables:
            about, since = tags.get(said.key, ""), questions.get(said.key)
            tagged = _("About: %(tags)s", tags=about) if about else ""
            was = since_part(said.key, since)
            # Where nothing can be compared, the sentence that says so stands below the figures themselves.
            parts.append(table_part(said, tagged, since.sentence if since and not was else ""))
            parts += [*was, *elsewhere_part(said, elsewhere.get(said.key, ()))]
    return parts


def _alone(lines: list[str]) -> list[Part]:
    return [Heading(_("Counted on their own")), Bullets(lines)] if lines else []
