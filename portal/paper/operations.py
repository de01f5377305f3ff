"""Beginning a pile, typing a paper, settling what two typed differently, and forgetting what nobody finished."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.consultations import operations as consultations
from portal.consultations.questionnaire import Questionnaire
from portal.contributions import codes
from portal.contributions.models import Matter, Purpose, Route, Whereabouts
from portal.contributions.operations import Incoming, Received
from portal.core import clock, crypto, db
from portal.core.errors import NotFound, RuleError
from portal.paper import queries, rules
from portal.paper.models import MOST_PAPERS, DonePaper, Pile, Typing
from portal.paper.rules import Paper
from portal.safety import operations as safety
from portal.safety.operations import Report

#: What was typed once, or is not settled, is kept so long; the paper is still there to type again.
KEPT = timedelta(days=30)


def begin_pile(asked: Questionnaire, edition_id: UUID, *, place: Whereabouts, came_on: date, by: Account) -> Pile:
    """Papers of one edition that came together."""
    if asked.edition(edition_id) is None:
        raise NotFound
    if not queries.takes_papers(asked):
        raise RuleError("It is closed. Papers have to be typed while it is open.")
    row = Pile(
        consultation_id=asked.id,
        edition_id=edition_id,
        place=place,
        came_week=clock.week_of(came_on),
        begun_by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("paper.pile_begun", by=by.id, subject=("paper_pile", row.id))
    return row


def type_in(pile: Pile, number: int, paper: Paper, *, by: Account) -> Received | None:
    """Keep what somebody typed of a paper; the second person who types the same makes it a view, once.

    None while it waits for a second person, or for the two to settle where they differ. A tick at "I am not safe" goes
    to safeguarding at once, whoever types next.
    """
    _hold(pile, number)
    before = queries.typings(pile, number)
    if queries.is_done(pile, number) or len(before) > 1:
        raise RuleError("Two people have typed this paper already.")
    if any(one.by_id == by.id for one in before):
        raise RuleError("You typed this paper. Somebody else types it the second time.")
    key = queries.key_of(before[0]) if before else codes.new_submission_key()
    row = Typing(pile_id=pile.id, number=number, turn=len(before) + 1, by_id=by.id, typed_on=clock.today())
    crypto.seal(row, "state", _state(paper, key))
    db.session.add(row)
    db.session.flush()
    audit.record("paper.typed", by=by.id, subject=("paper_pile", pile.id), facts={"number": number, "turn": row.turn})
    first = queries.paper_of(before[0]) if before else None
    if paper.not_safe:
        _warn(pile, number, before)
    if first and rules.agree(first, paper):
        return _make_view(pile, number, paper, key, by=by)
    return None


def warn(pile: Pile, number: int, *, by: Account) -> None:
    """A paper says “I am not safe”: safeguarding has it at once, even where the rest cannot be kept yet."""
    _hold(pile, number)
    _warn(pile, number, queries.typings(pile, number))
    audit.record("paper.warned", by=by.id, subject=("paper_pile", pile.id), facts={"number": number})


def settle(pile: Pile, number: int, chosen: Mapping[str, int], *, by: Account) -> Received:
    """With the paper in hand, one of the two says for each difference who is right: 1, 2, or 0 for neither.

    Ticks count only where both saw them: nobody's yes is guessed.
    """
    _hold(pile, number)
    both = queries.typings(pile, number)
    if len(both) < 2:
        raise RuleError("There is nothing to settle here any more.")
    first, second = (queries.paper_of(one) for one in both)
    if by.id not in {one.by_id for one in both}:
        raise NotFound
    answers = {key: value for key, value in first.answers.items() if second.answers.get(key) is not None}
    for one in rules.differences(first, second):
        right = {1: one.first, 2: one.second}.get(chosen.get(one.key, -1))
        if one.key not in chosen:
            raise RuleError("Say for each difference what the paper says.")
        answers.pop(one.key, None)
        if right is not None:
            answers[one.key] = right
    whole = Paper(answers, purposes=first.purposes & second.purposes, wants_code=first.wants_code and second.wants_code)
    return _make_view(pile, number, whole, queries.key_of(both[0]), by=by)


def put_aside(pile: Pile, number: int, *, by: Account) -> None:
    """Throw away what one typed oneself; what the other person typed stays, and counts as the first typing now."""
    _hold(pile, number)
    typed = {one.by_id: one for one in queries.typings(pile, number)}
    mine = typed.pop(by.id, None)
    if mine is None:
        raise NotFound
    db.session.delete(mine)
    db.session.flush()
    for left in typed.values():
        left.turn = 1
    db.session.flush()
    audit.record("paper.put_aside", by=by.id, subject=("paper_pile", pile.id), facts={"number": number})


def forget_unfinished() -> int:
    """Erase what was typed and never settled; returns how many typings."""
    old = select(Typing.id).where(Typing.typed_on < clock.today() - KEPT)
    ids = db.session.scalars(old).all()
    db.session.execute(delete(Typing).where(Typing.id.in_(ids)))
    return len(ids)


def _make_view(pile: Pile, number: int, paper: Paper, key: str, *, by: Account) -> Received:
    asked, edition = queries.asked_of(pile)
    if not queries.takes_papers(asked):
        raise RuleError("It is closed. Papers have to be typed while it is open.")
    incoming = Incoming(
        key=key,
        matter=Matter.ANSWERS,
        locale="en",
        sharing=[purpose for purpose in Purpose if purpose.value in paper.purposes],
        route=Route.PAPER,
    )
    received = consultations.submit(asked, paper.answers, incoming=incoming, edition=edition)
    db.session.add(DonePaper(pile_id=pile.id, number=number, dropped=rules.dropped(edition, paper.answers)))
    db.session.execute(delete(Typing).where(Typing.pile_id == pile.id, Typing.number == number))
    db.session.flush()
    audit.record("paper.done", by=by.id, subject=("paper_pile", pile.id), facts={"number": number})
    return received


def _warn(pile: Pile, number: int, typed: Sequence[Typing]) -> None:
    """One concern for a paper, however often its page is sent; it waits again where it had been dealt with before."""
    if any(queries.paper_of(one).not_safe for one in typed):
        return
    asked, _ = queries.asked_of(pile)
    told = f"Paper number {number} of a pile ({pile.place.value}, week of {pile.came_week}): “I am not safe” is ticked."
    key = hmac.digest(crypto.keys().derive("paper-not-safe"), f"{pile.id}|{number}".encode(), hashlib.sha256).hex()
    received = safety.report(Report(key=key, locale="en", asked=f"On paper: {asked.title}", words=told))
    if not received.first:
        safety.heard_again(received.contribution)


def _state(paper: Paper, key: str) -> str:
    return json.dumps(
        {
            "key": key,
            "answers": dict(paper.answers),
            "unreadable": sorted(paper.unreadable),
            "purposes": sorted(paper.purposes),
            "wants_code": paper.wants_code,
            "not_safe": paper.not_safe,
        }
    )


def _hold(pile: Pile, number: int) -> None:
    """One at a time on a pile, so that a paper is settled once."""
    if not 1 <= number <= MOST_PAPERS:
        raise NotFound
    db.hold(pile)
