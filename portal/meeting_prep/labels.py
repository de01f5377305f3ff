"""What each choice is called on a young person's page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.meeting_prep.models import Age, Changed, MeetingKind, Reader, SaidBy, TalkedAbout

KINDS = {
    MeetingKind.REVIEW: _l("My meeting about my plan"),
    MeetingKind.HEARING: _l("My Hearing"),
    MeetingKind.PATHWAY: _l("My meeting about moving on"),
    MeetingKind.OTHER: _l("Another meeting"),
}
KIND_HINTS = {
    MeetingKind.REVIEW.value: _l("Some people call it a review."),
    MeetingKind.HEARING.value: _l("Where the panel listens and decides."),
    MeetingKind.PATHWAY.value: _l("Some people call it a pathway plan."),
    MeetingKind.OTHER.value: _l("At school, with health, with your worker, anything."),
}
AGES = {
    Age.UNDER_12: _l("8 to 11"),
    Age.FROM_12: _l("12 to 15"),
    Age.FROM_16: _l("16 or older"),
}
SAYERS = {
    SaidBy.ME: _l("I say it"),
    SaidBy.ADVOCATE: _l("My advocate says it"),
    SaidBy.WORKER: _l("My worker says it"),
    SaidBy.READ_OUT: _l("Someone reads it out"),
}
READERS = {
    Reader.WORKER: _l("My worker"),
    Reader.ADVOCATE: _l("My advocate"),
    Reader.CHAIR: _l("The person who runs my meeting"),
    Reader.PANEL: _l("The Reporter, for the panel"),
    Reader.OTHER: _l("Someone else I trust"),
}
TALKED = {
    TalkedAbout.YES: _l("Yes"),
    TalkedAbout.PARTLY: _l("Some of it"),
    TalkedAbout.NO: _l("No"),
}
CHANGES = {
    Changed.YES: _l("Yes"),
    Changed.A_BIT: _l("A bit"),
    Changed.NO: _l("No"),
    Changed.TOO_SOON: _l("Too soon to say"),
}
