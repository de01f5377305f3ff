"""How meetings listened in one quarter, from one signed release."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.core import clock
from portal.core.errors import NotFound
from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets, Document, Heading
from portal.evidence import queries as evidence
from portal.evidence import reading
from portal.evidence.models import Release
from portal.partnership.site import site
from portal.reports.definitions.parts import date_text, how_to_read, invented, language, table_part, terms


def build(release: Release, edition: Audience) -> Document:
    """What was asked when a meeting was over, what young people said, and how to read it."""
    if release.signed_at is None:
        raise NotFound
    figures = evidence.figures(release, edition)
    facts = [
        _("Who was asked: young people who got ready here for such a meeting. Each meeting counts once."),
        _("When: after their meeting, in the weeks of that quarter"),
        _("Counted once, and signed by two people on %(date)s", date=date_text(release.signed_at)),
    ]
    return Document(
        title=release.title,
        subtitle=reading.people_text(figures),
        language=language(),
        author=site().partnership or site().voice_name,
        dated=clock.day_of(release.signed_at),
        parts=[
            *invented(),
            Heading(_("What this was about")),
            Bullets([str(fact) for fact in facts]),
            *how_to_read(figures, edition),
            *([Heading(_("What people answered"))] if figures.tables else []),
            *(table_part(said) for said in reading.tables(figures)),
        ],
        terms=terms(),
    )
