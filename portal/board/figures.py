"""How each partner answers: how long it takes, how often it is a no with a reason, and what young people agree to.

Counts of what organisations did need no protecting; of what champions made of it, only what `rules.leaning` says
is kept. Headlines count what is agreed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median_low
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from portal.board import queries, rules
from portal.board.models import Action, ActionState, Ask, AskAnswer, Rated, ReplyRating
from portal.board.rules import Leaning
from portal.core import clock, db
from portal.partnership import queries as partnership


@dataclass
class Answering:
    """One partner, or all of them together. Days are whole days from asking to the answer."""

    name: str
    id: UUID | None = None
    answers: dict[AskAnswer, int] = field(default_factory=lambda: dict.fromkeys(AskAnswer, 0))
    waiting: int = 0
    late: int = 0
    days: list[int] = field(default_factory=list)
    echoes: int = 0
    agreed: int = 0
    disputed: int = 0
    claimed: int = 0
    leaning: Leaning | None = None

    @property
    def answered(self) -> int:
        """How many asks it answered."""
        return sum(self.answers.values())

    @property
    def usual_days(self) -> int | None:
        """Half of its answers came within so many days."""
        return median_low(self.days) if self.days else None

    @property
    def within(self) -> tuple[int, int] | None:
        """The shortest and the longest time to an answer, in days."""
        return (min(self.days), max(self.days)) if self.days else None

    @property
    def asked_about(self) -> int:
        """Actions that were claimed done and that young people have answered, or still have to."""
        return self.agreed + self.disputed + self.claimed


def partners() -> tuple[list[Answering], Answering]:
    """Each partner that was ever asked for something or does something, in their order; and all of them as one."""
    found = _counted()
    return [found[one.id] for one in partnership.organisations() if one.id in found], _sum(found.values())


def answering_of(organisation_id: UUID) -> Answering:
    """One partner; with nothing in it where it was never asked for anything and does nothing."""
    return _counted().get(organisation_id, Answering("", organisation_id))


def _counted() -> dict[UUID, Answering]:
    names = {one.id: one.name for one in partnership.organisations()}
    found: dict[UUID, Answering] = defaultdict(lambda: Answering(""))
    _asks(found)
    _actions(found)
    _ratings(found)
    for key, one in found.items():
        one.name, one.id = names.get(key, ""), key
    return dict(found)


def _asks(found: dict[UUID, Answering]) -> None:
    counted = (func.count(), _how_many(queries.late_asks(clock.today())), _how_many(Ask.echo_of_id.is_not(None)))
    query = select(Ask.organisation_id, Ask.answer, *counted).where(queries.shown(), ~queries.is_joined())
    for organisation_id, answer, number, late, echoes in db.session.execute(
        query.group_by(Ask.organisation_id, Ask.answer)
    ):
        one = found[organisation_id]
        if answer is None:
            one.waiting, one.late = number, late
        else:
            one.answers[answer] = number
            one.echoes += echoes
    moments = select(Ask.organisation_id, Ask.created_at, Ask.answered_at)
    answered = moments.where(queries.shown(), ~queries.is_joined(), Ask.answer.is_not(None)).order_by(Ask.id)
    for organisation_id, asked, told in db.session.execute(answered):
        if told:
            found[organisation_id].days.append((clock.day_of(told) - clock.day_of(asked)).days)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _actions(found: dict[UUID, Answering]) -> None:
    counted = select(Action.organisation_id, Action.state, func.count()).group_by(Action.organisation_id, Action.state)
    for organisation_id, state, number in db.session.execute(counted):
        one = found[organisation_id]
        one.agreed += number if state is ActionState.AGREED else 0
        one.disputed += number if state in (ActionState.DISPUTED, ActionState.PARTLY) else 0
        one.claimed += number if state is ActionState.CLAIMED else 0


def _ratings(found: dict[UUID, Answering]) -> None:
    """Champions, not ratings: one who rates often is still one."""
    rows = select(Ask.organisation_id, ReplyRating.rated, ReplyRating.account_id)
    rows = rows.join(Ask, Ask.id == ReplyRating.ask_id)
    said: dict[UUID, dict[Rated, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for organisation_id, rated, account_id in db.session.execute(rows.distinct()):
        said[organisation_id][rated].add(account_id)
    for organisation_id, by in said.items():
        counts = {rated: len(people) for rated, people in by.items()}
        found[organisation_id].leaning = rules.leaning(counts, len(set().union(*by.values())))


def _sum(all_of_them: Iterable[Answering]) -> Answering:
    whole = Answering("")
    for one in all_of_them:
        for answer, number in one.answers.items():
            whole.answers[answer] += number
        whole.days += one.days
        for name in ("waiting", "late", "echoes", "agreed", "disputed", "claimed"):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
    return whole
