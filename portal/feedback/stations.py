"""The thread from an ask to young people's verdict, as stations: the same words on the public page and a life line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _

from portal.board.models import ActionState
from portal.board.stories import ActionLine, AskStory
from portal.core import clock
from portal.core.i18n import day
from portal.core.thread import Station
from portal.partnership.site import site

_SAID = (ActionState.AGREED, ActionState.PARTLY, ActionState.DISPUTED)


_Dated = tuple[date | None, Station]


def of_story(story: AskStory, told: Iterable[_Dated] = ()) -> list[Station]:
    """From the board to the champions' say: what is done by its day, `told` among it, then what is still open."""
    after = [*(dated for line in story.actions for dated in _action(line, story)), *told]
    done = [dated for dated in after if dated[1].state == "done"]
    done.sort(key=lambda dated: dated[0] or date.max)
    still_open = [station for _on, station in after if station.state != "done"]
    return [_to_board(story), _answer(story), *(station for _on, station in done), *still_open]


def _to_board(story: AskStory) -> Station:
    gone = story.to_board_on is not None and story.to_board_on <= clock.today()
    if gone or story.answer:
        return Station(_("It went to the %(board)s", board=site().board_name), "done", when=day(story.to_board_on))
    when = day(story.to_board_on) if story.to_board_on else ""
    return Station(_("It goes to the %(board)s", board=site().board_name), "now", when=when)


def _answer(story: AskStory) -> Station:
    if story.answer is None:
        title = _("%(organisation)s has to answer", organisation=story.organisation)
        late = _("This is late. It should have come by %(date)s.", date=day(story.due_on))
        due = _("%(post)s, by %(date)s", post=story.post, date=day(story.due_on))
        waiting = "now" if story.to_board_on and story.to_board_on <= clock.today() else "ahead"
        return Station(title, waiting, detail=late if story.late else due)
    because = " ".join(part for part in (story.because, _reason(story)) if part)
    when = f"{story.post}, {day(story.answered_on)}"
    return Station(str(story.answer_label), "done", detail=because, when=when, stays=True)


def _reason(story: AskStory) -> str:
    return _("Why: %(reason)s.", reason=story.reason_label) if story.reason_label else ""


def _action(line: ActionLine, story: AskStory) -> list[_Dated]:
    if line.state is ActionState.STOPPED:
        stopped = Station(_("They stopped this"), "done", detail=line.title, when=day(line.settled_on))
        return [(line.settled_on, stopped)]
    promised = _("They promised to: %(title)s", title=line.title)
    if line.claim is None:
        late = _("Late: it should have been done by %(date)s", date=day(line.due_on))
        due = _("Should be done by %(date)s", date=day(line.due_on))
        return [(None, Station(promised, "now", detail=f"{line.state_label}. {late if line.late else due}"))]
    said = _("%(organisation)s says it is done: %(claim)s", organisation=line.organisation, claim=line.claim)
    claimed = Station(promised, "done", detail=said, when=day(line.claimed_on))
    about = line.title if len(story.actions) > 1 else None
    return [(line.claimed_on, claimed), (line.settled_on, _say(line, about))]


def _say(line: ActionLine, about: str | None) -> Station:
    if line.state in _SAID:
        titles = {
            ActionState.AGREED: _("Young people agree it is done"),
            ActionState.PARTLY: _("Young people say it is partly done"),
            ActionState.DISPUTED: _("Young people say it is not done yet"),
        }
        state = "done" if line.state is ActionState.AGREED else "now"
        return Station(titles[line.state], state, when=day(line.settled_on), detail=about)
    return Station(_("Young people on the board decide if it is really done"), "now", detail=about)
