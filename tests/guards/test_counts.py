"""Every place that counts rows young people made is listed with what keeps its number safe: docs/disclosure.md."""

import re

from config import ROOT

COUNTS = re.compile(r"\bfunc\.(?:count|sum)\(")
#: What young people wrote, chose, supported, rated or came to.
YOUNG = re.compile(
    r"\b(?:Answer|Attendance|Coding|Conflict|Contribution|Dot|Experience|GroupSession|IdeaSupport|InvitationCode"
    r"|Preparation|ReplyRating|Typing|Verdict)\b"
)
#: Numbers that leave the team, each by the rule the document names for it.
LEAVE = {
    "portal/board/figures.py",  # ratings, hidden and rounded
    "portal/board/related.py",  # the same, of one ask
    "portal/consultations/counting.py",  # waves: for freezing
    "portal/entitlements/queries.py",  # experiences: for freezing
    "portal/feedback/counting.py",  # verdicts and ratings: for freezing
    "portal/free_views/queries.py",  # support: counted on Mondays, hidden and rounded
    "portal/invitations/queries.py",  # letters, hidden and rounded
    "portal/meeting_prep/queries.py",  # how meetings listen: for freezing
    "portal/meetings/attending.py",  # who comes
    "portal/meetings/queries.py",  # who stands aside
    "portal/themes/queries.py",  # themes of a wave: for freezing
    "portal/together/queries.py",  # groups of a wave: for freezing
}
#: Numbers that stay with those who may open what they count, or that no page shows.
STAY = {
    "portal/board/queries.py",
    "portal/complaints/queries.py",
    "portal/contributions/attachments.py",
    "portal/demo/operations.py",
    "portal/feedback/queries.py",
    "portal/lifeline/retention.py",
    "portal/meeting_prep/operations.py",
    "portal/meetings/agreeing.py",
    "portal/meetings/operations.py",
    "portal/paper/queries.py",
    "portal/provenance/complaint_log.py",  # for the teams that may open each complaint
    "portal/reading/queries.py",
    "portal/reading/uses.py",
    "portal/themes/comparing.py",  # how far coders agree
    "portal/themes/desk.py",  # what waits to be coded
    "portal/training/queries.py",  # packs that wait for a second person
    "portal/unmasking/queries.py",
}


def counting() -> set[str]:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text() for path in (ROOT / "portal").rglob("*.py")}
    return {name for name, text in texts.items() if COUNTS.search(text) and YOUNG.search(text)}


def test_whatever_counts_what_young_people_made_is_listed() -> None:
    """A new one belongs under `LEAVE` with a row in the document, or under `STAY`, once somebody looked who sees it."""
    assert counting() == LEAVE | STAY
    assert not LEAVE & STAY


def test_the_document_names_each_way_out() -> None:
    text = (ROOT / "docs" / "disclosure.md").read_text()
    for word in ("Waves, verdicts, experiences", "support an idea", "Letters", "make of an answer", "stands aside"):
        assert word in text
