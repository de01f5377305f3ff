"""The list of asks and actions as a file: what is on the screen, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.accounts.models import Account
from portal.board.overview import Row
from portal.core import clock
from portal.core.i18n import day, moment
from portal.documents.document import Column, Document, Table
from portal.documents.renderers import csv, xlsx


def render(rows: Sequence[Row], kind: str, *, taken_by: Account) -> bytes:
    """The rows as CSV or as a workbook; who took them and when stands in the first row or sheet."""
    head = [_("Ask or action"), _("Whose words"), _("Organisation"), _("Post"), _("By"), _("State")]
    lines = [_line(row) for row in rows]
    held = _(
        "Downloaded by %(name)s (%(organisation)s) on %(when)s",
        name=taken_by.name,
        organisation=taken_by.organisation.name,
        when=moment(clock.now()),
    )
    if kind == "csv":
        return csv.sheet(head, lines, note=held)
    table = Table("asks", _("Asks and actions"), [Column(one) for one in head], lines)
    return xlsx.render(Document(_("Asks and actions"), day(clock.today()), parts=[table], footer=held))


def _line(row: Row) -> list[str]:
    whose = row.words.label if row.words else _("Action for the promise “%(name)s”", name=row.about)
    marks = "; ".join(mark.label for mark in row.marks)
    return [row.text, whose, row.organisation, row.post, row.due_on.isoformat() if row.due_on else "", marks]
