"""States, editions and kinds of evidence in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.signed_reports.gathering import Proof
from portal.signed_reports.models import Edition, ReportState
from portal.signed_reports.tags import Cluster, Foundation

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
    Proof.PLAN: _l("Plan"),
    Proof.OBJECTIVE: _l("Plan objective"),
    Proof.AREA: _l("Area for improvement"),
    Proof.DECISION: _l("Decision of a meeting"),
    Proof.TOLD: _l("You said, we did"),
}
#: Clusters of rights as the Committee on the Rights of the Child names them, in plain words.
CLUSTERS = {
    Cluster.GENERAL: _l("Rights that all others rest on: no discrimination, what is best for the child, being heard"),
    Cluster.CIVIL: _l("Civil rights: identity, saying what you think, meeting others, privacy, information"),
    Cluster.VIOLENCE: _l("Protection from violence and harm, and recovering from it"),
    Cluster.FAMILY: _l("Family life, and care away from home"),
    Cluster.HEALTH: _l("Disability, health and a good enough standard of living"),
    Cluster.EDUCATION: _l("Education, play, leisure and culture"),
    Cluster.SPECIAL: _l("Special protection: refugees, work, exploitation, youth justice"),
}
#: The same for young people.
RIGHTS = {
    Cluster.GENERAL: _l("To be treated fairly, and to be heard"),
    Cluster.CIVIL: _l("To say what you think, meet others, and have a private life"),
    Cluster.VIOLENCE: _l("To be safe from harm"),
    Cluster.FAMILY: _l("To have a family life, and good care"),
    Cluster.HEALTH: _l("To be healthy, and have what you need to live well"),
    Cluster.EDUCATION: _l("To learn, play and rest"),
    Cluster.SPECIAL: _l("To get help when you need special protection"),
}
FOUNDATIONS = {
    Foundation.VOICE: _l("Voice"),
    Foundation.FAMILY: _l("Family"),
    Foundation.CARE: _l("Care"),
    Foundation.PEOPLE: _l("People"),
    Foundation.SCAFFOLDING: _l("Scaffolding"),
}
#: What each foundation asks for, in plain words.
MEANS = {
    Foundation.VOICE: _l("Children are listened to, and take part in decisions about their care."),
    Foundation.FAMILY: _l("Where children are safe and loved at home, families get the help to stay together."),
    Foundation.CARE: _l("Where that is not possible, children have a loving home, with brothers and sisters."),
    Foundation.PEOPLE: _l("Children are supported to have people who stay in their lives, and so are those people."),
    Foundation.SCAFFOLDING: _l("Help, support and answering for it are there when they are needed."),
}
