"""What stands for a code under a promise, and how far what officers say lies from what young people say. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.board.models import ActionState
from portal.disclosure.figures import End, Figure, Showing
from portal.disclosure.thresholds import PERCENT_BASE
from portal.entitlements.models import Got
from portal.measures.rules import Light

#: What answers are called in figures that never change: in English, as everything that is frozen.
FROZEN = {Got.YES: "Got it", Got.PARTLY: "Partly", Got.NO: "No", Got.UNKNOWN: "Never heard of it"}


class Officers(StrEnum):
    """How far officers say a promise has come: the least of its actions, or nothing where there are none."""

    NOTHING = "nothing"
    STUCK = "stuck"
    UNDER_WAY = "under_way"
    DONE = "done"
    AGREED = "agreed"


class Width(StrEnum):
    """How far apart the readings lie."""

    UNHEARD = "unheard"
    NONE = "none"
    SOME = "some"
    WIDE = "wide"


@dataclass(frozen=True)
class Reached:
    """Shares of the codes that answered, 0 to 100, from a signed release: got it, and got it at least in part."""

    wholly: int
    at_least_partly: int


@dataclass(frozen=True)
class Gap:
    """How wide, and a number of percentage points to put the widest first; 0 where there is none or nobody is heard."""

    width: Width
    points: int


#: What officers' words claim that young people have, in per cent of those who answered: stated on the page.
CLAIMS = {
    Officers.NOTHING: 0,
    Officers.STUCK: 0,
    Officers.UNDER_WAY: 50,
    Officers.DONE: 100,
    Officers.AGREED: 100,
}
#: A measure claims something too, wherever officers are silent or claim less.
LIGHTS = {Light.GREEN: 100, Light.AMBER: 50, Light.RED: 0}
WIDE_FROM = 50
SOME_FROM = 20


def gap(officers: Officers, light: Light | None, reached: Reached | None) -> Gap:
    """The larger claim, of officers and measure, less the share of codes it reached; a part of it counts half.

    Never below 0: where young people have more than was claimed there is no gap. Without a share nobody was heard.
    """
    if reached is None:
        return Gap(Width.UNHEARD, 0)
    claimed = max(CLAIMS[officers], LIGHTS[light] if light else 0)
    felt = (reached.wholly + reached.at_least_partly) // 2
    points = max(0, claimed - felt)
    if points >= WIDE_FROM:
        return Gap(Width.WIDE, points)
    return Gap(Width.SOME if points >= SOME_FROM else Width.NONE, points)


#: The least of these states, from the left, is how far a promise is.
_ORDER = (Officers.STUCK, Officers.UNDER_WAY, Officers.DONE, Officers.AGREED)
_STATES = {
    ActionState.STUCK: Officers.STUCK,
    ActionState.CLAIMED: Officers.DONE,
    ActionState.DISPUTED: Officers.DONE,
    ActionState.PARTLY: Officers.DONE,
    ActionState.AGREED: Officers.AGREED,
}


def officers_say(states: Collection[ActionState]) -> Officers:
    """How far officers say a promise is: as far as the least of its actions; what was stopped does not count.

    Not the word for how things stand (`board.rules.standing`), which also says what young people make of a claim: a
    gap is measured from what officers say, and never as if they had said more.
    """
    said = {_STATES.get(state, Officers.UNDER_WAY) for state in states if state is not ActionState.STOPPED}
    return min(said, key=_ORDER.index, default=Officers.NOTHING)


def reached(figures: Mapping[tuple[str, ...], Figure], base: Figure) -> Reached | None:
    """Shares of codes from a signed table; None where too few answered, or where a figure that matters says nothing.

    Where a count is only known to be small, the most it can be is taken: a gap is never larger than figures prove.
    """
    wholly, partly = (_share(figures.get((FROZEN[got],)), base) for got in (Got.YES, Got.PARTLY))
    if wholly is None or partly is None:
        return None
    return Reached(wholly, min(100, wholly + partly))


def _share(figure: Figure | None, base: Figure) -> int | None:
    if figure is None or base.shown is None or base.low < PERCENT_BASE:
        return None
    if figure.showing is Showing.FEWER:
        return 100 * figure.high // base.low
    if figure.percent is None:
        return None
    if figure.percent is End.MOST:
        return 95
    return 5 if figure.percent is End.FEW else int(figure.percent)
