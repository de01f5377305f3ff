"""What became of asks, in the words the ledger shows."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.memory.rules import Became

BECAME = {
    Became.OWED: _l("Still owed"),
    Became.REFUSED: _l("It stayed a no"),
    Became.CLAIMED: _l("Claimed done, young people have not agreed yet"),
    Became.NOT_YET: _l("Young people say not yet"),
    Became.PARTLY: _l("Partly done"),
    Became.AGREED: _l("Done, young people agree"),
    Became.STOPPED: _l("Stopped"),
}
#: How each is drawn (`state_tag`).
DRAWN = {
    Became.OWED: "planned",
    Became.REFUSED: "stopped",
    Became.CLAIMED: "claimed",
    Became.NOT_YET: "disputed",
    Became.PARTLY: "claimed",
    Became.AGREED: "agreed",
    Became.STOPPED: "stopped",
}
