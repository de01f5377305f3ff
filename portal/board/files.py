"""The list of asks and actions as a file: what is on the screen, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.accounts.models import Account
from portal.board.overview import Row
from portal.core import clock
from portal.core.i18n import day
from portal.documents.document import Column, Document, Table
from portal.documents.renderers import csv, xlsx


def render(rows: Sequence[Row], kind: str, *, taken_by: Account) -> bytes:
    """The rows as CSV or as a workbook; whoever holds the workbook stands in it."""
    head = [_("Ask or action"), _("Whose words"), _("Organisation"), _("Post"), _("By"), _("State")]
    lines = [_line(row) for row in rows]
    if kind == "csv":
        return csv.sheet(head, lines)
    table = Table("asks", _("Asks and actions"), [Column(one) for one in head], lines)
    held = _("Downloaded by %(name)s (%(organisation)s)", name=taken_by.name, organisation=taken_by.organisation.name)
    return xlsx.render(Document(_("Asks and actions"), day(clock.today()), parts=[table], footer=held))


def _line(row: Row) -> list[str]:
    whose = row.words.label if row.words else _("Action for the promise “%(name)s”", name=row.about)
    marks = "; ".join(mark.label for mark in row.marks)
    return [row.text, whose, row.organisation, row.post, row.due_on.isoformat() if row.due_on else "", marks]
