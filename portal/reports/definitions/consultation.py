"""The summary of one consultation, from one signed release: nothing in it is counted now."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from portal.consultations.models import Consultation
from portal.core.errors import NotFound
from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets, Document, Heading, Paragraph, Part
from portal.evidence import queries as evidence
from portal.evidence import reading
from portal.evidence.models import Release
from portal.evidence.page import Page, page_of
from portal.partnership.site import site
from portal.reports.definitions.parts import date_text, how_to_read, invented, language, table_part, terms


def build(release: Release, edition: Audience) -> Document:
    """One document for every format; it says who asked, what was asked, what was answered and how to read it."""
    asked, signed_at = release.consultation, release.signed_at
    if asked is None or signed_at is None:
        raise NotFound
    figures, tags = evidence.figures(release, edition), reading.tags_of(release)
    return Document(
        title=asked.title,
        subtitle=f"{asked.wave}. {reading.people_text(figures)}",
        language=language(),
        author=site().partnership or site().voice_name,
        dated=signed_at.date(),
        parts=[
            *invented(),
            *_about(asked, release),
            *how_to_read(figures, edition),
            *_figures(page_of(release, figures), tags),
            *_alone([reading.line_text(line) for line in figures.lines]),
        ],
        terms=terms(),
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
    """Every chapter of the page with its tables, each with what its question is about."""
    parts: list[Part] = []
    for chapter in page.chapters:
        parts.append(Heading(chapter.title))
        for said in chapter.tables:
            about = tags.get(said.key, "")
            parts.append(table_part(said, _("About: %(tags)s", tags=about) if about else ""))
    return parts


def _alone(lines: list[str]) -> list[Part]:
    return [Heading(_("Counted on their own")), Bullets(lines)] if lines else []
