"""Piles, how far each paper is, and what one person typed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.consultations import queries as consultations
from portal.consultations import rules as consultation_rules
from portal.consultations.questionnaire import Edition, Questionnaire
from portal.core import clock, crypto, db
from portal.core.errors import NotFound
from portal.paper.models import MOST_PAPERS, DonePaper, Pile, Typing
from portal.paper.rules import Paper


class Stage(StrEnum):
    """How far one paper is."""

    ONCE = "once"
    DIFFERS = "differs"
    DONE = "done"


@dataclass(frozen=True)
class PaperLine:
    """One paper in the list of its pile."""

    number: int
    stage: Stage
    by: tuple[str, ...]
    is_mine: bool


@dataclass(frozen=True)
class PileLine:
    """One pile in the list of piles."""

    pile: Pile
    waiting: int
    done: int


def get_pile(pile_id: UUID) -> Pile:
    """One pile, or NotFound."""
    return db.get(Pile, pile_id)


def piles() -> list[PileLine]:
    """Every pile, the newest first."""
    typed = select(Typing.pile_id, func.count(func.distinct(Typing.number))).group_by(Typing.pile_id)
    waiting = {row[0]: row[1] for row in db.session.execute(typed)}
    finished = select(DonePaper.pile_id, func.count()).group_by(DonePaper.pile_id)
    done = {row[0]: row[1] for row in db.session.execute(finished)}
    query = select(Pile).options(joinedload(Pile.consultation), joinedload(Pile.begun_by))
    rows = db.session.scalars(query.order_by(Pile.came_week.desc(), Pile.id))
    return [PileLine(row, waiting.get(row.id, 0), done.get(row.id, 0)) for row in rows]


def asked_of(pile: Pile) -> tuple[Questionnaire, Edition]:
    """What the papers of a pile ask."""
    asked = consultations.get_consultation(pile.consultation_id)
    edition = asked.edition(pile.edition_id)
    if edition is None:
        raise NotFound
    return asked, edition


def takes_papers(asked: Questionnaire) -> bool:
    """Whether papers of it can still be typed: as long as somebody who began may finish."""
    return consultation_rules.may_finish(asked.opens_at, asked.closes_at, clock.now())


def lines(pile: Pile, account: Account) -> list[PaperLine]:
    """The papers somebody has touched, in order."""
    query = select(Typing).where(Typing.pile_id == pile.id).options(joinedload(Typing.by))
    typed: dict[int, list[Typing]] = {}
    for one in db.session.scalars(query.order_by(Typing.number, Typing.turn)):
        typed.setdefault(one.number, []).append(one)
    finished = select(DonePaper.number).where(DonePaper.pile_id == pile.id)
    found = [PaperLine(number, Stage.DONE, (), is_mine=False) for number in db.session.scalars(finished)]
    for number, both in typed.items():
        stage = Stage.DIFFERS if len(both) > 1 else Stage.ONCE
        mine = any(one.by_id == account.id for one in both)
        found.append(PaperLine(number, stage, tuple(one.by.name for one in both), mine))
    return sorted(found, key=lambda one: one.number)


def typings(pile: Pile, number: int) -> Sequence[Typing]:
    """What was typed of one paper, the first turn first."""
    query = select(Typing).where(Typing.pile_id == pile.id, Typing.number == number)
    return db.session.scalars(query.options(joinedload(Typing.by)).order_by(Typing.turn)).all()


def was_typed(pile: Pile, number: int, paper: Paper, account: Account) -> bool:
    """Whether this account typed just this of a paper already."""
    return any(one.by_id == account.id and paper_of(one) == paper for one in typings(pile, number))


def is_done(pile: Pile, number: int) -> bool:
    """Whether a paper was settled."""
    return db.session.get(DonePaper, (pile.id, number)) is not None


def next_number(pile: Pile, account: Account) -> int | None:
    """The paper this person types next: one typed once by somebody else, or the first nobody has touched."""
    touched = lines(pile, account)
    second = next((one.number for one in touched if one.stage is Stage.ONCE and not one.is_mine), None)
    if second is not None:
        return second
    used = {one.number for one in touched}
    return next((number for number in range(1, MOST_PAPERS + 1) if number not in used), None)


def paper_of(typing: Typing) -> Paper:
    """What was typed, opened."""
    state = json.loads(crypto.unseal(typing, "state"))
    return Paper(
        answers=state["answers"],
        unreadable=frozenset(state["unreadable"]),
        purposes=frozenset(state["purposes"]),
        wants_code=state["wants_code"],
        not_safe=state.get("not_safe", False),
    )


def key_of(typing: Typing) -> str:
    """The key of the one submission this paper becomes."""
    return str(json.loads(crypto.unseal(typing, "state"))["key"])
