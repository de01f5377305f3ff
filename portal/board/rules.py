"""What may happen to an ask and an action, and who decides that something is done. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from portal.board.models import ActionState, AskAnswer, Rated, ReasonClass, Say, Step, Wording

#: How many young champions have to say it before anything counts as agreed.
ENOUGH = 2

#: A slip of the finger may be put right this long, by the same person; after that an answer stands.
CORRECTION_TIME = timedelta(minutes=30)

#: How long a post has to answer what champions ask themselves, until an officer sets another day.
ANSWER_DAYS = 28

#: The shortest excerpt that still says something (letters).
SHORTEST_QUOTE = 8

#: What the organisation itself may do, from each state. No way leads from here to agreed.
STEPS: Mapping[ActionState, frozenset[Step]] = MappingProxyType(
    {
        ActionState.PLANNED: frozenset({Step.NOTE, Step.STARTED, Step.STUCK, Step.CLAIMED, Step.STOPPED}),
        ActionState.UNDER_WAY: frozenset({Step.NOTE, Step.STUCK, Step.CLAIMED, Step.STOPPED}),
        ActionState.STUCK: frozenset({Step.NOTE, Step.STARTED, Step.CLAIMED, Step.STOPPED}),
        ActionState.CLAIMED: frozenset({Step.NOTE}),
        ActionState.DISPUTED: frozenset({Step.NOTE, Step.CLAIMED, Step.STOPPED}),
        ActionState.PARTLY: frozenset({Step.NOTE, Step.CLAIMED, Step.STOPPED}),
        ActionState.AGREED: frozenset({Step.NOTE}),
        ActionState.STOPPED: frozenset(),
    }
)

#: Where a step leads; a note leads nowhere.
LEADS_TO: Mapping[Step, ActionState] = MappingProxyType(
    {
        Step.STARTED: ActionState.UNDER_WAY,
        Step.STUCK: ActionState.STUCK,
        Step.CLAIMED: ActionState.CLAIMED,
        Step.ASKED_AGAIN: ActionState.CLAIMED,
        Step.STOPPED: ActionState.STOPPED,
    }
)

#: Claimed at least once in this round, so young people may answer.
ASKED = frozenset({ActionState.CLAIMED, ActionState.DISPUTED, ActionState.PARTLY, ActionState.AGREED})
SETTLED = frozenset({ActionState.AGREED, ActionState.STOPPED})
OPEN = frozenset(ActionState) - SETTLED
#: Nothing is owed by a date any more: it is over, or it is young people's turn.
NEVER_LATE = SETTLED | {ActionState.CLAIMED}


class Standing(StrEnum):
    """How things stand with all the actions under one ask or promise, in one word."""

    NOTHING = "nothing"
    DISPUTED = "disputed"
    STUCK = "stuck"
    CLAIMED = "claimed"
    PARTLY = "partly"
    SOME = "some"
    UNDER_WAY = "under_way"
    PLANNED = "planned"
    AGREED = "agreed"
    STOPPED = "stopped"


#: Of several actions, the state that says most about them all comes first.
TELLING = (
    ActionState.DISPUTED,
    ActionState.STUCK,
    ActionState.CLAIMED,
    ActionState.PARTLY,
    ActionState.UNDER_WAY,
    ActionState.PLANNED,
    ActionState.AGREED,
    ActionState.STOPPED,
)
#: What somebody has to do something about outweighs that a part is done.
_PRESSING = frozenset(TELLING[:4])


def standing(states: Collection[ActionState]) -> Standing:
    """The word for the states of all actions under one thing: agreed only where young people agree to all of them.

    What is disputed outweighs what is stuck, that what is claimed, and that what is agreed in part; where nothing of
    this is so, and young people agree to some of the actions but not to all, some of it is done.
    """
    if not states:
        return Standing.NOTHING
    telling = min(states, key=TELLING.index)
    if telling not in _PRESSING and ActionState.AGREED in states and set(states) != {ActionState.AGREED}:
        return Standing.SOME
    return Standing(telling.value)


#: What a second person looks for before anybody's words go to the board. All of it, every time.
CHECKLIST = ("names", "school", "place", "dates", "family", "rare", "carer", "meaning")


@dataclass(frozen=True)
class Said:
    """One champion's answer in one round."""

    account_id: UUID
    round: int
    say: Say


@dataclass(frozen=True)
class Claim:
    """Who stands behind a claim: everybody who ever made it, the bodies they work for, and the body that owes it."""

    people: frozenset[UUID]
    organisations: frozenset[UUID]


def verdict_of(says: Iterable[Said], round_: int) -> ActionState:
    """What the champions' answers in a round make of a claim. One "not yet" disputes it; silence never agrees."""
    answers = {said.account_id: said.say for said in says if said.round == round_}
    if Say.NOT_YET in answers.values():
        return ActionState.DISPUTED
    if len(answers) < ENOUGH:
        return ActionState.CLAIMED
    if all(say is Say.YES for say in answers.values()):
        return ActionState.AGREED
    return ActionState.PARTLY


