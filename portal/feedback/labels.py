"""What the endings and verdicts are called on screens."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from portal.board.models import ActionState, Say
from portal.board.rules import Standing, standing
from portal.feedback.models import Told

TOLD = {Told.DID: _l("We did"), Told.CANNOT: _l("We can’t"), Told.NOT_YET: _l("Not yet")}
TOLD_KINDS = {Told.DID: "agreed", Told.CANNOT: "stopped", Told.NOT_YET: "planned"}
SAYS = {Say.YES: _l("Yes"), Say.PARTLY: _l("Partly"), Say.NOT_YET: _l("Not yet")}
#: An action adults say is done, to a reader to whom a claim is no word of theirs.
THEY_SAY = _l("They say it is done")
#: A "did" whose actions young people have not all agreed to: what may be said of it instead.
SOME = (_l("Some of it"), "claimed")
CLAIMED = (_l("They say it is done; young people have not agreed yet"), "claimed")
NOT_DONE = (_l("They said yes; it is not done yet"), "planned")
_SHORT_OF_IT = {Standing.SOME: SOME, Standing.PARTLY: SOME, Standing.CLAIMED: CLAIMED}


def ending(told: Told, states: Collection[ActionState]) -> tuple[str, str]:
    """The word for how a story ended, and how it is drawn; nothing is done before young people agree to all of it."""
    word = standing(states)
    if told is not Told.DID or word in (Standing.AGREED, Standing.NOTHING):
        return str(TOLD[told]), TOLD_KINDS[told]
    label, kind = _SHORT_OF_IT.get(word, NOT_DONE)
    return str(label), kind
