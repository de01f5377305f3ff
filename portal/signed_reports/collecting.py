"""The chapters of a report as they are frozen: the first of each edition says as at which day things are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _

from portal.documents.document import Paragraph
from portal.reports.definitions.parts import date_text
from portal.signed_reports import sources
from portal.signed_reports.gathering import Chapter, Kind, Scope
from portal.signed_reports.models import Edition


def chapters(kind: Kind, scope: Scope, edition: Edition) -> Iterator[Chapter]:
    """Everything a kind gathers for one edition."""
    first, *others = kind.gather(scope, edition)
    yield replace(first, parts=[*first.parts, Paragraph(_as_at(scope, edition))])
    yield from others


def _as_at(scope: Scope, edition: Edition) -> str:
    day = date_text(sources.last_of(scope))
    if edition is Edition.EASY:
        return str(_("We tell you how things were on %(day)s.", day=day))
    return str(
        _(
            "Asks, answers and actions are told as they stood at the end of %(day)s. Promises, who owes what, and the"
            " days by which things are due, are as they stood when the figures were gathered.",
            day=day,
        )
    )
