"""A life line as stations of the thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _

from portal.board.models import ActionState
from portal.contributions.models import Matter, Purpose
from portal.core.i18n import day
from portal.core.thread import Station
from portal.feedback.stations import of_story
from portal.free_views.stations import of_unasked
from portal.lifeline.queries import AskedFor, HeardTheme, LifeLine
from portal.meetings.decided import Dealt
from portal.partnership.site import site
from portal.safety.models import ConcernState
from portal.unmasking.stations import of_unmasking

#: What others may have said too; nobody looks for others beside good news and thanks before there are any.
_LOOKED_FOR = frozenset({Matter.ANSWERS, Matter.IDEA, Matter.PROBLEM})


#: Fewer steps than this are not worth a tap to see them.
_FOLDED_LEAST = 2


@dataclass(frozen=True)
class Run:
    """Steps of a thread that follow each other: in sight, or behind one tap."""

    steps: list[Station]
    folded: bool = False


def fold(stations: Sequence[Station], *, over: bool = False) -> list[Run]:
    """The steps in runs, in order and all of them: what is done steps back, up to its last step.

    What is going on, what is still to come and what `stays` are in sight, whatever was done after it. With `over` the
    last step that is done steps back as well: more follows below.
    """
    done = next((place for place, one in enumerate(stations) if one.state != "done"), len(stations))
    past = done if over else done - 1
    steps = [(place < past and not one.stays, one) for place, one in enumerate(stations)]
    runs = [Run([one for _back, one in run], back) for back, run in groupby(steps, key=lambda step: step[0])]
    return _joined(Run(run.steps, run.folded and len(run.steps) >= _FOLDED_LEAST) for run in runs)


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbours in sight as one run: one line is drawn through them."""
    return [
        Run([step for run in together for step in run.steps], folded)
        for folded, together in groupby(runs, key=lambda run: run.folded)
    ]


def first_runs(life: LifeLine) -> list[Run]:
    """How it began: folded once all of it is done and asks came of it, except what `stays`."""
    first = first_stations(life)
    is_over = bool(life.asks.rows) and all(one.state == "done" for one in first)
    return fold(first, over=True) if is_over else [Run(first)]


def in_turn(asks: Sequence[AskedFor]) -> list[AskedFor]:
    """Asks where something can be said now first, else in their order."""
    return sorted(asks, key=lambda asked: not _waits(asked))


#: What of several actions is said of an ask in one line: the first of these that any is in.
_MOST_TELLING = (
    ActionState.STUCK,
    ActionState.DISPUTED,
    ActionState.PARTLY,
    ActionState.CLAIMED,
    ActionState.UNDER_WAY,
    ActionState.PLANNED,
    ActionState.AGREED,
    ActionState.STOPPED,
)


def in_short(asked: AskedFor) -> str:
    """`NHS said: partly · Stuck · You can rate it`: where an ask stands, for a line that folds it away."""
    story = asked.story
    if story.answer is None:
        waits = _("%(organisation)s has to answer", organisation=story.organisation)
        return f"{waits} · {_('Late')}" if story.late else waits
    parts = [str(story.answer_label)]
    if story.actions:
        parts.append(min(story.actions, key=lambda line: _MOST_TELLING.index(line.state)).state_label)
    if any(line.late for line in story.actions):
        parts.append(_("Late"))
    if asked.rated is None:
        parts.append(_("You can rate it"))
    return " · ".join(parts)


def _waits(asked: AskedFor) -> bool:
    return asked.wants_say and not asked.mine


def first_stations(life: LifeLine) -> list[Station]:
    """Sent, read, and others said it too: what happens to every view."""
    sent = Station(_("You sent it"), "done", when=_("Week of %(date)s", date=day(life.contribution.received_week)))
    found = [sent, _read(life)]
    if life.contribution.matter is Matter.NOT_SAFE or life.concern:
        found.append(_kept_safe(life))
    if life.passed_on:
        found.append(Station(_("We passed it on to your worker"), "done", when=day(life.passed_on)))
    elif Purpose.WORKER in life.shared:
        found.append(Station(_("We pass it on to your worker"), "ahead"))
    found += of_unmasking(life.contribution)
    found += of_unasked(life.contribution)
    if life.themes:
        found.append(_heard(life.themes))
    elif life.contribution.matter in _LOOKED_FOR:
        found.append(Station(_("We look for others who said it too"), "ahead"))
    return found


def ask_stations(asked: AskedFor) -> list[Station]:
    """From the board to the answer, then their own say; a meeting before the answer stands before it."""
    turn = "done" if asked.mine else "now"
    own = Station(_("Has it really changed for you?"), turn, ask_id=asked.story.id)
    told = [
        (one.published_on, Station(_("We told everyone"), "done", detail=one.answer, when=day(one.published_on)))
        for one in asked.told
    ]
    answered = asked.story.answered_on
    before = [_dealt_with(one) for one in asked.dealt if answered is None or one.on <= answered]
    after = [(one.on, _dealt_with(one)) for one in asked.dealt if answered is not None and one.on > answered]
    to_board, *rest = of_story(asked.story, [*after, *told])
    return [to_board, *before, *rest, *([own] if asked.wants_say else [])]


def _dealt_with(dealt: Dealt) -> Station:
    title = _("The %(board)s talked about it at its meeting", board=site().board_name)
    decided = " ".join(_("Decided: %(what)s", what=one.what) for one in dealt.decisions)
    return Station(title, "done", detail=decided or _("Nothing was decided that day."), when=day(dealt.on))


def _read(life: LifeLine) -> Station:
    read_on = life.contribution.first_read_on
    if read_on:
        return Station(_("A person read it"), "done", when=day(read_on))
    due = _("Someone reads it and answers by %(date)s", date=day(life.contribution.reply_due_on))
    if life.contribution.matter is Matter.NOT_SAFE:
        due = _("It is first in line. If you need help now, use the numbers on this page.")
    return Station(_("A person reads it"), "now", detail=due)


def _kept_safe(life: LifeLine) -> Station:
    if life.concern in (ConcernState.HANDED_OVER, ConcernState.CLOSED):
        return Station(_("Passed on to people whose job is to keep you safe"), "done", stays=True)
    if life.concern is ConcernState.SEEN:
        return Station(_("Someone whose job is to keep you safe is on it"), "now")
    return Station(_("It goes to people whose job is to keep you safe"), "ahead")


def _heard(themes: Sequence[HeardTheme]) -> Station:
    """One stop for all themes: what each is called, and how many said it, as far as that may be shown."""
    counted = any(heard.released and heard.released.figure.shown for heard in themes)
    title = _("Others said it too") if counted else _("It is part of something bigger")
    return Station(title, "done", detail=" ".join(_how_many(heard) for heard in themes))


def _how_many(heard: HeardTheme) -> str:
    word = heard.theme.young_word
    if heard.released is None:
        return str(_("“%(theme)s”: how many said it is counted when everybody has answered.", theme=word))
    if heard.released.figure.shown is None:
        return str(_("“%(theme)s”: too few to show a number without pointing at somebody.", theme=word))
    return str(_("“%(theme)s”: about %(count)s people.", theme=word, count=heard.released.figure.shown))
