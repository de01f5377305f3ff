"""When something may be told back, who may publish it, and when code holders together put a question again."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext

from portal.board.models import ActionState, AskAnswer, Rated, Say
from portal.board.rules import ASKED
from portal.disclosure.figures import Showing
from portal.disclosure.safe import SafeTable
from portal.feedback.models import Told


def why_not_told(told: Told, answer: AskAnswer | None, states: frozenset[ActionState]) -> str | None:
    """Why this ending would not be true yet, or None when it is honest."""
    if answer is None:
        return str(gettext("The organisation has not answered this ask yet. Nobody can be told what happened."))
    if told is Told.CANNOT and answer is AskAnswer.YES:
        return str(gettext("The organisation said yes. Choose “we did” or “not yet”."))
    if told is Told.DID and not states & ASKED:
        return str(gettext("No action under this ask is said to be done. Choose “not yet” until one is."))
    return None


def may_publish(*, drafted_by: UUID, by: UUID, published: bool) -> bool:
    """A second person publishes, once."""
    return not published and drafted_by != by


def most_say_not_yet(table: SafeTable) -> bool:
    """Whether released figures prove that more than half of those who answered say "not yet"."""
    return bool(_is_most(table, Say.NOT_YET.value))


def most_say_waffle(table: SafeTable) -> bool | None:
    """Whether more than half of the codes that rated an answer call it waffle; None where figures settle neither."""
    return _is_most(table, Rated.WAFFLE.value)


def _is_most(table: SafeTable, label: str) -> bool | None:
    """Of shown counts the larger half; of a small part or a small rest what the least the base can be leaves of it."""
    if table.withheld or table.base.shown is None:
        return None
    part, few = table.cells[(label,)], table.base.threshold - 1
    if part.shown is not None:
        return 2 * part.shown > table.base.shown
    if part.showing is Showing.WITHHELD or table.base.low <= 2 * few:
        return None
    return part.showing is Showing.REST
