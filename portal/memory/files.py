"""The ledger as a file: what is on the screen, a row for each ask."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.accounts.models import Account
from portal.core import clock
from portal.core.i18n import day
from portal.documents.document import Column, Document, Table
from portal.documents.renderers import csv, xlsx
from portal.memory.queries import Entry, Section


def render(sections: Sequence[Section], kind: str, *, taken_by: Account) -> bytes:
    """The rows as CSV or as a workbook; whoever holds the workbook stands in it."""
    head = [
        _("Theme"),
        _("Asked on"),
        _("Asked again"),
        _("The ask"),
        _("Whose words"),
        _("Organisation"),
        _("Post"),
        _("The answer"),
        _("Kind of reason"),
        _("Because"),
        _("How it stands"),
        _("What people with a code say"),
        _("What they make of the answer"),
        _("What meetings decided"),
    ]
    lines = [
        _line(section, entry, again=number > 0)
        for section in sections
        for thread in section.threads
        for number, entry in enumerate(thread)
    ]
    if kind == "csv":
        return csv.sheet(head, lines)
    table = Table("memory", _("What was asked, and what came of it"), [Column(one) for one in head], lines)
    held = _("Downloaded by %(name)s (%(organisation)s)", name=taken_by.name, organisation=taken_by.organisation.name)
    return xlsx.render(
        Document(_("What was asked, and what came of it"), day(clock.today()), parts=[table], footer=held)
    )


def _line(section: Section, entry: Entry, *, again: bool) -> list[str]:
    story = entry.story
    decided = [f"{one.on.isoformat()}: {what.what}" for one in entry.decided.dealt for what in one.decisions]
    return [
        section.theme.name if section.theme else _("No theme"),
        story.asked_on.isoformat(),
        _("Yes") if again else _("No"),
        story.text.text,
        story.text.label,
        story.organisation,
        story.post,
        story.answer_label or "",
        story.reason_label or "",
        story.because or "",
        ", ".join(mark.label for mark in entry.marks),
        entry.said,
        entry.rated,
        "; ".join(decided),
    ]
