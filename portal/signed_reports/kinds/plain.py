"""Easy-read chapters that several kinds of report have: short lists, in plain words, of what everybody may know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.board.models import ActionState, AskAnswer
from portal.board.stories import ActionLine, AskStory
from portal.disclosure.thresholds import Audience
from portal.documents.document import Paragraph, Part
from portal.feedback.models import Told
from portal.feedback.queries import Story
from portal.reports.definitions.parts import date_text
from portal.signed_reports import showing, sources
from portal.signed_reports.gathering import Chapter, Scope
from portal.signed_reports.kinds.shared import FEW, bullets
from portal.signed_reports.tagged import CLAIMED


def you_said(scope: Scope, audience: Audience, asks: Sequence[AskStory]) -> Chapter:
    """How many took part, what changed since the time before, and the first asks."""
    waves = sources.waves(scope, audience)
    said = [f"{wave.release.title}: {sources.people_in(wave)}" for wave in waves]
    said += [one for wave in waves if wave.changed for one in wave.changed.plain[:FEW]]
    return Chapter(
        "you_said",
        _("What you said"),
        _("Say in three short sentences what young people said. Use their words for things."),
        [
            *(Paragraph(one) for one in said),
            *_first([showing.spoken(one) for one in asks], _("Nobody asked for something.")),
        ],
    )


def we_did(scope: Scope, agreed: Sequence[ActionLine]) -> Chapter:
    """What was told back as done, and what young people agree is done."""
    last = sources.last_of(scope)
    did = [one.answer for one in sources.told(scope) if one.told is Told.DID and _is_agreed(one, last)]
    done = [_who(one) for one in agreed]
    return Chapter(
        "we_did",
        _("What we did, and you agree"),
        _("Say what is different now for young people."),
        _first([*did, *done], _("There is nothing yet that young people agree is done."), 2 * FEW),
    )


def we_say(claimed: Sequence[ActionLine]) -> Chapter:
    """What adults alone call done."""
    return Chapter(
        "we_say",
        _("What we say is done, and you have not agreed"),
        _("Say what young people say is missing."),
        _first([_judged(one) for one in claimed], _("There is nothing here.")),
    )


def not_yet(scope: Scope) -> Chapter:
    """Noes with why, and what is late."""
    noes = [one for one in sources.answered(scope) if one.answer is AskAnswer.NO]
    refused = [_("%(who)s said no: %(why)s", who=one.organisation, why=one.because or one.reason_label) for one in noes]
    late_asks = sources.late_asks(scope)
    owed = [_("No answer yet, and late: %(what)s", what=showing.spoken(one)) for one in late_asks]
    actions = sources.late_actions(scope)
    late = [_("Late: %(what)s", what=_who(one)) for one in actions if one.state not in CLAIMED]
    nothing = _("We said no to nothing.") if actions else _("We said no to nothing, and nothing is late.")
    return Chapter(
        "not_yet",
        _("What we have not done"),
        _("Be honest. Say why, and who is working on it."),
        _first([*refused, *owed, *late], nothing, 2 * FEW),
    )


def coming(scope: Scope) -> Chapter:
    """What is owed next, by whom and by when; what is late stands under what was not done."""
    owed = [one for one in sources.open_actions(scope) if not one.late]
    found = [_("%(what)s, by %(day)s", what=_who(one), day=date_text(one.due_on)) for one in owed]
    return Chapter(
        "next",
        _("What happens next"),
        _("Say what comes next, and how young people can have a say."),
        _first(found, _("Nothing has been agreed yet.")),
    )


def _is_agreed(story: Story, last: date) -> bool:
    """Whether young people had agreed by this day to everything that was promised: only then is it done."""
    lines = story.ask.actions
    return all(one.state is ActionState.AGREED and one.settled_on and one.settled_on <= last for one in lines)


def _first(items: Sequence[str], nothing: str, most: int = FEW) -> list[Part]:
    """A short list that says how much more there is, or a sentence that says that there is nothing."""
    rest = len(items) - most
    if rest <= 0:
        return bullets(items, nothing)
    more = ngettext("There is %(num)s more.", "There are %(num)s more.", rest)
    return [*bullets(items[:most], nothing), Paragraph(str(more))]


def _judged(line: ActionLine) -> str:
    said = _("you have not said yet") if line.state is ActionState.CLAIMED else line.state_label
    return f"{_who(line)}: {said}"


def _who(line: ActionLine) -> str:
    return f"{line.title} ({line.organisation})"
