"""The ledger as a file: what is on the screen, a row for each ask."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.accounts.models import Account
from portal.core import clock
from portal.core.access import Role
from portal.core.i18n import day
from portal.documents.document import Column, Document, Table
from portal.documents.renderers import csv, xlsx
from portal.downloads.building import held_by
from portal.memory.queries import Entry, Section


def render(
    sections: Sequence[Section], kind: str, *, taken_by: Account, role: Role | None, with_figures: bool
) -> bytes:
    """The rows as CSV or as a workbook; who took them and when stands in the first row or sheet.

    `with_figures` are what people with a code say: for whoever may take figures away.
    """
    head = [*_head(), *(_figures() if with_figures else ())]
    lines = [
        _line(section, entry, again=number > 0, with_figures=with_figures)
        for section in sections
        for thread in section.threads
        for number, entry in enumerate(thread)
    ]
    held = held_by(taken_by, role, clock.now())
    if kind == "csv":
        return csv.sheet(head, lines, note=held)
    table = Table("memory", _("What was asked, and what came of it"), [Column(one) for one in head], lines)
    return xlsx.render(
        Document(_("What was asked, and what came of it"), day(clock.today()), parts=[table], footer=held)
    )


def _head() -> list[str]:
    return [
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
        _("What meetings decided"),
    ]


def _figures() -> list[str]:
    return [_("What people with a code say"), _("What they make of the answer")]


def _line(section: Section, entry: Entry, *, again: bool, with_figures: bool) -> list[str]:
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
        "; ".join(decided),
        *([entry.said, entry.rated] if with_figures else ()),
    ]
