"""The thread of an ask, and of an action: the stations both go through, in the words the pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.board import labels, rules
from portal.board.models import Action, ActionState, ChampionSay, Say
from portal.board.stories import ActionLine, AskStory
from portal.core import clock
from portal.core.i18n import day
from portal.core.thread import Station


@dataclass(frozen=True)
class Voice:
    """What one champion said, and who, where the reader may know it."""

    label: str
    kind: str
    because: str | None
    who: str | None


_SAY_KINDS = {Say.YES: "agreed", Say.PARTLY: "claimed", Say.NOT_YET: "disputed"}


def of_ask(story: AskStory, board: str) -> list[Station]:
    """Asked, to the board, answered, worked on, claimed, and young people's say."""
    today = clock.today()
    asked = Station(_("Young people asked"), "done", day(story.asked_on))
    if not story.text.checked:
        names = (
            _("It goes to the %(board)s", board=board),
            _("%(organisation)s answers", organisation=story.organisation),
        )
        ahead = [Station(name, "ahead") for name in names]
        return [asked, Station(_("A second person checks the words"), "now"), *ahead]
    stations = [asked, _board(story, board, today)]
    if story.answer is None:
        late = labels.late(story.due_on, today) if story.late else None
        title = _("%(organisation)s answers", organisation=story.organisation)
        stations.append(Station(title, "now", _("By %(day)s", day=day(story.due_on)), late))
        return [
            *stations,
            Station(_("What they will do"), "ahead"),
            Station(_("Young people say if it is done"), "ahead"),
        ]
    why = " ".join(part for part in (story.because, f"({story.reason_label})" if story.reason_label else "") if part)
    stations.append(Station(story.answer_label or "", "done", day(story.answered_on), why))
    return [*stations, *_work(story.actions)]


def _board(story: AskStory, board: str, today: date) -> Station:
    if story.to_board_on is None:
        return Station(_("To the %(board)s", board=board), "ahead", "", _("No day is set yet."))
    if story.to_board_on > today:
        return Station(_("It goes to the %(board)s", board=board), "ahead", day(story.to_board_on))
    return Station(_("It went to the %(board)s", board=board), "done", day(story.to_board_on))


def _work(actions: Sequence[ActionLine]) -> list[Station]:
    if not actions:
        return []
    states = Counter(line.state for line in actions)
    settled, claimed = sum(states[state] for state in rules.SETTLED), states[ActionState.CLAIMED]
    disputed = states[ActionState.DISPUTED] > 0
    working = settled + claimed < len(actions) and not disputed
    number = ngettext("%(num)s action", "%(num)s actions", len(actions))
    stations = [Station(_("Work on it"), "now" if working else "done", "", number, href="#actions")]
    if claimed:
        stations.append(Station(_("They say it is done"), "done"))
    if disputed:
        return [*stations, Station(_("Young people say not yet"), "now")]
    if settled == len(actions):
        return [*stations, Station(_ends()[rules.standing([line.state for line in actions])], "done")]
    return [*stations, Station(_("Young people say if it is done"), "ahead" if working else "now")]


def _ends() -> dict[rules.Standing, str]:
    """What to call the end of actions that are all settled."""
    return {
        rules.Standing.AGREED: _("Young people agree it is done"),
        rules.Standing.SOME: _("Young people agree to a part of it; the rest was stopped"),
        rules.Standing.STOPPED: _("It was stopped"),
    }


def of_action(action: Action) -> list[Station]:
    """What happened to an action, oldest first, and what comes next."""
    stations = [Station(_("Planned"), "done", _("Starts %(day)s", day=day(action.starts_on)))]
    moments: list[tuple[datetime, Station]] = [
        (line.at, Station(str(labels.STEPS[line.step]), "done", _when(line.at), line.text or None))
        for line in action.notes
    ]
    moments += _verdicts(action)
    stations += [station for at, station in sorted(moments, key=lambda pair: pair[0])]
    return [*stations, *_next(action)]


def _verdicts(action: Action) -> list[tuple[datetime, Station]]:
    """One station for each round somebody answered in."""
    found = []
    for number in sorted({one.round for one in action.says}):
        says = [one for one in action.says if one.round == number]
        verdict = rules.verdict_of([rules.Said(one.account_id, one.round, one.say) for one in says], number)
        title = _("Young people began to answer") if verdict is ActionState.CLAIMED else str(labels.STATES[verdict])
        last = max(one.at for one in says)
        found.append((last, Station(title, "done", _when(last), _tally(says))))
    return found


def _tally(says: Sequence[ChampionSay]) -> str:
    parts = [(label, sum(one.say is say for one in says)) for say, label in labels.SAYS.items()]
    return " · ".join(f"{label}: {number}" for label, number in parts if number)


def _next(action: Action) -> list[Station]:
    when, late = _due(action)
    if action.state in (ActionState.PLANNED, ActionState.UNDER_WAY):
        return [
            Station(_("Done"), "now" if late else "ahead", when, late),
            Station(_("Young people say if it is done"), "ahead"),
        ]
    if action.state is ActionState.STUCK:
        return [
            Station(_("Stuck: waiting for %(whom)s", whom=action.stuck_on), "now", when if late else "", late),
            Station(_("Moving again"), "ahead", "" if late else when),
            Station(_("Young people say if it is done"), "ahead"),
        ]
    if action.state is ActionState.CLAIMED:
        return [Station(_("Young people say if it is done"), "now")]
    if action.state in (ActionState.DISPUTED, ActionState.PARTLY):
        return [Station(_("Done so that young people agree"), "now", when, late)]
    return []


def _due(action: Action) -> tuple[str, str | None]:
    """By when it is owed, or was, and how late it is, if it is."""
    today = clock.today()
    if rules.is_late(action.due_on, action.state, today):
        return _("Was due %(day)s", day=day(action.due_on)), labels.late(action.due_on, today)
    return _("By %(day)s", day=day(action.due_on)), None


def voices(action: Action, *, named: bool) -> list[Voice]:
    """This round's answers; names only for those on young people's side, so that no adult can lean on a no."""
    return [
        Voice(str(labels.SAYS[one.say]), _SAY_KINDS[one.say], one.because, one.account.name if named else None)
        for one in action.says
        if one.round == action.round
    ]


def _when(moment: datetime) -> str:
    return day(clock.day_of(moment))
