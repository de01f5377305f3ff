"""How each partner answers: how long it takes, how often it is a no with a reason, and what young people agree to.

Counts of what organisations did need no protecting. What young champions make of answers is hidden and rounded.
Headlines count what is agreed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median_low
from uuid import UUID

from sqlalchemy import func, select

from portal.board import queries
from portal.board.models import Action, ActionState, Ask, AskAnswer, Rated, ReplyRating
from portal.core import clock, db
from portal.disclosure.figures import Figure, plain
from portal.disclosure.thresholds import Audience, Subject, threshold
from portal.partnership import queries as partnership


@dataclass
class Answering:
    """One partner, or all of them together. Days are whole days from asking to the answer."""

    name: str
    answers: dict[AskAnswer, int] = field(default_factory=lambda: dict.fromkeys(AskAnswer, 0))
    waiting: int = 0
    late: int = 0
    days: list[int] = field(default_factory=list)
    echoes: int = 0
    agreed: int = 0
    disputed: int = 0
    claimed: int = 0
    ratings: dict[Rated, int] = field(default_factory=lambda: dict.fromkeys(Rated, 0))

    @property
    def waffle(self) -> Figure:
        """How many ratings call its answers waffle, as partners may know it."""
        return rating_shown(self.ratings[Rated.WAFFLE])

    @property
    def answered(self) -> int:
        """How many asks it answered."""
        return sum(self.answers.values())

    @property
    def usual_days(self) -> int | None:
        """Half of its answers came within so many days."""
        return median_low(self.days) if self.days else None

    @property
    def asked_about(self) -> int:
        """Actions that were claimed done and that young people have answered, or still have to."""
        return self.agreed + self.disputed + self.claimed


def rating_shown(count: int) -> Figure:
    """So many champions; few of them know one another, so few look the same as nobody."""
    return plain(count, threshold(Audience.PARTNERS, Subject.VERDICTS))


def partners() -> list[Answering]:
    """Each partner that was ever asked for something or does something, in their order."""
    found = _counted()
    return [found[one.id] for one in partnership.organisations() if one.id in found]


def together() -> Answering:
    """All of them as one."""
    return _sum(_counted().values())


def _counted() -> dict[UUID, Answering]:
    names = {one.id: one.name for one in partnership.organisations()}
    found: dict[UUID, Answering] = defaultdict(lambda: Answering(""))
    _asks(found)
    _actions(found)
    _ratings(found)
    for key, one in found.items():
        one.name = names.get(key, "")
    return dict(found)


def _asks(found: dict[UUID, Answering]) -> None:
    today = clock.today()
    columns = select(Ask.organisation_id, Ask.answer, Ask.created_at, Ask.answered_at, Ask.due_on, Ask.echo_of_id)
    for row in db.session.execute(columns.where(queries.shown(), ~queries.is_joined()).order_by(Ask.id)):
        one = found[row.organisation_id]
        if row.answer is None:
            one.waiting += 1
            one.late += row.due_on < today
            continue
        one.answers[row.answer] += 1
        one.echoes += row.echo_of_id is not None
        one.days.append((clock.local(row.answered_at).date() - clock.local(row.created_at).date()).days)


def _actions(found: dict[UUID, Answering]) -> None:
    counted = select(Action.organisation_id, Action.state, func.count()).group_by(Action.organisation_id, Action.state)
    for organisation_id, state, number in db.session.execute(counted):
        one = found[organisation_id]
        one.agreed += number if state is ActionState.AGREED else 0
        one.disputed += number if state in (ActionState.DISPUTED, ActionState.PARTLY) else 0
        one.claimed += number if state is ActionState.CLAIMED else 0


def _ratings(found: dict[UUID, Answering]) -> None:
    counted = (
        select(Ask.organisation_id, ReplyRating.rated, func.count())
        .join(Ask, Ask.id == ReplyRating.ask_id)
        .group_by(Ask.organisation_id, ReplyRating.rated)
    )
    for organisation_id, rated, number in db.session.execute(counted):
        found[organisation_id].ratings[rated] += number


def _sum(all_of_them: Iterable[Answering]) -> Answering:
    whole = Answering("")
    for one in all_of_them:
        for answer, number in one.answers.items():
            whole.answers[answer] += number
        for rated, number in one.ratings.items():
            whole.ratings[rated] += number
        whole.days += one.days
        for name in ("waiting", "late", "echoes", "agreed", "disputed", "claimed"):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
    return whole