#: Of five champions, four and one, the one would know what each of the others said; of six, two might be of one mind.
FEWEST_RATERS = 6
#: So many more make it "most".
LEAD = 2


class Leaning(StrEnum):
    """What champions make of answers, in a word: they know one another, and no number is shown."""

    REAL = "real"
    WAFFLE = "waffle"
    DIVIDED = "divided"


def leaning(counts: Mapping[Rated, int], raters: int) -> Leaning | None:
    """What most champions say; None where fewer than six did, nobody among them.

    `counts` are champions who said each at least once, of `raters` different ones.
    """
    if raters < FEWEST_RATERS:
        return None
    more = counts.get(Rated.WAFFLE, 0) - counts.get(Rated.REAL, 0)
    if abs(more) < LEAD:
        return Leaning.DIVIDED
    return Leaning.WAFFLE if more > 0 else Leaning.REAL


def may_step(state: ActionState, step: Step) -> bool:
    """Whether the organisation may take this step now."""
    return step in STEPS[state]


def may_ask_again(state: ActionState) -> bool:
    """Whether code holders' "not yet" puts the question to the champions again; a dispute already stands."""
    return state in ASKED and state is not ActionState.DISPUTED


def is_independent(account_id: UUID, organisation_id: UUID, claim: Claim) -> bool:
    """Whether somebody neither claimed it nor belongs to a body that did: no claimant chooses who agrees."""
    return account_id not in claim.people and organisation_id not in claim.organisations


def may_say(
    state: ActionState,
    *,
    account_id: UUID,
    organisation_id: UUID,
    claim: Claim,
    said_at: datetime | None,
    now: datetime,
) -> bool:
    """Whether an active champion may answer: nobody on the claiming side; once a round, bar a quick correction."""
    if state not in ASKED or not is_independent(account_id, organisation_id, claim):
        return False
    return said_at is None or may_correct(said_at, now)


def may_correct(given_at: datetime, now: datetime) -> bool:
    """Whether an answer just given may still be put right."""
    return timedelta(0) <= now - given_at <= CORRECTION_TIME


def is_late(due_on: date, state: ActionState, today: date) -> bool:
    """Whether a day has passed by which this was promised; a claim is not late, it waits for young people."""
    return state not in NEVER_LATE and due_on < today


def days_late(due_on: date, today: date) -> int:
    """Whole days since the due date, never below none."""
    return max(0, (today - due_on).days)


def may_confirm(wording: Wording, *, confirmed: bool, account_id: UUID, organisation_id: UUID, typed: Claim) -> bool:
    """Whether a champion may still say if these are young people's words: nobody of the side that typed or owes it."""
    return wording is Wording.WRITTEN and not confirmed and is_independent(account_id, organisation_id, typed)


def answer_is_whole(answer: AskAnswer, because: str, reason: ReasonClass | None) -> bool:
    """Every answer says why in words; anything but yes also says which kind of reason."""
    return bool(because.strip()) and (answer is AskAnswer.YES or reason is not None)


#: How many words in a row make a turn of phrase, and which share of them repeated makes an answer an echo.
PHRASE, ECHO = 4, 0.6


def phrases(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of `PHRASE` words, in small letters and without marks; the whole text where it is shorter."""
    words = re.findall(r"[^\W_]+", text.lower())
    runs = zip(*(words[at:] for at in range(PHRASE)), strict=False)
    return frozenset(runs) or frozenset({tuple(words)} if words else ())


def echoes(answer: str, earlier: str) -> bool:
    """Whether most of an answer was said in an earlier one, by the share of its phrases that stand there too."""
    own = phrases(answer)
    return bool(own) and len(own & phrases(earlier)) / len(own) >= ECHO


def may_ask_once_more(answer: AskAnswer | None, *, asked: bool) -> bool:
    """Whether a champion may ask again: after a no or a partly, and once for each answer."""
    return answer in (AskAnswer.NO, AskAnswer.PARTLY) and not asked


def is_excerpt(excerpt: str, passage: str) -> bool:
    """Whether an excerpt stands in the passage letter for letter, and begins and ends where words do."""
    if len(excerpt) < SHORTEST_QUOTE or excerpt != excerpt.strip():
        return False
    at = passage.find(excerpt)
    while at >= 0:
        before, after = passage[at - 1 : at], passage[at + len(excerpt) : at + len(excerpt) + 1]
        cuts_front = before.isalnum() and excerpt[0].isalnum()
        cuts_back = after.isalnum() and excerpt[-1].isalnum()
        if not (cuts_front or cuts_back):
            return True
        at = passage.find(excerpt, at + 1)
    return False


def is_checked(ticked: Collection[str]) -> bool:
    """Whether the second person went through the whole list."""
    return set(CHECKLIST) <= set(ticked)
