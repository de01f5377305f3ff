"""What stages and findings are called on screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.complaints.models import Finding, Stage

STAGES = {Stage.ONE: _l("Stage 1 (5 working days)"), Stage.TWO: _l("Stage 2 (20 working days)")}
FINDINGS = {
    Finding.UPHELD: _l("They were right"),
    Finding.PARTLY: _l("They were partly right"),
    Finding.NOT_UPHELD: _l("We do not agree, and say why"),
    Finding.RESOLVED: _l("Put right at once"),
}
