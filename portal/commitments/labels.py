"""The six duties in plain words (Children and Young People (Scotland) Act 2014, section 58(1))."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.commitments.models import Duty

DUTIES = {
    Duty.ALERT: _l("(a) Notice what harms or could harm young people"),
    Duty.ASSESS: _l("(b) Find out what young people need"),
    Duty.PROMOTE: _l("(c) Stand up for young people’s interests"),
    Duty.OPPORTUNITIES: _l("(d) Give chances to join in"),
    Duty.ACCESS: _l("(e) Help young people use those chances"),
    Duty.IMPROVE: _l("(f) Get better at all of this"),
}
