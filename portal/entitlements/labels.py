"""What answers are called on pages, and in frozen figures."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.entitlements.models import Got
from portal.entitlements.rules import Officers, Width

GOT = {
    Got.YES: _l("I got it"),
    Got.PARTLY: _l("Partly"),
    Got.NO: _l("No"),
    Got.UNKNOWN: _l("Never heard of it"),
}
OFFICERS = {
    Officers.NOTHING: _l("No action yet"),
    Officers.STUCK: _l("Stuck"),
    Officers.UNDER_WAY: _l("Under way"),
    Officers.DONE: _l("Claimed done, not agreed yet"),
    Officers.AGREED: _l("Done, and young champions agree"),
}
WIDTHS = {
    Width.UNHEARD: _l("Too few answers to say"),
    Width.NONE: _l("No gap"),
    Width.SOME: _l("Some gap"),
    Width.WIDE: _l("Wide gap"),
}
