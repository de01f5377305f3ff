"""States, editions and kinds of evidence in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.signed_reports.gathering import Proof
from portal.signed_reports.models import Edition, ReportState

STATES = {
    ReportState.DRAFT: _l("Draft"),
    ReportState.CHECKED: _l("Checked: waits for a signature"),
    ReportState.SIGNED: _l("Signed: not published yet"),
    ReportState.PUBLISHED: _l("Published"),
}
#: How a state is drawn (`components/state_tag.html`).
DRAWN = {
    ReportState.DRAFT: "planned",
    ReportState.CHECKED: "claimed",
    ReportState.SIGNED: "agreed",
    ReportState.PUBLISHED: "agreed",
}
EDITIONS = {Edition.FULL: _l("Full report"), Edition.EASY: _l("Easy read")}
PROOFS = {
    Proof.RELEASE: _l("Signed figures"),
    Proof.THEME: _l("Theme"),
    Proof.ASK: _l("Ask"),
    Proof.ACTION: _l("Action"),
    Proof.PROMISE: _l("Promise"),
    Proof.MEASURE: _l("Measure"),
    Proof.OBJECTIVE: _l("Plan objective"),
    Proof.AREA: _l("Area for improvement"),
    Proof.DECISION: _l("Decision of a meeting"),
    Proof.TOLD: _l("You said, we did"),
}
