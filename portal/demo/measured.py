"""Whom the demonstration's promises are for, what is measured of them, and what invented codes say of one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from sqlalchemy import select

from portal.accounts.models import Account
from portal.commitments import operations as commitments
from portal.commitments.models import Care, Commitment
from portal.commitments.rules import Conditions
from portal.contributions.models import Contribution, HomeType, LivesIn, Route
from portal.core import clock, db
from portal.demo.files import Record, starter_measures
from portal.entitlements import operations as entitlements
from portal.entitlements.models import Got
from portal.measures import operations as measures
from portal.measures.models import Direction, Every, Measure
from portal.measures.operations import Definition
from portal.measures.rules import Count
from portal.partnership.models import Post

#: Invented counts for the last quarters, oldest first: measure, target, (part, whole) a quarter.
_READINGS: dict[str, tuple[int, tuple[tuple[int, int], ...]]] = {
    "Advocacy offered": (90, ((118, 242), (139, 239), (161, 244))),
    "Leisure pass held": (80, ((171, 228), (183, 230), (196, 231))),
    "Youth guarantee: still there after 26 weeks": (75, ((9, 14), (11, 17), (10, 16))),
}


def write_rules(promise: Commitment, record: Record) -> None:
    """The rules of a promise as its file says them."""
    for rule in record["rules"]:
        commitments.add_rule(promise, _conditions(rule), source=rule["source"], by=None)


def define_all(promises: dict[str, Commitment], posts: dict[tuple[str, str], Post], people: dict[str, Account]) -> None:
    """Every definition, and invented readings of three, the newest still waiting for a second person."""
    for record in starter_measures():
        target, counts = _READINGS.get(record["name"], (None, ()))
        promise = promises.get(record.get("commitment", ""))
        measure = measures.define(
            Definition(
                name=record["name"],
                numerator=record["numerator"],
                denominator=record["denominator"],
                every=Every(record["every"]),
                source=record["source"],
                direction=Direction(record["direction"]),
                post_id=posts[record["organisation"], record["post"]].id,
                target=target,
                commitment_id=promise.id if promise else None,
            ),
            by=None,
        )
        _read(measure, counts, people)


def _read(measure: Measure, counts: tuple[tuple[int, int], ...], people: dict[str, Account]) -> None:
    quarters = _quarters(len(counts))
    for number, (first, last), (part, whole) in zip(count(1), quarters, counts, strict=False):
        made = measures.enter(measure, Count(first, last, part, whole), note="", by=people["rowan"])
        if number < len(counts):
            measures.approve(made, by=people["iona"])


def _quarters(most: int) -> list[tuple[date, date]]:
    """The last quarters that are over, oldest first."""
    found: list[tuple[date, date]] = []
    first = clock.today().replace(month=(clock.today().month - 1) // 3 * 3 + 1, day=1)
    for _ in range(most):
        last = first - timedelta(days=1)
        first = last.replace(month=last.month - 2, day=1)
        found.insert(0, (first, last))
    return found


def _conditions(rule: Record) -> Conditions:
    return Conditions(
        from_on=rule["from_on"],
        age_from=rule.get("age_from"),
        age_to=rule.get("age_to"),
        care=Care(rule["care"]) if "care" in rule else None,
        left_at_least=rule.get("left_at_least"),
        homes=frozenset(HomeType(one) for one in rule.get("homes", ())),
        lives_in=LivesIn(rule["lives_in"]) if "lives_in" in rule else None,
    )


#: What invented codes say in turn of a promise.
_SAY = {
    "advocacy": (Got.YES, Got.NO, Got.NO, Got.PARTLY, Got.UNKNOWN),
    "leisure": (Got.YES, Got.YES, Got.YES, Got.PARTLY, Got.YES, Got.NO),
    "home": (Got.PARTLY, Got.NO, Got.YES, Got.UNKNOWN, Got.NO, Got.PARTLY, Got.NO),
}


def say_what_reached_them(promises: dict[str, Commitment]) -> None:
    """Every invented code says of three promises whether they reached it."""
    told = select(Contribution).where(Contribution.withdrawn_on.is_(None), Contribution.route != Route.IMPORTED)
    told = told.order_by(Contribution.id)
    for number, contribution in enumerate(db.session.scalars(told).all()):
        said = {promises[key].id: answers[number % len(answers)] for key, answers in _SAY.items()}
        entitlements.answer(said, contribution)
