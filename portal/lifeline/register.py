"""Everything that hangs on a thread, a passage of it or its owner: what goes with the thread, and what stays, and why.

A test goes through every foreign key of the schema, so that a table made later cannot be forgotten here.
"""

from __future__ import annotations

from portal.consultations.models import Answer, Submission
from portal.contributions.models import Assistance, PassedOn, SharingChoice
from portal.core.db import Base
from portal.feedback.models import Verdict
from portal.free_views.models import Idea, Sorting, ThanksGiven
from portal.themes.models import CodedView, Coding, SettledCoding
from portal.together.models import GroupPoint, GroupSession
from portal.unmasking.models import Unmasking

#: Erased whenever a thread is; each has a column `contribution_id`.
ERASED: tuple[type[Base], ...] = (
    Verdict,
    Coding,
    CodedView,
    SettledCoding,
    Answer,
    Submission,
    SharingChoice,
    PassedOn,
    Sorting,
    ThanksGiven,
    Idea,
    Assistance,
    GroupPoint,
    GroupSession,
    Unmasking,
)
#: Erased as well, by the slice that owns them.
ERASED_BY: dict[str, str] = {
    "words": "contributions.operations.forget, unless safeguarding still needs them",
    "translation": "goes with its passage",
    "training_passage": "goes with its passage, and within the hour after its owner’s no",
    "coding_mark": "goes with its coded_view, and with its passage",
    "attachment": "contributions.operations.forget, unless safeguarding still needs them",
    "message": "contributions.operations.forget, unless safeguarding still needs them",
    "young_visit": "contributions.visits.close_thread empties it on every phone",
}
#: Stays, or goes at another time.
KEPT_BECAUSE: dict[str, str] = {
    "concern": "a referral cannot be unsent: safety.operations.forget_settled has its own time",
    "complaint": "dates, stage and finding stay with the empty row; complaints.operations.forget wipes the words",
    "triage": "says what reading led to, without a word of it; stays with the empty row",
    "ask": "stands on the board's record; a quote loses its words, and board.jobs wipes the excerpt within the hour",
    "contribution": "the empty row stays; the name it points to is blanked by contributions.operations.forget",
}
