"""How the organisation's page says a verdict, the same on the screen and in the file."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.board.labels import RATINGS
from portal.board.models import Rated, Say
from portal.disclosure.safe import SafeTable
from portal.evidence.reading import figure_text
from portal.feedback.labels import SAYS


def verdict_text(table: SafeTable | None) -> str:
    """`Yes: 20 (40%) · Partly: fewer than 5 · Not yet: 25 (50%)`."""
    if table is None:
        return str(_("No signed release yet"))
    if table.withheld:
        return str(_("Hidden to protect people: too few answered"))
    return " · ".join(f"{SAYS[Say(labels[0])]}: {figure_text(table.cells[labels])}" for labels in table.labels)


def reply_text(table: SafeTable | None) -> str:
    """`A real answer: 20 · Waffle: fewer than 5`, what codes make of an answer."""
    if table is None:
        return str(_("No figures yet"))
    if table.withheld:
        return verdict_text(table)
    return " · ".join(f"{RATINGS[Rated(labels[0])]}: {figure_text(table.cells[labels])}" for labels in table.labels)
