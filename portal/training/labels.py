"""What passages are called, and the questions a pack begins with."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.board.labels import WORDINGS
from portal.board.models import Wording
from portal.training.queries import Shown


def whose(passage: Shown) -> str:
    """A young person's own words, or told by an adult."""
    return str(WORDINGS[Wording.QUOTE]) if passage.own_words else str(_("Told in other words by an adult"))


def first_questions() -> str:
    """What somebody who begins a pack finds in the box."""
    asked = (
        _("What would you have noticed in your own work?"),
        _("What would have helped this young person sooner?"),
        _("What will you do differently from tomorrow on?"),
    )
    return "\n".join(str(one) for one in asked)
