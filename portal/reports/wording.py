"""How the organisation's page says a verdict, the same on the screen and in the file."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.board.figures import Answering
from portal.board.labels import RATINGS
from portal.board.models import AskAnswer, Rated, Say
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


def how_we_answer(figures: Answering) -> list[tuple[str, str]]:
    """What the record says of an organisation's answers: each line a label and its words, counts stated with it."""
    none = _("Nothing answered yet")
    return [
        (_("Time to an answer, half within"), _usual(figures) or none),
        (_("Shortest and longest time"), _range(figures) or none),
        (_("A no with its reason"), _of(figures.answers[AskAnswer.NO], figures.answered) or none),
        (_("Agreed by young people, of what we said is done"), _of(figures.agreed, figures.asked_about) or _claimed()),
    ]


def _usual(figures: Answering) -> str:
    if figures.usual_days is None:
        return ""
    days = ngettext("%(num)s day", "%(num)s days", figures.usual_days)
    return f"{days} ({ngettext('%(num)s answer', '%(num)s answers', len(figures.days))})"


def _range(figures: Answering) -> str:
    if figures.within is None:
        return ""
    least, most = figures.within
    return str(ngettext("%(least)s to %(num)s day", "%(least)s to %(num)s days", most, least=least))


def _of(part: int, whole: int) -> str:
    """`3 of 8 (38%)`, or nothing where there is nothing to be a part of; what organisations did is on record."""
    if not whole:
        return ""
    share = (200 * part + whole) // (2 * whole)
    return str(_("%(part)s of %(whole)s (%(share)s%%)", part=part, whole=whole, share=share))


def _claimed() -> str:
    return str(_("Nothing claimed yet"))
