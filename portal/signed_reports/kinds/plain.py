"""Easy-read chapters that several kinds of report have: short lists, in plain words, of what everybody may know."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.board.models import ActionState, AskAnswer
from portal.board.stories import ActionLine, AskStory
from portal.disclosure.thresholds import Audience
from portal.documents.document import Paragraph
from portal.feedback.models import Told
from portal.reports.definitions.parts import date_text
from portal.signed_reports import showing, sources
from portal.signed_reports.gathering import Chapter, Scope
from portal.signed_reports.kinds.shared import FEW, bullets
from portal.signed_reports.tagged import CLAIMED


def you_said(scope: Scope, audience: Audience, asks: Sequence[AskStory]) -> Chapter:
    """How many took part, what changed since the time before, and the first asks."""
    waves = sources.waves(scope, audience)
    said = [f"{wave.release.title}: {sources.people_in(wave)}" for wave in waves]
    said += [one for wave in waves if wave.changed for one in wave.changed.sentences[:FEW]]
    return Chapter(
        "you_said",
        _("What you said"),
        _("Say in three short sentences what young people said. Use their words for things."),
        [
            *(Paragraph(one) for one in said),
            *bullets([showing.spoken(one) for one in asks[:FEW]], _("Nobody asked for something.")),
        ],
    )


def we_did(scope: Scope, agreed: Sequence[ActionLine]) -> Chapter:
    """What was told back as done, and what young people agree is done."""
    did = [one.answer for one in sources.told(scope) if one.told is Told.DID]
    done = [_who(one) for one in agreed]
    return Chapter(
        "we_did",
        _("What we did, and you agree"),
        _("Say what is different now for young people."),
        bullets([*did[:FEW], *done[:FEW]], _("There is nothing yet that young people agree is done.")),
    )


def we_say(claimed: Sequence[ActionLine]) -> Chapter:
    """What adults alone call done."""
    return Chapter(
        "we_say",
        _("What we say is done, and you have not agreed"),
        _("Say what young people say is missing."),
        bullets([_judged(one) for one in claimed[:FEW]], _("There is nothing here.")),
    )


def not_yet(scope: Scope) -> Chapter:
    """Noes with why, and what is late."""
    noes = [one for one in sources.answered(scope) if one.answer is AskAnswer.NO]
    refused = [_("%(who)s said no: %(why)s", who=one.organisation, why=one.because or one.reason_label) for one in noes]
    late = [_("Late: %(what)s", what=_who(one)) for one in sources.late_actions(scope) if one.state not in CLAIMED]
    return Chapter(
        "not_yet",
        _("What we have not done"),
        _("Be honest. Say why, and who is working on it."),
        bullets([*refused[:FEW], *late[:FEW]], _("We said no to nothing, and nothing is late.")),
    )


def coming(scope: Scope) -> Chapter:
    """What is owed next, by whom and by when; what is late stands under what was not done."""
    owed = [one for one in sources.open_actions(scope) if not one.late]
    found = [_("%(what)s, by %(day)s", what=_who(one), day=date_text(one.due_on)) for one in owed]
    return Chapter(
        "next",
        _("What happens next"),
        _("Say what comes next, and how young people can have a say."),
        bullets(found[:FEW], _("Nothing has been agreed yet.")),
    )


def _judged(line: ActionLine) -> str:
    said = _("you have not said yet") if line.state is ActionState.CLAIMED else line.state_label
    return f"{_who(line)}: {said}"


def _who(line: ActionLine) -> str:
    return f"{line.title} ({line.organisation})"
